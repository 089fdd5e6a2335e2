package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that starts the command finds Java, builds once, and works from anywhere. Maven is
 * played by a script that puts the jars of this build where the real one would.
 */
final class LauncherIT {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "cat",
          "cksum",
          "cp",
          "cut",
          "dirname",
          "find",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "tail",
          "touch");

  private static final String JAVA_HOME = System.getProperty("java.home");

  @TempDir Path folder;

  @Test
  void isASoundShellScript() {
    Command.Result result = Command.of("sh", "-n", Repository.ROOT.resolve("correlator")).run();

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void worksFromAnotherFolderAndThroughALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("c"), launcher());

    Command.Result result = Command.of(link, "--version").in(folder).run();

    assertThat(result.out()).isEqualTo("correlator " + Repository.VERSION + "\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void worksInAFolderWithBlanksInItsName() {
    Path root = Checkout.in(folder.resolve("a folder")).root();

    Command.Result result =
        Command.of(root.resolve("correlator"), "process", "samples/auth.log").in(root).run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("SshLoginTriesExceeded");
  }

  @Test
  void takesTheJavaOfJavaHome() throws IOException {
    Path home = folder.resolve("jdk");
    script(home.resolve("bin/java"), "exec '%s/bin/java' \"$@\"".formatted(JAVA_HOME));

    Command.Result result =
        Command.of(launcher(), "--version").with("JAVA_HOME", home).with("PATH", tools()).run();

    assertThat(result.out()).isEqualTo("correlator " + Repository.VERSION + "\n");
  }

  @Test
  void takesTheJavaOfThePathWithoutJavaHome() throws IOException {
    Path tools = tools();
    script(tools.resolve("java"), "exec '%s/bin/java' \"$@\"".formatted(JAVA_HOME));

    Command.Result result =
        Command.of(launcher(), "--version").without("JAVA_HOME").with("PATH", tools).run();

    assertThat(result.out()).isEqualTo("correlator " + Repository.VERSION + "\n");
  }

  @Test
  void saysThatThereIsNoJava() throws IOException {
    Command.Result result =
        Command.of(launcher(), "--version").without("JAVA_HOME").with("PATH", tools()).run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .isEqualTo("correlator: no java found: install a JDK, 17 or later, or set JAVA_HOME\n");
  }

  @Test
  void saysThatJavaHomeIsWrong() {
    Command.Result result = Command.of(launcher(), "--version").with("JAVA_HOME", "/nowhere").run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).isEqualTo("correlator: JAVA_HOME=/nowhere has no bin/java\n");
  }

  /** Nothing here reads serialized objects; so nobody can make it do so (F9). */
  @Test
  void forbidsTheJvmToDeserializeAnything() throws IOException {
    assertThat(Files.readString(Repository.ROOT.resolve("correlator")))
        .contains("exec \"$java\" '-Djdk.serialFilter=!*' ");
  }

  @Test
  void passesJavaOptionsOn() {
    Command.Result result =
        Command.of(launcher(), "--version")
            .with("CORRELATOR_JAVA_OPTIONS", "-Xmx64m -XshowSettings:vm")
            .run();

    assertThat(result.out() + result.err()).contains("Max. Heap Size: 64.00M");
  }

  @Test
  void buildsOnceAndAgainWhenTheSourcesHaveChanged() throws IOException {
    Path root = unbuilt();

    Command.Result first = startIn(root, "");
    Command.Result second = startIn(root, "");
    Path source = root.resolve("correlator-core/src/main/java/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    Command.Result third = startIn(root, "");

    assertThat(first.err()).contains("building, for the first time");
    assertThat(first.out()).isEqualTo("correlator " + Repository.VERSION + "\n");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(third.err()).contains("because the sources have changed");
    assertThat(root.resolve("maven.log"))
        .content()
        .startsWith("-B -DskipTests -Dspotless.check.skip -pl correlator-cli -am package")
        .hasLineCount(2);
  }

  @Test
  void doesNotBuildWhatMavenHasBuilt() throws IOException {
    Path root = unbuilt();
    Checkout.copy(Repository.command(), root.resolve("correlator-cli/target/correlator"));

    assertThat(startIn(root, "").err()).isEmpty();
  }

  @Test
  void showsTheEndOfABuildThatFailed() throws IOException {
    Command.Result result = startIn(unbuilt(), "echo it does not compile; exit 1");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("it does not compile\n")
        .containsPattern("correlator: the build failed; all of it is in .*build.log\n$");
  }

  @Test
  void saysThatThereIsNoMaven() throws IOException {
    Command.Result result =
        Command.of(unbuilt().resolve("correlator"), "--version").with("PATH", tools()).run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .isEqualTo("correlator: no mvn found: install Maven, 3.8 or later, to build the command\n");
  }

  private static Path launcher() {
    return Checkout.shared().root().resolve("correlator");
  }

  /** A checkout with sources that nobody has built yet. */
  private Path unbuilt() throws IOException {
    Path root = folder.resolve("checkout");
    Checkout.copy(Repository.ROOT.resolve("correlator"), root.resolve("correlator"));
    Path source = root.resolve("correlator-core/src/main/java/A.java");
    Files.createDirectories(source.getParent());
    for (Path file : List.of(Files.createFile(source), Files.createFile(root.resolve("pom.xml")))) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }
    return root;
  }

  /** Starts the command with a Maven that first does what {@code maven} says. */
  private Command.Result startIn(Path root, String maven) throws IOException {
    Path tools = tools();
    script(
        tools.resolve("mvn"),
        """
        %s
        echo "$@" >> maven.log
        mkdir -p correlator-cli/target
        cp -r '%s' correlator-cli/target/correlator
        touch correlator-cli/target/correlator/*.jar
        """
            .formatted(maven, Repository.command()));
    return Command.of(root.resolve("correlator"), "--version").with("PATH", tools).run();
  }

  /** A folder with the tools that the script may use, and no other. */
  private Path tools() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : TOOLS) {
      script(tools.resolve(tool), "exec '%s' \"$@\"".formatted(which(tool)));
    }
    return tools;
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String which(String tool) {
    return Command.shell("command -v " + tool).run().out().strip();
  }
}

package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody else's plug-in, built by Maven against the artifacts of this build and nothing else, is
 * found and works wherever it is put.
 */
final class ThirdPartyIT {
  private static final Path PROJECT =
      Repository.ROOT.resolve("correlator-verification/src/it/third-party");
  private static final Path TARGET =
      Repository.ROOT.resolve("correlator-verification/target/third-party");
  private static final Path LOG = Repository.ROOT.resolve("samples/auth.log");

  @TempDir Path folder;

  /**
   * Maven gets a local repository of its own, so that nothing is installed in the user's; what it
   * needs besides our artifacts are plug-ins that this very build has used, which it takes from the
   * user's local repository as if that were a remote one.
   */
  @BeforeAll
  static void build() throws IOException {
    Path repository = TARGET.resolve("repository");
    Checkout.delete(repository.resolve("io/correlator"));
    Checkout.delete(TARGET.resolve("project"));
    Checkout.copy(PROJECT, TARGET.resolve("project"));
    stage("correlator-parent", Repository.ROOT.resolve("pom.xml"), "pom", repository);
    stage("correlator-api", Repository.ROOT.resolve("correlator-api/pom.xml"), "pom", repository);
    stage("correlator-api", Repository.jar("correlator-api"), "jar", repository);
    Path settings = Files.writeString(TARGET.resolve("settings.xml"), settings());

    Command.Result result =
        Command.of(
                maven(),
                "-B",
                "-q",
                "-s",
                settings,
                "-gs",
                settings,
                "-Dmaven.repo.local=" + repository,
                "-Dcorrelator.version=" + Repository.VERSION,
                "package")
            .in(TARGET.resolve("project"))
            .without("MAVEN_ARGS")
            .run();

    assertThat(result.exitCode()).withFailMessage(() -> result.out() + result.err()).isZero();
  }

  private static void stage(String artifact, Path file, String type, Path repository) {
    Checkout.copy(
        file,
        repository
            .resolve("io/correlator")
            .resolve(artifact)
            .resolve(Repository.VERSION)
            .resolve("%s-%s.%s".formatted(artifact, Repository.VERSION, type)));
  }

  private static String settings() {
    return """
        <settings>
          <mirrors>
            <mirror>
              <id>users-local-repository</id>
              <mirrorOf>*</mirrorOf>
              <url>%s</url>
            </mirror>
          </mirrors>
        </settings>
        """
        .formatted(Path.of(System.getProperty("correlator.maven.repository")).toUri());
  }

  private static Path maven() {
    return Path.of(System.getProperty("correlator.maven.home"), "bin", "mvn");
  }

  private static Path jar() {
    return TARGET.resolve("project/target/third-1.0.jar");
  }

  private static List<Path> withJar() {
    List<Path> jars = new ArrayList<>(Repository.modulePath());
    jars.add(jar());
    return jars;
  }

  @Test
  void worksOnTheClassPathOfAnApplication() {
    Path types = folder.resolve("types");
    Application application = Application.compiledInto(folder.resolve("classes"), withJar());

    Command.Result result = application.runOnClassPath(LOG, "third", "third", types);

    assertThat(result.outLines())
        .contains(
            "application in a named module: false",
            "modules: [report, rules, sshd, third]",
            "listeners: [csv, jsonl, log, text, third]",
            "problems: []",
            "third WordSeen: saw session");
    assertThat(types).content().startsWith("WordSeen");
  }

  @Test
  void worksOnTheModulePathOfAnApplication() {
    Path types = folder.resolve("types");
    Application application = Application.compiledInto(folder.resolve("classes"), withJar());

    Command.Result result = application.runOnModulePath(LOG, "third", "third", types);

    assertThat(result.outLines())
        .contains(
            "application in a named module: true",
            "modules: [report, rules, sshd, third]",
            "listeners: [csv, jsonl, log, text, third]",
            "problems: []",
            "third WordSeen: saw session");
    assertThat(types).content().startsWith("WordSeen");
  }

  @Test
  void worksInTheCommandWithItsOptions() throws IOException {
    Path types = folder.resolve("types");

    Command.Result result =
        correlator(
                "process",
                "--module",
                "third,word=Failed",
                "--listener",
                "third,file=" + types,
                LOG)
            .run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.outLines()).allMatch(line -> line.endsWith("saw Failed")).isNotEmpty();
    assertThat(types).content().startsWith("WordSeen");
  }

  @Test
  void isListedByTheCommandWithItsOptions() throws IOException {
    Command.Result result = correlator("list").run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.outLines())
        .containsSequence(
            "  third  notes every line that has a word in it",
            "      word  the word to look for (text; default session)")
        .containsSequence(
            "  third  writes the types of events to a file (receives all events)",
            "      file  the file (path; default third.txt)");
  }

  @Test
  void hasItsOptionsCheckedByTheCommand() throws IOException {
    Command.Result result = correlator("process", "--module", "third,wrod=x", LOG).run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("module third: unknown option 'wrod': did you mean 'word'?");
  }

  @Test
  void aPlugInThatCannotBeLoadedIsNamedAndTheOthersWork() throws IOException {
    String module = "META-INF/services/io.correlator.api.module.Module";
    String listener = "META-INF/services/io.correlator.api.listener.Listener";
    writeJar(folder.resolve("plugins/broken.jar"), module, "com.example.broken.NoSuchModule");
    writeJar(folder.resolve("plugins/worse.jar"), listener, "com.example.worse.NoSuchListener");

    Command.Result list = correlator("list").run();
    Command.Result process = correlator("process", "--module", "third", LOG).run();

    assertThat(list.exitCode()).isEqualTo(1);
    assertThat(list.err()).contains("com.example.broken.NoSuchModule").hasLineCount(2);
    assertThat(list.err()).contains("com.example.worse.NoSuchListener").doesNotContain("\tat ");
    assertThat(list.out()).contains("  third  notes").contains("  sshd  ");
    assertThat(process.exitCode()).isZero();
    assertThat(process.out()).contains("saw session");
    assertThat(process.err()).contains("com.example.broken.NoSuchModule");
  }

  /** The command with the third party's jar in its folder of plug-ins. */
  private Command correlator(String command, Object... arguments) throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Checkout.copy(jar(), plugins.resolve("third.jar"));
    List<Object> words = new ArrayList<>(List.of(command, "--plugins", plugins));
    words.addAll(List.of(arguments));
    return Checkout.shared().correlator(words.toArray());
  }

  private static void writeJar(Path jar, String entry, String text) throws IOException {
    Files.createDirectories(jar.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(entry));
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}

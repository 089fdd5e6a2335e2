package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API documentation of all published artifacts can be made, and has no mistakes. */
final class JavadocIT {
  private static final Pattern FOR_OTHERS =
      Pattern.compile(
          "(junit-jupiter-api|junit-platform-commons|junit-platform-engine|opentest4j|apiguardian|assertj|micrometer)-");

  @TempDir Path folder;

  @Test
  void hasNoMistakes() {
    List<String> arguments =
        new ArrayList<>(
            List.of("-quiet", "-Xdoclint:all,-missing", "-Werror", "-encoding", "UTF-8"));
    arguments.addAll(List.of("-d", folder.toString(), "--module-path", libraries()));
    for (String artifact : Repository.published()) {
      arguments.addAll(List.of("--module-source-path", module(artifact) + "=" + sources(artifact)));
    }
    arguments.addAll(
        List.of(
            "--module",
            Repository.published().stream()
                .map(JavadocIT::module)
                .collect(Collectors.joining(","))));

    StringWriter said = new StringWriter();
    int exitCode =
        ToolProvider.findFirst("javadoc")
            .orElseThrow()
            .run(new PrintWriter(said), new PrintWriter(said), arguments.toArray(new String[0]));

    assertThat(said.toString()).isEmpty();
    assertThat(exitCode).isZero();
    assertThat(folder.resolve("io.correlator.core/io/correlator/core/Correlator.html")).exists();
  }

  private static String module(String artifact) {
    return "io." + artifact.replace('-', '.');
  }

  private static Path sources(String artifact) {
    return Repository.ROOT.resolve(artifact).resolve("src/main/java");
  }

  /** What the command has, and what the harness and the metrics are made for. */
  private static String libraries() {
    List<Path> libraries = new ArrayList<>(List.of(Repository.command().resolve("lib")));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path library = Path.of(entry);
      if (!entry.isEmpty() && FOR_OTHERS.matcher(library.getFileName().toString()).lookingAt()) {
        libraries.add(library);
      }
    }
    return Application.path(libraries);
  }
}

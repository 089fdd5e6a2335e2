package io.correlator.sources.format;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Public collections of JSON, which are not part of this project: tests skip what is not there. */
final class JsonCorpora {
  private static final Path ALL =
      Path.of(
          Optional.ofNullable(System.getProperty("CORRELATOR_DATA"))
              .or(() -> Optional.ofNullable(System.getenv("CORRELATOR_DATA")))
              .orElse("../../shared/data"));

  private JsonCorpora() {}

  static List<Path> files(String folder, Predicate<String> names) {
    Path path = ALL.resolve(folder);
    assumeTrue(
        Files.isDirectory(path), () -> "skipped: no corpora at " + path + ", set CORRELATOR_DATA");
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> names.test(file.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

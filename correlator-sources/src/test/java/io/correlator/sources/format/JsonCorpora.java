package io.correlator.sources.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Public collections of JSON, which are not part of this project: tests skip what is not there. */
final class JsonCorpora {
  private JsonCorpora() {}

  static List<Path> files(String folder, Predicate<String> names) {
    try (Stream<Path> files = Files.walk(Corpora.file(folder))) {
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

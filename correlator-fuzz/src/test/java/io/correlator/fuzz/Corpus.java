package io.correlator.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The inputs that are kept: a few of each kind to begin with, and each that has found a fault. */
final class Corpus {
  static final Path FOLDER = Path.of("src/test/resources/corpus").toAbsolutePath();

  private Corpus() {}

  static Path folder(Targets target) {
    return FOLDER.resolve(target.toString());
  }

  static List<Path> inputs(Targets target) throws IOException {
    return files(folder(target));
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}

package io.correlator.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder of one try of a property, where JUnit's own would be that of all of them. */
record OwnFolder(Path path) implements AutoCloseable {
  static OwnFolder create() throws IOException {
    return new OwnFolder(Files.createTempDirectory("correlator"));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}

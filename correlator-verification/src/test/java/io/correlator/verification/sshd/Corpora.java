package io.correlator.verification.sshd;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Logs of others, which are not part of this project: tests that need them are skipped without. */
public final class Corpora {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Corpora() {}

  /** The file of that path in the corpora; skips the test if there are none. */
  public static Path file(String path) {
    Path folder =
        Path.of(
            Optional.ofNullable(System.getProperty("CORRELATOR_DATA"))
                .or(() -> Optional.ofNullable(System.getenv("CORRELATOR_DATA")))
                .orElse("../../shared/data"));
    assumeTrue(
        Files.isDirectory(folder),
        () -> "skipped: no corpora at " + folder.toAbsolutePath() + ", set CORRELATOR_DATA");
    return folder.resolve(path);
  }

  /** The lines of a file, without empty ones. */
  public static List<String> lines(String path) {
    try {
      return Files.readAllLines(file(path)).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of JSON. */
  public static JsonNode json(String path) {
    try {
      return JSON.readTree(file(path).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One JSON object a line. */
  public static List<JsonNode> jsonLines(String path) {
    return lines(path).stream().map(Corpora::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

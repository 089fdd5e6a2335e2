package io.correlator.sources.format;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What others have collected, which is not part of this project: tests skip what is not there. */
public final class Corpora {
  private static final Path ALL =
      Path.of(
          Optional.ofNullable(System.getProperty("CORRELATOR_DATA"))
              .or(() -> Optional.ofNullable(System.getenv("CORRELATOR_DATA")))
              .orElse("../../shared/data"));

  private Corpora() {}

  /** The folder or file of that path; skips the test if it is not there. */
  public static Path file(String path) {
    Path file = ALL.resolve(path);
    assumeTrue(
        Files.isReadable(file), () -> "skipped: no corpora at " + ALL + ", set CORRELATOR_DATA");
    return file;
  }

  /** A file with one JSON object a line. */
  public static List<JsonNode> jsonLines(String path) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> objects = new ArrayList<>();
    for (String line : Files.readAllLines(file(path))) {
      objects.add(json.readTree(line));
    }
    return objects;
  }
}

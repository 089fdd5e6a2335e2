package io.correlator.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * What others were tested with, to begin with as well, if it is at hand: it cannot be shipped, and
 * is looked for in the folder that {@code CORRELATOR_DATA} names.
 */
final class Vectors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Vectors() {}

  /** Writes those of a target into a folder; there may be none. */
  static void write(Targets target, Path folder) throws IOException {
    Optional<Path> data =
        Optional.ofNullable(System.getenv("CORRELATOR_DATA"))
            .map(Path::of)
            .filter(Files::isDirectory);
    if (data.isPresent()) {
      switch (target) {
        case RFC5424, RFC3164, DETECTION ->
            messages(data.get().resolve("syslog/vectors.jsonl"), "input", folder);
        case FRAMES, CONNECTION ->
            messages(data.get().resolve("syslog/framing.jsonl"), "input", folder);
        case JSON, JSON_STREAM -> documents(data.get().resolve("json/test_parsing"), folder);
        default -> {}
      }
    }
  }

  private static void messages(Path file, String field, Path folder) throws IOException {
    int number = 0;
    for (String line : Files.readAllLines(file, UTF_8)) {
      JsonNode vector = JSON.readTree(line);
      JsonNode encoded = vector.path(field + "_b64");
      byte[] input =
          encoded.isTextual()
              ? Base64.getDecoder().decode(encoded.asText())
              : vector.path(field).asText().getBytes(UTF_8);
      Files.write(folder.resolve("vector-" + number++), input);
    }
  }

  private static void documents(Path files, Path folder) throws IOException {
    for (Path file : Corpus.files(files)) {
      if (Files.size(file) < 10_000) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }
}

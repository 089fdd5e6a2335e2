package io.correlator.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example in the documentation of the format. */
class CaptureFormatDocTest {
  private static final Path DOC = Path.of("..", "docs", "capture-format.md");

  private final List<LogRecord> records =
      List.of(
          Captures.record(Captures.AUTH, 4096, 17, "Connection closed"),
          Captures.record(Captures.AUTH, 4114, 18, Captures.latin1("\u00f7CORCAP!")));

  @Test
  void isReadAsItSays() throws IOException {
    assertThat(Captures.read(example()))
        .isEqualTo(new Captures.Found(Captures.captured(records), List.of()));
  }

  @Test
  void isWhatAWriterWrites() throws IOException {
    assertThat(HexFormat.of().formatHex(Captures.write(records)))
        .isEqualTo(HexFormat.of().formatHex(example()));
  }

  private static byte[] example() throws IOException {
    String doc = Files.readString(DOC);
    String block = doc.substring(doc.indexOf("```hex\n") + 7);
    String digits =
        block
            .substring(0, block.indexOf("```"))
            .lines()
            .map(line -> line.replaceFirst(";.*", ""))
            .collect(Collectors.joining())
            .replace(" ", "");
    return HexFormat.of().parseHex(digits);
  }
}

package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.sources.format.Rfc5424Violation.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What RFC 5424 allows, to the letter. */
final class Rfc5424ViolationTest {
  private static final String GOOD =
      "<165>1 2026-03-01T07:28:03.000003-07:00 host app 4711 ID47 [a@1 b=\"c\\]\"][d] \ufeffmessage";

  private static Optional<Rfc5424Violation> violation(String message) {
    return Rfc5424Violation.firstIn(message.getBytes(UTF_8));
  }

  @Test
  void aMessageAsTheRfcWantsItBreaksNothing() {
    assertThat(violation(GOOD)).isEmpty();
    assertThat(violation("<0>999 - - - - - -")).isEmpty();
    assertThat(violation("<0>1 - - - - - - any bytes: \u0000")).isEmpty();
    assertThat(violation("<0>1 2024-02-29T23:59:59Z - - - - -")).isEmpty();
  }

  /** The bar stands where the first wrong byte is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "|;                                      PRIORITY",
        "|1 - - - - - -;                         PRIORITY",
        "<19|2>1 - - - - - -;                    PRIORITY",
        "<0|1>1 - - - - - -;                     PRIORITY",
        "<|>1 - - - - - -;                       PRIORITY",
        "<1>|0 - - - - - -;                      VERSION",
        "<1>100|0 - - - - - -;                   VERSION",
        "<1>1 2026-1|3-01T00:00:00Z - - - - -;   TIMESTAMP",
        "<1>1 2026-0|0-01T00:00:00Z - - - - -;   TIMESTAMP",
        "<1>1 2026-02-|29T00:00:00Z - - - - -;   TIMESTAMP",
        "<1>1 2026-02-28|t00:00:00Z - - - - -;   TIMESTAMP",
        "<1>1 2026-02-28T2|4:00:00Z - - - - -;   TIMESTAMP",
        "<1>1 2026-02-28T23:59:|60Z - - - - -;   TIMESTAMP",
        "<1>1 2026-02-28T23:59:59.123456|7Z - - - - -; TIMESTAMP",
        "<1>1 2026-02-28T23:59:59| - - - - -;    TIMESTAMP",
        "<1>1 - |ä - - - -;                      HOST",
        "<1>1 - h |;                             PROGRAM",
        "<1>1 - - a| ;                           ",
        "<1>1 - - - -  ;                         ",
        "<1>1 - - - - - [a b=\"c|]\"];           STRUCTURED_DATA",
        "<1>1 - - - - - [a b=\"c\\|n\"];         STRUCTURED_DATA",
        "<1>1 - - - - - [a][|a];                 STRUCTURED_DATA",
        "<1>1 - - - - - [a| ];                   ",
        "<1>1 - - - - - -|x;                     STRUCTURED_DATA",
      })
  void tellsWhereAMessageBreaksTheRules(String marked, String part) {
    int column = marked.indexOf('|');
    if (part == null) {
      assertThat(violation(marked.replace("|", ""))).isPresent();
      return;
    }
    assertThat(violation(marked.replace("|", "")))
        .contains(new Rfc5424Violation(column, Part.valueOf(part)));
  }

  @Test
  void tellsWhichPartIsTooLong() {
    assertThat(violation("<1>1 - " + "h".repeat(256) + " - - - -"))
        .contains(new Rfc5424Violation(7 + 255, Part.HOST));
    assertThat(violation("<1>1 - - - - - [a " + "n".repeat(33) + "=\"\"]"))
        .contains(new Rfc5424Violation(18 + 32, Part.STRUCTURED_DATA));
  }

  @Test
  void textThatIsSaidToBeUtf8MustBe() {
    byte[] broken = "<1>1 - - - - - - \ufeffab?".getBytes(UTF_8);
    broken[broken.length - 1] = (byte) 0xff;

    assertThat(Rfc5424Violation.firstIn(broken))
        .contains(new Rfc5424Violation(broken.length - 1, Part.MESSAGE));
  }

  @Test
  void saysItForPeople() {
    assertThat(violation("<1>1 x"))
        .map(Rfc5424Violation::toString)
        .contains("column 5: no timestamp of RFC 5424 goes on like this");
  }

  @Property
  void whatBreaksNothingIsReadByTheLenientParserToo(@ForAll byte[] junk, @ForAll int where) {
    byte[] message = GOOD.getBytes(UTF_8);
    for (int i = 0; i < junk.length && i < 3; i++) {
      message[Math.floorMod(where + 31 * i, message.length)] = junk[i];
    }

    if (Rfc5424Violation.firstIn(message).isEmpty()) {
      assertThat(Line.read(new Rfc5424Format(), Line.CONTEXT, message).failure()).isEmpty();
    }
  }

  @Test
  void theStrictFormatRefusesWhatTheOtherOneTolerates() {
    byte[] leap = "<1>1 2016-12-31T23:59:60Z - - - - - hello".getBytes(UTF_8);
    byte[] twice = "<1>1 - - - - - [a][a] hello".getBytes(UTF_8);

    assertThat(Line.read(new Rfc5424Format(), Line.CONTEXT, leap).failure()).isEmpty();
    assertThat(strict(leap).failure()).contains(ParseFailure.BAD_TIMESTAMP);
    assertThat(strict(twice).failure()).contains(ParseFailure.MALFORMED);
    assertThat(strict("<192>1 x".getBytes(UTF_8)).failure()).contains(ParseFailure.BAD_PRIORITY);
    assertThat(strict(GOOD.getBytes(UTF_8)).failure()).isEmpty();
    assertThat(strict(GOOD.getBytes(UTF_8)).field("sd.a@1.b")).contains("c]");
  }

  private static LogRecord strict(byte[] message) {
    return Line.read(new StrictRfc5424Format(), Line.CONTEXT, message);
  }

  /** Messages that another implementation was tested with, if they are at hand. */
  @Test
  void everyStrictMessageOfOthersIsAcceptedOrRefusedAtTheSameColumn() throws IOException {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (JsonNode vector : Corpora.jsonLines("syslog/vectors.jsonl")) {
      boolean comparable =
          vector.get("format").asText().equals("rfc5424")
              && vector.get("strictness").asText().equals("strict");
      if (!comparable) {
        continue;
      }
      compared++;
      Optional<Rfc5424Violation> found = Rfc5424Violation.firstIn(SyslogVectorsTest.input(vector));
      boolean accepted = found.isEmpty();
      // Without a column, theirs says only that it is refused: for a date, or an element twice.
      int column = found.map(Rfc5424Violation::column).orElse(-1);
      if (accepted != vector.get("valid").asBoolean()
          || (!accepted && vector.path("error_at_column").asInt(column) != column)) {
        wrong.add("%s: %s".formatted(vector.get("id").asText(), found));
      }
    }
    System.out.printf("strict messages compared: %d, otherwise: %s%n", compared, wrong);
    assertThat(wrong).isEmpty();
  }
}

package io.correlator.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import io.correlator.api.ParseFailure;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of firewalls and the like, in CEF and LEEF. */
final class DeviceEventTest {
  private static LogRecord read(String line) {
    return Line.read(new AutoFormat(), line);
  }

  @Test
  void theMessageOfSyslogMayBeAnEventInCef() {
    LogRecord record =
        read(
            "<134>Mar  1 07:28:03 fw1 CEF:0|Acme|Fire|1.0|100|Port scan|8|src=192.0.2.1 dst=198.51.100.2"
                + " spt=1232 msg=ten ports in a second act=blocked");

    assertThat(record.timestamp()).isEqualTo(Instant.parse("2026-03-01T07:28:03Z"));
    assertThat(record.host()).contains("fw1");
    assertThat(record.program()).isEmpty();
    assertThat(record.message()).startsWith("CEF:0|Acme|");
    assertThat(record.fields().asMap())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("cefVersion", "0"),
                Map.entry("deviceVendor", "Acme"),
                Map.entry("deviceProduct", "Fire"),
                Map.entry("deviceVersion", "1.0"),
                Map.entry("deviceEventClassId", "100"),
                Map.entry("name", "Port scan"),
                Map.entry("severity", "8"),
                Map.entry("src", "192.0.2.1"),
                Map.entry("dst", "198.51.100.2"),
                Map.entry("spt", "1232"),
                Map.entry("msg", "ten ports in a second"),
                Map.entry("act", "blocked")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<134>1 2026-03-01T07:28:03Z fw1 app - - - CEF:0|A|B|1|2|n|3|src=192.0.2.1",
        "2026-03-01T07:28:03Z fw1 CEF:0|A|B|1|2|n|3|src=192.0.2.1",
        "Mar  1 07:28:03 CEF:0|A|B|1|2|n|3|src=192.0.2.1",
        "CEF:0|A|B|1|2|n|3|src=192.0.2.1",
        "<134>Mar  1 07:28:03 fw1 LEEF:1.0|A|B|1|2|src=192.0.2.1\tdst=198.51.100.2",
        "LEEF:2.0|A|B|1|2|^|cat=x^src=192.0.2.1",
      })
  void whateverStandsBeforeIt(String line) {
    LogRecord record = read(line);

    assertThat(record.failure()).isEmpty();
    assertThat(record.field("src")).contains("192.0.2.1");
    assertThat(record.field("deviceVendor")).contains("A");
  }

  @Test
  void backslashesProtectWhatWouldEndSomething() {
    LogRecord record =
        read(
            "CEF:0|a\\|b|c\\\\d|1|2|n|3|msg=a\\=b\\nc \\x filePath=C:\\\\d request=http://h/?q=1&r=2");

    assertThat(record.field("deviceVendor")).contains("a|b");
    assertThat(record.field("deviceProduct")).contains("c\\d");
    assertThat(record.field("msg")).contains("a=b\nc \\x");
    assertThat(record.field("filePath")).contains("C:\\d");
    assertThat(record.field("request")).contains("http://h/?q=1&r=2");
  }

  @Test
  void theirOwnTimeCountsWhereThereIsNoOther() {
    assertThat(read("CEF:0|A|B|1|2|n|3|src=x rt=1772350083250").timestamp())
        .isEqualTo(Instant.ofEpochMilli(1_772_350_083_250L));
    assertThat(read("LEEF:1.0|A|B|1|2|devTime=1772350083250\tsrc=x").timestamp())
        .isEqualTo(Instant.ofEpochMilli(1_772_350_083_250L));
    assertThat(read("CEF:0|A|B|1|2|n|3|src=x").flags()).contains(Flag.TIME_FALLBACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CEF:0|A|B|1", "LEEF:1.0|A|B|1|2", "LEEF:2.0|A"})
  void aHeaderThatIsNotWholeIsMalformed(String line) {
    assertThat(read(line).failure()).contains(ParseFailure.MALFORMED);
    assertThat(read(line).message()).isEqualTo(line);
    assertThat(read(line).fields().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x5E", "0x5e", "^"})
  void leefNamesWhatIsBetweenItsPairs(String delimiter) {
    LogRecord record = read("LEEF:2.0|A|B|1|2|" + delimiter + "|msg=a\tb=c^usrName=root");

    assertThat(record.field("msg")).contains("a\tb=c");
    assertThat(record.field("usrName")).contains("root");
    assertThat(record.field("eventId")).contains("2");
  }

  @Test
  void leefWithoutItsDelimiterHasTabs() {
    assertThat(read("LEEF:2.0|A|B|1|2|src=192.0.2.1\tmsg=x|y").field("msg")).contains("x|y");
    assertThat(read("LEEF:2.0|A|B|1|2||src=192.0.2.1\tmsg=x").field("src")).contains("192.0.2.1");
  }

  @Test
  void theStructuredDataBeforeItStays() {
    LogRecord record = read("<13>1 - h app - ID47 [a b=\"c\"] CEF:0|A|B|1|2|n|3|src=x");

    assertThat(record.field("msgid")).contains("ID47");
    assertThat(record.field("sd.a.b")).contains("c");
    assertThat(record.field("src")).contains("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CEF:0|A|B|1|2|n|3|msg=x deviceVendor=C severity=7 cefVersion=9 act=y",
        "LEEF:1.0|A|B|1|2|msg=x\tdeviceVendor=C\teventId=7\tleefVersion=9\tact=y"
      })
  void noPairSpeaksForTheHeader(String line) {
    LogRecord record = read(line);

    assertThat(record.field("deviceVendor")).contains("A");
    assertThat(record.fields().asMap()).doesNotContainValue("7").doesNotContainValue("9");
    assertThat(record.field("msg")).contains("x");
    assertThat(record.field("act")).contains("y");
  }

  @Test
  void otherProgramsMayBeginLikeThat() {
    LogRecord record = read("<13>Mar  1 07:28:03 h CEF: a program of that name");

    assertThat(record.program()).contains("CEF");
    assertThat(record.fields().isEmpty()).isTrue();
  }

  /** What is written as the standard says comes back, whatever it is. */
  @Property
  void cefGivesBackWhatWasWritten(@ForAll("pairs") Map<String, String> pairs) {
    StringBuilder line = new StringBuilder("CEF:0|v|p|1|2|n|3|");
    pairs.forEach(
        (name, value) ->
            line.append(name)
                .append('=')
                .append(
                    value
                        .replace("\\", "\\\\")
                        .replace("=", "\\=")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r"))
                .append(' '));
    Map<String, Object> read = new LinkedHashMap<>(read(line.toString()).fields().asMap());
    read.keySet().removeIf(name -> !pairs.containsKey(name));

    assertThat(read).isEqualTo(pairs);
  }

  @Provide
  Arbitrary<Map<String, String>> pairs() {
    Arbitrary<String> names = Arbitraries.of("src", "cs1Label", "cs1", "msg", "a.b", "x_y", "q[0]");
    // A value cannot end in a blank: it would belong to what is between the pairs.
    Arbitrary<String> values =
        Arbitraries.strings().withChars("ab =|\\\n\rä.").ofMaxLength(12).map(String::strip);
    return Arbitraries.maps(names, values).ofMinSize(1).ofMaxSize(6);
  }
}

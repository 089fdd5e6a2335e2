package io.correlator.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowsJsonFormatTest {
  private static final String SYSTEM =
      """
      "System": {
        "Provider": {"#attributes": {"Name": "Service Control Manager", "Guid": "{1-2}"}},
        "EventID": %s,
        "Level": 3,
        "TimeCreated": {"#attributes": {"SystemTime": "2026-03-01T07:28:03.1234567Z"}},
        "Correlation": null,
        "Execution": {"#attributes": {"ProcessID": 812, "ThreadID": 3}},
        "Channel": "System",
        "Computer": "ws1.example.org",
        "Security": {"#attributes": {"UserID": "S-1-5-18"}}
      }
      """;

  private static LogRecord read(String line) {
    return Line.read(new WindowsJsonFormat(), line);
  }

  private static LogRecord event(String id, String rest) {
    return read("{\"Event\": {" + SYSTEM.formatted(id) + rest + "}}");
  }

  @Test
  void findsTheHeaderInTheSystemPart() {
    LogRecord record = event("7045", "");

    assertThat(record.failure()).isEmpty();
    assertThat(record.timestamp()).isEqualTo(Instant.parse("2026-03-01T07:28:03.123Z"));
    assertThat(record.host()).contains("ws1.example.org");
    assertThat(record.program()).contains("Service Control Manager");
    assertThat(record.processId()).contains("812");
    assertThat(record.severity()).contains(Severity.WARNING);
  }

  @Test
  void namesTheSystemPartAsRulesDo() {
    Fields fields = event("7045", "").fields();

    assertThat(fields.number("EventID")).contains(7045L);
    assertThat(fields.text("Channel")).contains("System");
    assertThat(fields.text("Computer")).contains("ws1.example.org");
    assertThat(fields.text("Provider_Name")).contains("Service Control Manager");
    assertThat(fields.text("Provider_Guid")).contains("{1-2}");
    assertThat(fields.number("Execution_ProcessID")).contains(812L);
    assertThat(fields.text("Security_UserID")).contains("S-1-5-18");
    assertThat(fields.has("Correlation")).isTrue();
    assertThat(fields.get("Correlation")).isEmpty();
  }

  @Test
  void takesTheNumberOfAnEventWithQualifiers() {
    Fields fields =
        event("{\"#attributes\": {\"Qualifiers\": 16384}, \"#text\": 7045}", "").fields();

    assertThat(fields.number("EventID")).contains(7045L);
    assertThat(fields.number("EventID_Qualifiers")).contains(16384L);
  }

  @Test
  void givesTheDataByItsNamesWithoutBlanks() {
    Fields fields =
        event("1", ", \"EventData\": {\"Image\": \"C:\\\\a.exe\", \"Threat Name\": null}").fields();

    assertThat(fields.text("Image")).contains("C:\\a.exe");
    assertThat(fields.has("ThreatName")).isTrue();
  }

  @Test
  void letsNothingInAnEventSayWhatTheSystemSays() {
    Fields fields =
        event(
                "104",
                ", \"UserData\": {\"LogFileCleared\": {\"#attributes\": {\"xmlns\": \"x\"},"
                    + " \"Channel\": \"Application\", \"SubjectUserName\": \"eve\"}}")
            .fields();

    assertThat(fields.text("Channel")).contains("System");
    assertThat(fields.text("UserData.Channel")).contains("Application");
    assertThat(fields.text("SubjectUserName")).contains("eve");
  }

  @Test
  void givesDataWithoutNamesAsDataAndWithNamesByThose() {
    assertThat(event("1", ", \"EventData\": {\"Data\": \"x\"}").fields().get("Data")).contains("x");
    assertThat(event("1", ", \"EventData\": {\"Data\": [\"x\", \"y\"]}").fields().get("Data"))
        .contains(List.of("x", "y"));
    Fields named =
        event(
                "1",
                ", \"EventData\": {\"Data\": [{\"@Name\": \"Image\", \"#text\": \"a\"},"
                    + "{\"#attributes\": {\"Name\": \"User\"}, \"#text\": \"b\"}]}")
            .fields();
    assertThat(named.text("Image")).contains("a");
    assertThat(named.text("User")).contains("b");
    assertThat(named.has("Data")).isFalse();
  }

  @Test
  void readsAFlatEventWithTheSameNames() {
    LogRecord record =
        read(
            "{\"EventTime\":\"2026-03-01 08:28:03\",\"Hostname\":\"ws1\",\"EventID\":4688,"
                + "\"SourceName\":\"Microsoft-Windows-Security-Auditing\",\"Channel\":\"Security\","
                + "\"EventType\":\"AUDIT_SUCCESS\",\"Message\":\"A process.\\r\\nMore\"}");

    assertThat(record.host()).contains("ws1");
    assertThat(record.program()).contains("Microsoft-Windows-Security-Auditing");
    assertThat(record.message()).isEqualTo("A process.\r\nMore");
    assertThat(record.fields().text("Computer")).contains("ws1");
    assertThat(record.fields().text("Provider_Name"))
        .contains("Microsoft-Windows-Security-Auditing");
    assertThat(record.fields().text("EventType")).contains("AUDIT_SUCCESS");
  }

  @Test
  void leavesOtherObjectsAsTheyAre() {
    assertThat(read("{\"Event\":\"x\",\"EventID\":1}").fields().names())
        .containsExactly("Event", "EventID");
  }

  @Test
  void survivesEventsOfAnyOtherShape() {
    for (String data :
        List.of("null", "1", "\"x\"", "[]", "[[1]]", "{\"Data\":{}}", "{\"Data\":[{}]}")) {
      assertThat(event("1", ", \"EventData\": " + data).fields().number("EventID")).contains(1L);
      assertThat(event("1", ", \"UserData\": " + data).fields().number("EventID")).contains(1L);
      assertThat(event(data, "").fields().has("Channel")).isTrue();
    }
  }
}

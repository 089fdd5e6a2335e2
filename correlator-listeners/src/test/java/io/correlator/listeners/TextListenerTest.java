package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Printable;
import io.correlator.api.Severity;
import io.correlator.api.config.Config;
import io.correlator.listeners.TextListener.Colour;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextListenerTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir Path folder;

  @Test
  void writesOneLinePerEvent() throws Exception {
    run(plain(), Samples.summary("198.51.100.7: 5 failed logins within 5m"));
    assertThat(written())
        .isEqualTo(
            "2026-03-01 07:28:03Z  ERROR      sshd  SshLoginTriesExceeded  "
                + "198.51.100.7: 5 failed logins within 5m\n");
  }

  @Test
  void alignsColumnsWithTheLinesBefore() throws Exception {
    run(
        plain(),
        event("engine", "LongerType", Severity.EMERGENCY),
        event("sshd", "Short", Severity.INFO));
    assertThat(written())
        .isEqualTo(
            """
            2026-03-01 07:28:03Z  EMERGENCY  engine  LongerType  s
            2026-03-01 07:28:03Z  INFO       sshd    Short       s
            """);
  }

  @Test
  void aVeryLongTypeDoesNotWidenTheLinesAfterIt() throws Exception {
    run(plain(), event("sshd", "T".repeat(100), Severity.INFO), event("sshd", "T", Severity.INFO));
    assertThat(written().lines().skip(1).findFirst())
        .hasValue("2026-03-01 07:28:03Z  INFO       sshd  T" + " ".repeat(31) + "  s");
  }

  @ParameterizedTest
  @EnumSource(Severity.class)
  void hasNoEscapeSequencesUnlessAskedFor(Severity severity) throws Exception {
    run(plain(), event("sshd", "x", severity));
    assertThat(written()).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({"CRITICAL,1;31", "ERROR,31", "WARNING,33", "NOTICE,36", "DEBUG,2"})
  void coloursTheSeverity(Severity severity, String code) throws Exception {
    run(TextListener.to(out, Colour.ANSI), event("sshd", "x", severity));
    assertThat(written()).contains("\u001b[" + code + "m" + severity.name() + "\u001b[0m ");
  }

  @Test
  void showsEvidenceBelowIfAskedFor() throws Exception {
    TextListener listener = TextListener.builder().stream(out).evidence(true).build();
    byte[] bytes = "second".getBytes(StandardCharsets.UTF_8);
    run(
        listener,
        Samples.emitted(
            Event.error("x")
                .evidence(Samples.record("first"))
                .evidence(Samples.record(bytes, "udp", 0))));
    assertThat(written().lines().skip(1))
        .containsExactly("    auth.log:123  first", "    udp@4096  second");
  }

  @Test
  void showsTheMessageBelowIfAskedFor() throws Exception {
    TextListener listener = TextListener.builder().stream(out).message(true).build();
    EmittedEvent event =
        Samples.summary("short")
            .withMessage((it, format) -> Optional.of(format + " of\n\n\u001b[31m" + it.type()));
    run(listener, event);
    assertThat(written().lines().skip(1))
        .containsExactly("    text of", "    ", "    \\u001b[31mSshLoginTriesExceeded");
  }

  @Test
  void showsNoMessageUnlessAskedFor() throws Exception {
    run(plain(), Samples.summary("short").withMessage((it, format) -> Optional.of("long")));
    assertThat(written()).doesNotContain("long");
  }

  @Test
  void hostileTextStaysOneLineAndSteersNothing() throws Exception {
    TextListener listener = TextListener.builder().stream(out).evidence(true).build();
    byte[] bytes = Samples.HOSTILE.getBytes(StandardCharsets.UTF_8);
    Event event =
        Event.error(Samples.HOSTILE)
            .summary(Samples.HOSTILE)
            .evidence(Samples.record(bytes, Samples.HOSTILE, 1))
            .build();
    run(listener, EmittedEvent.causedByTime(Samples.TIME, Samples.HOSTILE, event, 0));
    assertThat(written().lines())
        .hasSize(2)
        .allMatch(line -> line.codePoints().allMatch(Printable::isShown));
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 1970-01-01 00:00:00Z",
    "0099-12-31T23:59:59.999Z, 0099-12-31 23:59:59Z",
    "1969-12-31T23:59:59.5Z, 1969-12-31 23:59:59Z",
    "+10000-01-01T00:00:00Z, 10000-01-01 00:00:00Z",
    "-0001-01-01T00:00:00Z, -1-01-01 00:00:00Z"
  })
  void writesAnyTime(Instant time, String expected) throws Exception {
    run(plain(), Samples.emitted(Event.error("x").timestamp(time)));
    assertThat(written()).startsWith(expected + "  ");
  }

  @Test
  void appendsToAFile() throws Exception {
    Path file = folder.resolve("events.txt");
    Files.writeString(file, "torn");
    run(TextListener.into(file), Samples.summary("x"));
    assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("torn");
  }

  @Test
  void readsItsOptions() throws Exception {
    Config config = Config.of(Map.of("colour", "ansi", "evidence", "yes", "least", "error"));
    TextListener listener = plain().configure(config);
    run(listener, Samples.emitted(Event.error("x").evidence(Samples.record("line"))));
    assertThat(config.problems()).isEmpty();
    assertThat(listener.interest().least()).isEqualTo(Severity.ERROR);
    assertThat(written()).contains("\u001b[31m", "    auth.log:123  line\n");
  }

  private TextListener plain() {
    return TextListener.to(out, Colour.NONE);
  }

  private static EmittedEvent event(String origin, String type, Severity severity) {
    Event event = Event.builder(type).severity(severity).summary("s").build(Samples.TIME);
    return EmittedEvent.causedByTime(Samples.TIME, origin, event, 0);
  }

  private static void run(TextListener listener, EmittedEvent... events) throws Exception {
    listener.open();
    for (EmittedEvent event : events) {
      listener.accept(event);
    }
    listener.close();
  }

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }
}

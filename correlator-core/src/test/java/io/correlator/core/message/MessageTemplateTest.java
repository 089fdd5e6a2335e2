package io.correlator.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.MessageFormat;
import io.correlator.api.Severity;
import io.correlator.core.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What templates are given, and what stops them. */
final class MessageTemplateTest {
  private static final Instant TIME = Instant.parse("2026-03-01T07:28:03Z");

  private static final EmittedEvent EVENT =
      EmittedEvent.causedByTime(
          TIME,
          "sshd",
          Event.error("Test")
              .summary("198.51.100.7 failed")
              .timestamp(TIME)
              .field("address", "198.51.100.7")
              .field("port", 54_321)
              .field("ratio", 0.25)
              .field("known", false)
              .field("first", TIME.minusMillis(1_500))
              .field("window", Duration.ofMinutes(5))
              .field("pause", Duration.ofNanos(1_500_000))
              .field("never", Instant.MAX)
              .field("names", List.of("root", "admin", "guest"))
              .field("geo", Fields.builder().put("country", "CH").put("a.b", 1).build())
              .evidence(Records.at(TIME.toEpochMilli(), "Failed password"))
              .build(),
          0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "${event.type} | Test",
        "${event.timestamp} | 2026-03-01T07:28:03Z",
        "${event.timestamp?string(\"dd.MM.yyyy HH:mm\")} | 01.03.2026 07:28",
        "${event.severity} | error",
        "${event.summary} | 198.51.100.7 failed",
        "${event.origin} | sshd",
        "${event.id?length} | 32",
        "${event.fields.port} | 54321",
        "${event.fields.port?string(\"0,000\")} | 54,321",
        "${event.fields.ratio} | 0.25",
        "${event.fields.known} | false",
        "${event.fields.first} | 2026-03-01T07:28:01.5Z",
        "${event.fields.window} | 300",
        "${event.fields.pause} | 0.0015",
        "${event.fields.never} | +1000000000-12-31T23:59:59.999999999Z",
        "${event.fields.geo.country} | CH",
        "${event.fields[\"geo.a.b\"]} | 1",
        "${event.fields?size} | 10",
        "${event.fields?keys?first} | address",
        "${event.fields.geo?values?join(\"+\")} | CH+1",
        "${event.fields.names?join(\", \")} | root, admin, guest",
        "${event.fields.names[0..*2]?join(\", \")} | root, admin",
        "${event.fields.names?sort?first} | admin",
        "<#list event.fields.names as name>${name?counter}:${name}<#sep>, </#list> | 1:root, 2:admin, 3:guest",
        "<#list event.fields.geo as name, value>${name}=${value};</#list> | country=CH;a.b=1;",
        "${event.evidence?size} | 1",
        "${event.evidence[0].raw} | Failed password",
        "${event.evidence[0].message} | Failed password",
        "${event.evidence[0].source}:${event.evidence[0].line} | test:1",
        "${event.evidence[0].host!\"nobody\"} | nobody",
        "${event.fields.nope!\"none\"} | none",
        "${event.fields.nope???then(\"there\", \"absent\")} | absent",
        "<#if event.fields.port gt 1024>high<#else>low</#if> | high",
        "<#switch event.severity><#case \"error\">act<#break><#default>relax</#switch> | act",
        "${\"ab\"?left_pad(5, \".\")} | ...ab",
        "https://example.org/?ip=${\"::1 &\"?url} | https://example.org/?ip=%3A%3A1%20%26",
      })
  void offersWhatTheEventSays(String source, String message) throws Exception {
    assertThat(render(MessageFormat.TEXT, source, EVENT)).isEqualTo(message);
  }

  @Test
  void keepsTheLinesOfTheTemplate() throws Exception {
    assertThat(render(MessageFormat.TEXT, "one\n\ttwo ${event.type}\n", EVENT))
        .isEqualTo("one\n\ttwo Test\n");
  }

  @Test
  void keepsTheMarkupOfTheTemplate() throws Exception {
    assertThat(render(MessageFormat.HTML, "<p title=\"a\">${\"<b>\"}</p>", EVENT))
        .isEqualTo("<p title=\"a\">&lt;b&gt;</p>");
  }

  @Test
  void failsWithPlaceAndNameIfAFieldIsMissing() throws Exception {
    MessageTemplate template = compile("one\n  ${event.fields.nope}");

    assertThatThrownBy(() -> template.render(EVENT))
        .isInstanceOf(RenderingException.class)
        .hasMessageStartingWith("line 2, column 5: ")
        .hasMessageContaining("event.fields.nope")
        .hasMessageNotContaining("\n");
  }

  @Test
  void isAtMost64KiBLong() throws Exception {
    MessageTemplate template =
        compile("<#list event.evidence as line>${\"\"?left_pad(512, \"ä\")}</#list>");

    assertThat(template.render(lines(64)))
        .satisfies(
            it -> assertThat(it.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSize(65_536));
    assertThatThrownBy(() -> template.render(lines(65)))
        .hasMessage("it is longer than 65,536 bytes");
  }

  @Test
  void stopsAfterManySteps() throws Exception {
    MessageTemplate template =
        compile(
            "<#list event.evidence as a><#list event.evidence as b></#list></#list>"
                + "${event.evidence?size}");

    assertThat(template.render(lines(100))).isEqualTo("100");
    assertThatThrownBy(() -> template.render(lines(400)))
        .hasMessage("it takes more than 100,000 steps");
  }

  @Test
  void survivesAnEventThatOverflowsTheStack() throws Exception {
    MessageTemplate template = compile("${event.fields.x}");

    assertThatThrownBy(() -> template.render(emitted(new Broken(new StackOverflowError()))))
        .isInstanceOf(RenderingException.class);
  }

  @Test
  void survivesAnEventThatThrows() throws Exception {
    MessageTemplate template = compile("${event.fields.x}");

    assertThatThrownBy(() -> template.render(emitted(new Broken(new IllegalStateException("no")))))
        .isInstanceOf(RenderingException.class)
        .hasMessage("no");
  }

  /** An event that does not do what events must. */
  private record Broken(Throwable thrown) implements Event {
    @Override
    public Instant timestamp() {
      return TIME;
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String summary() {
      return "broken";
    }

    @Override
    public Fields fields() {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  private static EmittedEvent lines(int count) {
    LogRecord line = Records.at(TIME.toEpochMilli(), "line");
    return emitted(
        Event.error("Test").evidence(Collections.nCopies(count, line)).timestamp(TIME).build());
  }

  private static EmittedEvent emitted(Event event) {
    return EmittedEvent.causedByTime(TIME, "test", event, 0);
  }

  private static MessageTemplate compile(String source) throws RefusedException {
    return TemplateCompiler.compile("Test.txt.ftl", MessageFormat.TEXT, source);
  }

  private static String render(MessageFormat format, String source, EmittedEvent event)
      throws Exception {
    return TemplateCompiler.compile("Test", format, source).render(event);
  }
}

package io.correlator.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freemarker.template.Configuration;
import freemarker.template.Template;
import io.correlator.api.EmittedEvent;
import io.correlator.api.MessageFormat;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What stood in a log is shown as it stood there, and nothing else happens. */
final class HostileDataTest {
  /** Where an attacker's text may come out. */
  private static final List<String> PLACES =
      List.of(
          "${event.summary}",
          "${event.fields.user}",
          "${event.fields[\"user\"]}",
          "${event.fields.nested.deep}",
          "${event.fields.nested.list[0]}",
          "<#list event.fields.nested.list as it>${it}</#list>",
          "<#list event.fields as name, value><#if value?is_string && value == \"named\">${name}</#if></#list>",
          "${event.fields?keys?last}",
          "${event.evidence[0].message}",
          "${event.evidence[0].host!event.summary}",
          "${event.evidence[0].program!event.summary}",
          "${event.evidence[0].source}",
          "${event.evidence[0].fields.said}",
          "<#list event.evidence as line><#compress>${line.message}</#compress></#list>",
          "${event.fields.nope!event.summary}",
          "${(event.summary == \"x\")?then(\"\", event.summary)}",
          "<#switch event.summary><#case \"x\">no<#break><#default>${event.summary}</#switch>");

  static List<String> places() {
    return PLACES;
  }

  @Test
  void thereAreEnoughOfThem() {
    assertThat(Hostile.PAYLOADS).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("places")
  void textShowsThemAsTheyAre(String place) throws Exception {
    for (String payload : Hostile.PAYLOADS) {
      assertThat(render(MessageFormat.TEXT, place, payload)).isEqualTo(shown(payload));
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void htmlShowsThemAsTheyAre(String place) throws Exception {
    for (String payload : Hostile.PAYLOADS) {
      assertThat(render(MessageFormat.HTML, place, payload)).isEqualTo(inHtml(shown(payload)));
    }
  }

  @ParameterizedTest
  @EnumSource(MessageFormat.class)
  void aWholeLineIsShownUpToALimit(MessageFormat format) throws Exception {
    for (String payload : Hostile.PAYLOADS) {
      String line = shown(payload + payload + payload);
      assertThat(render(format, "${event.evidence[0].raw}", payload))
          .isEqualTo(format == MessageFormat.HTML ? inHtml(line) : line);
    }
  }

  @Test
  void joiningAndCuttingThemChangesNothing() throws Exception {
    for (String payload : Hostile.PAYLOADS) {
      assertThat(render(MessageFormat.HTML, "${\"<b>\" + event.summary + \"</b>\"}", payload))
          .isEqualTo("&lt;b&gt;" + inHtml(shown(payload)) + "&lt;/b&gt;");
      assertThat(render(MessageFormat.HTML, "${event.summary[0..*3]}", payload))
          .isEqualTo(inHtml(escaped(payload.substring(0, 3))));
    }
  }

  @Test
  void halvesOfPairsAreEscaped() throws Exception {
    assertThat(render(MessageFormat.TEXT, "${event.summary}", "a\ud83db\ude00"))
        .isEqualTo("a\\ud83db\\ude00");
  }

  @Test
  void aSummaryThatStandsInForAMessageIsEscapedToo() {
    for (String payload : Hostile.PAYLOADS) {
      EmittedEvent event = Hostile.event(payload);
      assertThat(MessageTemplate.plain(event, MessageFormat.TEXT)).isEqualTo(shown(payload));
      assertThat(MessageTemplate.plain(event, MessageFormat.HTML))
          .isEqualTo(inHtml(shown(payload)));
    }
  }

  /** Would all this be seen? With FreeMarker as it comes, it is. */
  @Test
  void anUnsafeLanguageIsCaught() throws Exception {
    String payload = "<b>${7*7}</b>";

    String evaluated =
        unsafe("<#assign t = event.summary?interpret><@t/>", Map.of("summary", payload));
    String unescaped = unsafe("${event.summary}", Map.of("summary", payload));

    assertThat(evaluated).isEqualTo("<b>49</b>");
    assertThatThrownBy(() -> assertThat(evaluated).isEqualTo(inHtml(shown(payload))))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> assertThat(unescaped).isEqualTo(inHtml(shown(payload))))
        .isInstanceOf(AssertionError.class);
  }

  private static String unsafe(String source, Map<String, String> event) throws Exception {
    Configuration asItComes = new Configuration(Configuration.VERSION_2_3_35);
    StringWriter out = new StringWriter();
    new Template("unsafe", source, asItComes).process(Map.of("event", event), out);
    return out.toString();
  }

  private static String render(MessageFormat format, String source, String payload)
      throws Exception {
    return TemplateCompiler.compile("Test", format, source).render(Hostile.event(payload));
  }

  /** Written anew, so that it does not share the mistakes of what is tested. */
  private static String shown(String payload) {
    int limit = 4_096;
    if (payload.length() <= limit) {
      return escaped(payload);
    }
    return escaped(payload.substring(0, limit)) + "... [" + (payload.length() - limit) + " more]";
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              String character = new String(Character.toChars(c));
              if (character.matches("\\p{Cc}|\\p{Cf}|\\p{Zl}|\\p{Zp}|\\p{Cs}")) {
                character
                    .chars()
                    .forEach(unit -> out.append("\\u").append(String.format("%04x", unit)));
              } else {
                out.append(character);
              }
            });
    return out.toString();
  }

  private static String inHtml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}

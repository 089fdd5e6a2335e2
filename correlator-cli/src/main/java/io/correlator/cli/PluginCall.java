package io.correlator.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A plug-in as named on the command line: {@code NAME[,key=value...]}. A comma that belongs to a
 * value is written {@code \,}.
 *
 * @param name of the plug-in
 * @param options in the order given
 */
record PluginCall(String name, Map<String, String> options) {
  private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

  /** Reads one; adds to {@code mistakes} and is empty if that cannot be done. */
  static Optional<PluginCall> parse(String option, String text, List<String> mistakes) {
    String[] parts = COMMA.split(text, -1);
    Map<String, String> options = new LinkedHashMap<>();
    boolean good = true;
    if (parts[0].isBlank()) {
      mistakes.add("%s '%s': begins with the name of a plug-in".formatted(option, text));
      good = false;
    }
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].replace("\\,", ",");
      int equals = part.indexOf('=');
      if (equals < 1) {
        mistakes.add("%s '%s': write '%s' as key=value".formatted(option, text, part));
        good = false;
      } else if (options.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
        mistakes.add(
            "%s '%s': '%s' is given twice".formatted(option, text, part.substring(0, equals)));
        good = false;
      }
    }
    return good ? Optional.of(new PluginCall(parts[0].strip(), options)) : Optional.empty();
  }
}

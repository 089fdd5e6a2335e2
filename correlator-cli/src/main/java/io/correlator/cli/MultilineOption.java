package io.correlator.cli;

import io.correlator.api.source.RecordFormat;
import io.correlator.rules.detection.LinearRegex;
import io.correlator.sources.format.LineStart;
import io.correlator.sources.format.MultilineFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which lines make one record. */
final class MultilineOption {
  private static final String NAME = "--multiline";
  private static final String START = "start=";

  /** What tells how a line begins stands within so many bytes of it. */
  private static final int LOOKED_AT = 1024;

  @Option(
      names = NAME,
      paramLabel = "traces|headers|start=REGEX",
      description =
          "Which lines go on with the record before: stack traces and what is indented; all in which"
              + " the format finds no header; or all in which REGEX is not found.")
  private @Nullable String how;

  /** The format, whose records may have several lines if the option says so. */
  RecordFormat over(RecordFormat format, List<String> mistakes) {
    String wanted = how;
    if (wanted == null) {
      return format;
    }
    if (wanted.startsWith(START)) {
      return startingWith(wanted.substring(START.length()), format, mistakes);
    }
    return switch (wanted) {
      case "traces" -> MultilineFormat.traces(format);
      case "headers" -> MultilineFormat.headers(format);
      default -> {
        mistakes.add(
            "%s: cannot read '%s': write traces, headers or start=REGEX".formatted(NAME, wanted));
        yield format;
      }
    };
  }

  private static RecordFormat startingWith(
      String expression, RecordFormat format, List<String> mistakes) {
    try {
      return MultilineFormat.startingWith(format, start(LinearRegex.compile(expression, Set.of())));
    } catch (IllegalArgumentException e) {
      mistakes.add(
          "%s: the expression cannot be used: %s; RE2 syntax is needed, such as start=^\\d{4}-"
              .formatted(NAME, e.getMessage()));
      return format;
    }
  }

  private static LineStart start(LinearRegex expression) {
    return (block, from, to) -> {
      int length = Math.min(to - from, LOOKED_AT);
      return expression.isFoundIn(new String(block, from, length, StandardCharsets.UTF_8));
    };
  }
}

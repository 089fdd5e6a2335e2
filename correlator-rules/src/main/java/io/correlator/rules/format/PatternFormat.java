package io.correlator.rules.format;

import com.google.re2j.Matcher;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.rules.format.LinePattern.Group;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A format that is written as patterns. Immutable; may be used by any thread. */
final class PatternFormat implements RecordFormat {
  private final String name;
  private final String description;
  private final List<LinePattern> patterns;
  private final Parts parts;

  /**
   * What groups are beside fields.
   *
   * @param time the groups that make the time, with a blank between them; none if lines have no
   *     time
   * @param severities what the texts of levels mean, in lower case
   */
  record Parts(
      List<String> time,
      LineTime lineTime,
      Optional<String> severity,
      Map<String, Severity> severities,
      Optional<String> host,
      Optional<String> program,
      Optional<String> processId,
      Optional<String> message) {
    Parts {
      time = List.copyOf(time);
      severities = Map.copyOf(severities);
    }

    /** Groups that are no fields. */
    Set<String> names() {
      Set<String> names = new HashSet<>(time);
      for (Optional<String> each : List.of(severity, host, program, processId, message)) {
        each.ifPresent(names::add);
      }
      return names;
    }
  }

  PatternFormat(String name, String description, Collection<LinePattern> patterns, Parts parts) {
    this.name = name;
    this.description = description;
    this.patterns = List.copyOf(patterns);
    this.parts = parts;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  List<LinePattern> patterns() {
    return patterns;
  }

  Parts parts() {
    return parts;
  }

  @Override
  public RecordParser open(FormatContext context) {
    return new PatternParser(this, context);
  }

  @Override
  public Fields fields(LogRecord record) {
    if (record.failure().isPresent()) {
      return Fields.empty();
    }
    byte[] line = record.rawSlice().toByteArray();
    Optional<Object> note = record.note();
    if (note.isPresent() && note.get() instanceof Match match && match.format() == this) {
      return fields(line, patterns.get(match.pattern()), match.spans());
    }
    return match(line)
        .map(match -> fields(line, patterns.get(match.pattern()), match.spans()))
        .orElse(Fields.empty());
  }

  /**
   * How a line was found to be written, so that it need not be found again.
   *
   * @param spans where each group begins and ends in the line, in order; what begins below 0 did
   *     not take part. Never written to
   */
  @SuppressWarnings("ArrayRecordComponent") // Made once for a line, and read by the format only.
  record Match(PatternFormat format, int pattern, int[] spans) {}

  /** By which pattern a line is written, the first one that fits, and where its groups are. */
  Optional<Match> match(byte[] line) {
    for (int i = 0; i < patterns.size(); i++) {
      Matcher matcher = patterns.get(i).matcher(line);
      if (matcher.matches()) {
        List<Group> groups = patterns.get(i).groups();
        int[] spans = new int[2 * groups.size()];
        for (int g = 0; g < groups.size(); g++) {
          spans[2 * g] = matcher.start(groups.get(g).number());
          spans[2 * g + 1] = matcher.end(groups.get(g).number());
        }
        return Optional.of(new Match(this, i, spans));
      }
    }
    return Optional.empty();
  }

  private Fields fields(byte[] line, LinePattern pattern, int[] spans) {
    Set<String> taken = parts.names();
    Fields.Builder fields = Fields.builder();
    for (int g = 0; g < pattern.groups().size(); g++) {
      Group group = pattern.groups().get(g);
      if (spans[2 * g] >= 0 && !taken.contains(group.name()) && !fields.has(group.name())) {
        int from = spans[2 * g];
        String text = new String(line, from, spans[2 * g + 1] - from, StandardCharsets.UTF_8);
        fields.put(group.name(), value(text, group.kind()));
      }
    }
    return fields.build();
  }

  /** What cannot be a number stays text. */
  private static Object value(String text, LinePattern.Kind kind) {
    try {
      return switch (kind) {
        case TEXT -> text;
        case INT -> Long.parseLong(text);
        case FLOAT -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      return text;
    }
  }
}

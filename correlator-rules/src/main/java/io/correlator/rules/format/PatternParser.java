package io.correlator.rules.format;

import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.Severity;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordParser;
import io.correlator.rules.format.LinePattern.Group;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the parts of lines by the patterns of a format. For one thread. */
final class PatternParser implements RecordParser {
  /** Facility 1: what programs of users say. */
  private static final int USER_LEVEL = 8;

  private final PatternFormat format;
  private final FormatContext context;

  /** Many lines are written in the same second. */
  private String lastTime = "";

  private LineTime.Found lastFound = LineTime.Found.failed(ParseFailure.BAD_TIMESTAMP);

  PatternParser(PatternFormat format, FormatContext context) {
    this.format = format;
    this.context = context;
  }

  @Override
  public void parse(byte[] block, int from, int to, RecordHeader header) {
    read(block, from, to, header).ifPresent(header::failed);
  }

  /** Reads a line, and says why that failed if it did. */
  Optional<ParseFailure> read(byte[] block, int from, int to, RecordHeader header) {
    byte[] line = Arrays.copyOfRange(block, from, to);
    Optional<PatternFormat.Match> found = format.match(line);
    if (found.isEmpty()) {
      return Optional.of(whyNot(line));
    }
    Line read = new Line(line, from, found.get());
    PatternFormat.Parts parts = format.parts();
    if (!parts.time().isEmpty()) {
      LineTime.Found time = time(read, parts);
      if (time.failure().isPresent()) {
        return time.failure();
      }
      if (time.isExact()) {
        header.timestamp(time.epochMilli());
      } else {
        header.approximateTimestamp(time.epochMilli(), time.laterBy());
      }
    }
    parts.severity().flatMap(read::text).ifPresent(text -> severity(text, parts, header));
    note(read, parts, header);
    header.note(found.get());
    return Optional.empty();
  }

  private static ParseFailure whyNot(byte[] line) {
    boolean blank = true;
    for (byte b : line) {
      if (b == 0) {
        return ParseFailure.BINARY;
      }
      blank &= b >= 0 && b <= ' ';
    }
    return blank ? ParseFailure.EMPTY : ParseFailure.UNRECOGNISED;
  }

  private LineTime.Found time(Line line, PatternFormat.Parts parts) {
    StringBuilder joined = new StringBuilder();
    for (String group : parts.time()) {
      joined.append(joined.isEmpty() ? "" : " ").append(line.text(group).orElse(""));
    }
    String text = joined.toString();
    if (!text.equals(lastTime)) {
      lastFound = parts.lineTime().read(text, context.zone(), context.reference());
      lastTime = text;
    }
    return lastFound;
  }

  private static void severity(String text, PatternFormat.Parts parts, RecordHeader header) {
    Severity severity = parts.severities().get(text.toLowerCase(Locale.ROOT));
    if (severity != null) {
      header.priority(USER_LEVEL + severity.code());
    }
  }

  private static void note(Line line, PatternFormat.Parts parts, RecordHeader header) {
    int host = line.word(parts.host());
    if (host >= 0) {
      header.host(line.from(host), line.to(host));
    }
    int program = line.word(parts.program());
    if (program >= 0) {
      header.program(line.from(program), line.to(program));
    }
    int processId = line.word(parts.processId());
    if (processId >= 0) {
      header.processId(line.from(processId), line.to(processId));
    }
    int message = line.group(parts.message());
    header.message(message < 0 ? line.begin() : line.from(message));
  }

  /** A line that is written by a pattern. Positions are those in the block. */
  private final class Line {
    private final byte[] bytes;
    private final int begin;
    private final int[] spans;
    private final List<Group> groups;

    Line(byte[] bytes, int begin, PatternFormat.Match match) {
      this.bytes = bytes;
      this.begin = begin;
      this.spans = match.spans();
      this.groups = format.patterns().get(match.pattern()).groups();
    }

    int begin() {
      return begin;
    }

    int from(int group) {
      return begin + spans[2 * group];
    }

    int to(int group) {
      return begin + spans[2 * group + 1];
    }

    /** The first group of this name that took part, or -1. */
    int group(Optional<String> name) {
      for (int g = 0; name.isPresent() && g < groups.size(); g++) {
        if (spans[2 * g] >= 0 && groups.get(g).name().equals(name.get())) {
          return g;
        }
      }
      return -1;
    }

    /** The same if it is one word: what else is in it could be anybody's. */
    int word(Optional<String> name) {
      int group = group(name);
      for (int i = group < 0 ? 0 : spans[2 * group]; group >= 0 && i < spans[2 * group + 1]; i++) {
        if ((bytes[i] >= 0 && bytes[i] <= ' ') || bytes[i] == 0x7f) {
          return -1;
        }
      }
      return group;
    }

    Optional<String> text(String name) {
      int group = group(Optional.of(name));
      return group < 0
          ? Optional.empty()
          : Optional.of(
              new String(
                  bytes,
                  spans[2 * group],
                  spans[2 * group + 1] - spans[2 * group],
                  StandardCharsets.UTF_8));
    }
  }
}

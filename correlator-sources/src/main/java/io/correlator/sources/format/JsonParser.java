package io.correlator.sources.format;

import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordParser;
import io.correlator.sources.format.JsonNames.Name;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads values as {@link JsonFormat} describes them. For one thread. */
final class JsonParser implements RecordParser, JsonScanner.Members {
  private static final int UNRANKED = Integer.MAX_VALUE;

  /** The facility of what users' programs say (RFC 5424, table 1), times eight. */
  private static final int USER_LEVEL = 8;

  private static final byte[] NO_BYTES = new byte[0];

  private final JsonScanner scanner = new JsonScanner(this);
  private final IsoTimestamp zoned;
  private final IsoTimestamp utc;

  /** What the open objects are, by depth. */
  private final int[] objects = new int[JsonScanner.DEEPEST + 2];

  // What was found so far, and the rank of the name it was found by.
  private byte[] bytes = NO_BYTES;
  private int timeRank;
  private long time;
  private int laterBy;
  private int hostRank;
  private int hostFrom;
  private int hostTo;
  private int programRank;
  private int programFrom;
  private int programTo;
  private int processIdRank;
  private int processIdFrom;
  private int processIdTo;
  private int messageRank;
  private int messageFrom;
  private int severityRank;
  private int severity;

  private final JsonWalk walk;

  JsonParser(FormatContext context, JsonShapes shapes) {
    this.walk = new JsonWalk(shapes, scanner, this);
    this.zoned = IsoTimestamp.lenient(new ZoneClock(context.zone()));
    this.utc = IsoTimestamp.lenient(new ZoneClock(ZoneOffset.UTC));
  }

  @Override
  public void parse(byte[] block, int from, int to, RecordHeader header) {
    begin(block);
    walk.forget();
    boolean whole = isRecord(block, from, to, header);
    note(header);
    if (whole) {
      noteText(header);
      walk.note(header, header.isPart() ? header.partFrom() : from);
    } else {
      int first = JsonScanner.afterBlanks(block, from, to);
      boolean begun = first < to && (block[first] == '{' || block[first] == '[');
      Failures.noHeader(
          block, from, to, header, begun ? ParseFailure.MALFORMED : ParseFailure.UNRECOGNISED);
    }
    bytes = NO_BYTES;
    walk.forget();
  }

  /**
   * Whether this is a value, or objects in a row or in a list: then the first one is the record.
   */
  private boolean isRecord(byte[] block, int from, int to, RecordHeader header) {
    int object = JsonList.firstObject(block, from, to);
    if (object == to) {
      return scanner.isValue(block, from, to);
    }
    int end = objectEnd(block, object, to);
    if (end == JsonScanner.BROKEN) {
      return false;
    }
    if (JsonScanner.afterBlanks(block, end, to) == to) {
      // Without the blanks before it, it is the same wherever reading goes on.
      if (object != from) {
        header.only(object, end, to);
      }
      return true;
    }
    int rest = JsonList.afterRecord(block, from, object, end, to);
    boolean separated = rest == to || block[rest] == '{';
    if (separated) {
      header.only(object, end, rest);
    }
    return separated;
  }

  /** Behind the object at {@code from}, whatever follows; broken if it is none. */
  private int objectEnd(byte[] block, int from, int to) {
    int end = walk.objectEnd(block, from, to);
    if (end != JsonScanner.BROKEN) {
      return end;
    }
    begin(block);
    boolean whole = scanner.isValue(block, from, to) || scanner.isComplete();
    return whole ? scanner.end() : JsonScanner.BROKEN;
  }

  private void begin(byte[] block) {
    bytes = block;
    objects[1] = JsonNames.UNKNOWN;
    timeRank = UNRANKED;
    hostRank = UNRANKED;
    programRank = UNRANKED;
    processIdRank = UNRANKED;
    messageRank = UNRANKED;
    severityRank = UNRANKED;
  }

  @Override
  public void open(int depth, int nameFrom, int nameTo) {
    if (depth == 0) {
      objects[1] = JsonNames.OUTERMOST;
      return;
    }
    @Nullable Name name =
        nameTo == 0 || objects[depth] == JsonNames.UNKNOWN
            ? null
            : JsonNames.find(objects[depth], bytes, nameFrom, nameTo);
    objects[depth + 1] = name == null ? JsonNames.UNKNOWN : name.inner();
  }

  @Override
  public void value(int depth, int nameFrom, int nameTo, int from, int to) {
    if (objects[depth] == JsonNames.UNKNOWN) {
      return;
    }
    @Nullable Name name = JsonNames.find(objects[depth], bytes, nameFrom, nameTo);
    if (name != null) {
      member(name, from, to, bytes[from - 1] == '"');
    }
  }

  /** What follows belongs to an object that {@link #open} was not told of. */
  void enter(int depth, int object) {
    objects[depth] = object;
  }

  /** A member that means something is a text, if it is quoted, a number, or nothing that counts. */
  void member(Name name, int from, int to, boolean quoted) {
    if (quoted || Digits.isDigit(bytes[from])) {
      take(name, from, to, quoted);
    }
  }

  /** A name that occurs twice counts where it stands last, as it does in the fields. */
  private void take(Name name, int from, int to, boolean quoted) {
    int rank = name.rank();
    switch (name.meaning()) {
      case TIME, UTC -> {
        if (rank <= timeRank) {
          takeTime(name, from, to);
        }
      }
      case HOST -> {
        if (rank <= hostRank && quoted && isName(from, to, false)) {
          hostRank = rank;
          hostFrom = from;
          hostTo = to;
        }
      }
      case PROGRAM -> {
        if (rank <= programRank && quoted && isName(from, to, true)) {
          programRank = rank;
          programFrom = from;
          programTo = to;
        }
      }
      case PROCESS_ID -> {
        if (rank <= processIdRank && isName(from, to, false)) {
          processIdRank = rank;
          processIdFrom = from;
          processIdTo = to;
        }
      }
      case MESSAGE -> {
        if (rank <= messageRank && quoted) {
          messageRank = rank;
          messageFrom = from - 1;
        }
      }
      case SEVERITY, LEVEL -> takeSeverity(name, from, to);
      case OBJECT -> {}
    }
  }

  private void takeTime(Name name, int from, int to) {
    IsoTimestamp iso = name.meaning() == JsonNames.Meaning.UTC ? utc : zoned;
    if (iso.read(bytes, from, to) == to) {
      timeRank = name.rank();
      time = iso.epochMilli();
      laterBy = iso.laterBy();
      return;
    }
    long epoch = EpochTimestamp.read(bytes, from, to);
    if (epoch != Timestamps.ABSENT) {
      timeRank = name.rank();
      time = epoch;
      laterBy = Timestamps.EXACT;
    }
  }

  private void takeSeverity(Name name, int from, int to) {
    if (name.rank() > severityRank) {
      return;
    }
    int code =
        name.meaning() == JsonNames.Meaning.LEVEL
            ? SeverityName.ofWindows(bytes, from, to)
            : SeverityName.read(bytes, from, to);
    if (code != SeverityName.NONE) {
      severityRank = name.rank();
      severity = code;
    }
  }

  /** Whether this can stand in a header as it is: with nothing escaped and nothing invisible. */
  private boolean isName(int from, int to, boolean blanks) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '\\' || !(Bytes.is(b, Bytes.PRINTABLE) || (blanks && b == ' '))) {
        return false;
      }
    }
    return from < to;
  }

  private void note(RecordHeader header) {
    if (timeRank != UNRANKED) {
      Timestamps.write(header, time, laterBy);
    }
    if (hostRank != UNRANKED) {
      header.host(hostFrom, hostTo);
    }
    if (programRank != UNRANKED) {
      header.program(programFrom, programTo);
    }
    if (processIdRank != UNRANKED) {
      header.processId(processIdFrom, processIdTo);
    }
  }

  /** What a failed record does not have: all of it is its message. */
  private void noteText(RecordHeader header) {
    if (severityRank != UNRANKED) {
      header.priority(USER_LEVEL + severity);
    }
    if (messageRank != UNRANKED) {
      header.quotedMessage(messageFrom);
    }
  }
}

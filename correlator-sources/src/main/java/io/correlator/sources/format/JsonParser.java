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

  JsonParser(FormatContext context) {
    this.zoned = IsoTimestamp.lenient(new ZoneClock(context.zone()));
    this.utc = IsoTimestamp.lenient(new ZoneClock(ZoneOffset.UTC));
  }

  @Override
  public void parse(byte[] block, int from, int to, RecordHeader header) {
    begin(block);
    boolean whole = isRecord(block, from, to, header);
    note(header);
    if (whole) {
      noteText(header);
    } else {
      int first = JsonScanner.afterBlanks(block, from, to);
      boolean begun = first < to && (block[first] == '{' || block[first] == '[');
      Failures.noHeader(
          block, from, to, header, begun ? ParseFailure.MALFORMED : ParseFailure.UNRECOGNISED);
    }
    bytes = NO_BYTES;
  }

  /**
   * Whether this is a value, or objects in a row or in a list: then the first one is the record.
   */
  private boolean isRecord(byte[] block, int from, int to, RecordHeader header) {
    int object = JsonList.firstObject(block, from, to);
    if (object == to) {
      return scanner.isValue(block, from, to);
    }
    boolean listed = JsonScanner.afterBlanks(block, from, to) != object;
    if (scanner.isValue(block, object, to)) {
      if (listed) {
        header.only(object, scanner.end(), to);
      }
      return true;
    }
    if (!scanner.isComplete()) {
      return false;
    }
    int rest = JsonList.afterRecord(block, from, object, scanner.end(), to);
    boolean separated = rest == to || block[rest] == '{';
    if (separated) {
      header.only(object, scanner.end(), rest);
    }
    return separated;
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
      boolean quoted = bytes[from - 1] == '"';
      if (quoted || Digits.isDigit(bytes[from])) {
        take(name, from, to, quoted);
      }
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
      return;
    }
    long epoch = EpochTimestamp.read(bytes, from, to);
    if (epoch != Timestamps.ABSENT) {
      timeRank = name.rank();
      time = epoch;
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
      header.timestamp(time);
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

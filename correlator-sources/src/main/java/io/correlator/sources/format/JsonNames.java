package io.correlator.sources.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names by which the writers of JSON call what every record has: its time, its host, and so on.
 * One that stands further up in its list counts more.
 *
 * <p>A name is looked for in the object where it belongs. {@link #OUTERMOST} is the record itself;
 * the others are those of Windows events, and those of the Elastic Common Schema.
 */
final class JsonNames {
  /** Objects in which no name means anything. */
  static final int UNKNOWN = 0;

  static final int OUTERMOST = 1;
  private static final int EVENT = 2;
  private static final int SYSTEM = 3;
  private static final int PROVIDER = 4;
  private static final int TIME_CREATED = 5;
  private static final int EXECUTION = 6;
  private static final int RENDERING = 7;
  private static final int HOST_OBJECT = 8;
  private static final int LOG_OBJECT = 9;
  private static final int PROCESS_OBJECT = 10;

  private static final String[] OBJECTS = {
    "Event",
    "Event.System",
    "Event.System.Provider",
    "Event.System.TimeCreated",
    "Event.System.Execution",
    "Event.RenderingInfo",
    "host",
    "log",
    "process"
  };

  private static final int SIZE_BITS = 9;
  private static final int SIZE = 1 << SIZE_BITS;
  private static final @Nullable Name[] TABLE = new Name[SIZE];

  /** What a member says. */
  enum Meaning {
    /** When; without a zone, in that of the source. */
    TIME,
    /** When; without a zone, in UTC. */
    UTC,
    HOST,
    PROGRAM,
    PROCESS_ID,
    MESSAGE,
    SEVERITY,
    /** The severity as Windows counts it. */
    LEVEL,
    /** Nothing itself, but its members do. */
    OBJECT
  }

  /** A name that means something. */
  static final class Name {
    private final int object;
    private final byte[] text;
    private final Meaning meaning;
    private final int rank;
    private final int inner;

    private Name(int object, byte[] text, Meaning meaning, int rank, int inner) {
      this.object = object;
      this.text = text;
      this.meaning = meaning;
      this.rank = rank;
      this.inner = inner;
    }

    Meaning meaning() {
      return meaning;
    }

    /** How much it counts; the lowest wins. */
    int rank() {
      return rank;
    }

    /** What object its value is, if it is one. */
    int inner() {
      return inner;
    }
  }

  static {
    for (int i = 0; i < OBJECTS.length; i++) {
      int dot = OBJECTS[i].lastIndexOf('.');
      int outer = dot < 0 ? OUTERMOST : numberOf(OBJECTS[i].substring(0, dot));
      add(outer, OBJECTS[i].substring(dot + 1), Meaning.OBJECT, 0, EVENT + i);
    }
    for (int object : new int[] {PROVIDER, TIME_CREATED, EXECUTION}) {
      add(object, "#attributes", Meaning.OBJECT, 0, object);
    }
    add(SYSTEM, Meaning.UTC, 0, "TimeCreated");
    add(TIME_CREATED, Meaning.UTC, 0, "SystemTime", "@SystemTime");
    add(OUTERMOST, Meaning.TIME, 1, "@timestamp", "timestamp");
    add(OUTERMOST, Meaning.UTC, 3, "TimeCreated", "UtcTime");
    add(
        OUTERMOST,
        Meaning.TIME,
        5,
        "time",
        "EventTime",
        "eventTime",
        "TimeGenerated",
        "ts",
        "_time");

    add(SYSTEM, Meaning.HOST, 0, "Computer");
    add(OUTERMOST, Meaning.HOST, 1, "host", "hostname", "Hostname", "HostName", "Computer");
    add(OUTERMOST, Meaning.HOST, 6, "host.name", "host.hostname");
    add(HOST_OBJECT, Meaning.HOST, 1, "name", "hostname");

    add(PROVIDER, Meaning.PROGRAM, 0, "Name", "@Name");
    add(OUTERMOST, Meaning.PROGRAM, 1, "program", "Provider_Name", "ProviderName", "SourceName");
    add(OUTERMOST, Meaning.PROGRAM, 5, "app", "appname", "app_name", "application", "service");
    add(OUTERMOST, Meaning.PROGRAM, 10, "process.name", "process");
    add(OUTERMOST, Meaning.PROGRAM, 12, "ProcessName");
    add(PROCESS_OBJECT, Meaning.PROGRAM, 10, "name");

    add(EXECUTION, Meaning.PROCESS_ID, 0, "ProcessID", "@ProcessID");
    add(OUTERMOST, Meaning.PROCESS_ID, 1, "pid", "process_id", "process.pid", "ExecutionProcessID");
    add(PROCESS_OBJECT, Meaning.PROCESS_ID, 3, "pid");

    add(RENDERING, Meaning.MESSAGE, 0, "Message");
    add(
        OUTERMOST,
        Meaning.MESSAGE,
        1,
        "message",
        "msg",
        "Message",
        "MESSAGE",
        "SyslogMessage",
        "log");

    add(SYSTEM, Meaning.LEVEL, 0, "Level");
    add(OUTERMOST, Meaning.SEVERITY, 1, "severity", "level", "log.level", "SeverityLevel");
    add(OUTERMOST, Meaning.LEVEL, 5, "Level");
    add(OUTERMOST, Meaning.SEVERITY, 6, "Severity", "PRIORITY");
    add(LOG_OBJECT, Meaning.SEVERITY, 3, "level");
  }

  private JsonNames() {}

  private static int numberOf(String path) {
    return EVENT + Arrays.asList(OBJECTS).indexOf(path);
  }

  private static void add(int object, Meaning meaning, int rank, String... names) {
    for (int i = 0; i < names.length; i++) {
      add(object, names[i], meaning, rank + i, UNKNOWN);
    }
  }

  /** A name may be both: {@code host} is a text for some, and an object for others. */
  private static void add(int object, String name, Meaning meaning, int rank, int inner) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    int at = hash(object, text, 0, text.length);
    Name known = TABLE[at];
    while (known != null && !(known.object == object && Arrays.equals(known.text, text))) {
      at = (at + 1) % SIZE;
      known = TABLE[at];
    }
    boolean both = known != null && known.meaning == Meaning.OBJECT;
    TABLE[at] = new Name(object, text, meaning, rank, both && known != null ? known.inner : inner);
  }

  private static int hash(int object, byte[] bytes, int from, int to) {
    int length = to - from;
    int ends = length == 0 ? 0 : bytes[from] * 31 + bytes[to - 1];
    return (((object * 31 + length) * 31 + ends) * 0x9E3779B1) >>> (Integer.SIZE - SIZE_BITS);
  }

  /** What a name means in an object; null if nothing. */
  static @Nullable Name find(int object, byte[] bytes, int from, int to) {
    int at = hash(object, bytes, from, to);
    Name name = TABLE[at];
    while (name != null) {
      if (name.object == object
          && name.text.length == to - from
          && Arrays.equals(name.text, 0, to - from, bytes, from, to)) {
        return name;
      }
      at = (at + 1) % SIZE;
      name = TABLE[at];
    }
    return null;
  }
}

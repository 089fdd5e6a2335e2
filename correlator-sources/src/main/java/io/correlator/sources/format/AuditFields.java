package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.Fields;
import io.correlator.api.Slice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pairs in a record of the Linux audit daemon, {@code type=SYSCALL
 * msg=audit(1364481363.243:24287): comm="cat" exe=2F62696E ...}, as the daemon's own tools read
 * them.
 *
 * <p>A value stands bare, in double quotes, or in single quotes if it is made of pairs itself,
 * which are fields like all others. Of a name that comes again, the first value counts: it is the
 * one that the kernel gave. What the kernel writes in hexadecimal digits because others chose it is
 * text again, in those fields of which the dictionary of audit events says so. {@code msg} is
 * {@code audit(time:serial)}, which all records of an event share. Behind the byte 0x1D stand the
 * names that the daemon has looked up, in capitals: {@code AUID="root"}.
 */
final class AuditFields {
  private static final byte[] TYPE = Ascii.bytes("type=");
  private static final byte[] NODE = Ascii.bytes("node=");
  private static final byte[] AUDIT = Ascii.bytes(" msg=audit(");

  /** Between what the kernel wrote and what the daemon adds. */
  private static final byte ENRICHED = 0x1d;

  /** What separates several keys of a rule in one value. */
  private static final char NEXT_KEY = 1;

  /**
   * The fields whose type is "encoded" in the dictionary of audit events
   * (linux-audit/audit-documentation, specs/fields/field-dictionary.csv), without addresses, and
   * {@code sw} and {@code root_dir}, which are younger. A number would look the same, so no field
   * is among them that can be one.
   */
  private static final Set<String> ENCODED =
      Set.of(
          "acct",
          "apparmor",
          "cgroup",
          "cmd",
          "comm",
          "cwd",
          "data",
          "device",
          "dir",
          "exe",
          "file",
          "grp",
          "invalid_context",
          "key",
          "name",
          "new-chardev",
          "new-disk",
          "new-fs",
          "new-rng",
          "ocomm",
          "old-chardev",
          "old-disk",
          "old-fs",
          "old-rng",
          "path",
          "proctitle",
          "root_dir",
          "sw",
          "vm",
          "watch");

  /** In these, NUL stands between the words of a command. */
  private static final Set<String> WORDS = Set.of("proctitle", "cmd", "data");

  private final byte[] bytes;
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Whether the words {@code a0}, {@code a1} are those of a command, not arguments of a call. */
  private boolean command;

  private AuditFields(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether a line may be such a record, by how it begins. */
  static boolean begins(byte[] bytes, int from, int to) {
    return Ascii.startsWith(bytes, from, to, TYPE) || Ascii.startsWith(bytes, from, to, NODE);
  }

  /** The fields of a record; none if this is none. */
  static Fields of(Slice text) {
    byte[] bytes = text.toByteArray();
    if (!begins(bytes, 0, bytes.length) || !isRecord(bytes)) {
      return Fields.empty();
    }
    AuditFields read = new AuditFields(bytes);
    read.pairs(0, bytes.length);
    Fields.Builder all = Fields.builder();
    read.fields.forEach(all::put);
    return all.build();
  }

  /** Node and type are one word each, so what makes it a record stands near its beginning. */
  private static boolean isRecord(byte[] bytes) {
    int word = Bytes.after(bytes, 0, bytes.length, Bytes.PRINTABLE);
    if (Ascii.startsWith(bytes, 0, bytes.length, NODE) && word < bytes.length) {
      word = Bytes.after(bytes, word + 1, bytes.length, Bytes.PRINTABLE);
    }
    return Ascii.startsWith(bytes, word, bytes.length, AUDIT);
  }

  private void pairs(int from, int to) {
    int at = from;
    while (at < to) {
      int name = at;
      while (at < to && isInName(bytes[at])) {
        at++;
      }
      if (at > name && at < to && bytes[at] == '=') {
        at = pair(name, at, to);
      } else if (at == name) {
        at++;
      }
    }
  }

  /** Reads a value, and returns where it ends. */
  private int pair(int nameFrom, int equals, int to) {
    String name = new String(bytes, nameFrom, equals - nameFrom, UTF_8);
    int from = equals + 1;
    byte quote = from < to ? bytes[from] : 0;
    if (quote == '"' || quote == '\'') {
      int close = from + 1;
      while (close < to && bytes[close] != quote) {
        close++;
      }
      if (quote == '\'') {
        pairs(from + 1, close);
      } else {
        put(name, text(from + 1, close));
      }
      return Math.min(close + 1, to);
    }
    int end = from;
    while (end < to && bytes[end] != ' ' && bytes[end] != ENRICHED) {
      end++;
    }
    // SADDR={ saddr_fam=inet laddr=192.0.2.1 lport=22 } has pairs of its own.
    if (end - from != 1 || quote != '{') {
      bare(name, from, withoutEnd(from, end));
    }
    return end;
  }

  /** Older programs wrote {@code (hostname=web1, addr=192.0.2.1, res=failed)}. */
  private int withoutEnd(int from, int end) {
    boolean ends = end > from && (bytes[end - 1] == ',' || bytes[end - 1] == ')');
    for (int i = from; ends && i < end; i++) {
      ends = bytes[i] != '(';
    }
    return ends ? end - 1 : end;
  }

  private void bare(String name, int from, int to) {
    if (name.equals("msg") && to - from > 2 && bytes[to - 1] == ':' && bytes[to - 2] == ')') {
      put(name, text(from, to - 1));
      return;
    }
    boolean word = command && isWordOfCommand(name);
    if (word || ENCODED.contains(name)) {
      Optional<String> decoded = decoded(from, to, WORDS.contains(name));
      if (decoded.isPresent()) {
        put(name, decoded.get());
        return;
      }
    }
    put(name, text(from, to));
  }

  private void put(String name, String value) {
    if (name.equals("type") && !fields.containsKey(name)) {
      command = value.equals("EXECVE");
    }
    int part = command ? name.indexOf('[') : -1;
    if (part > 0) {
      // A long word comes in pieces: a1[0]=... a1[1]=...
      fields.merge(name.substring(0, part), value, (before, more) -> before + (String) more);
    } else if (name.equals("key") && value.indexOf(NEXT_KEY) >= 0) {
      fields.putIfAbsent(name, List.of(value.split(String.valueOf(NEXT_KEY))));
    } else {
      fields.putIfAbsent(name, value);
    }
  }

  private static boolean isWordOfCommand(String name) {
    return name.length() > 1
        && name.charAt(0) == 'a'
        && name.charAt(1) >= '0'
        && name.charAt(1) <= '9'
        && name.indexOf('_') < 0;
  }

  /** What hexadecimal digits say; nothing if this is no even number of them, in capitals. */
  private Optional<String> decoded(int from, int to, boolean words) {
    if (to == from || (to - from) % 2 != 0) {
      return Optional.empty();
    }
    byte[] plain = new byte[(to - from) / 2];
    for (int i = 0; i < plain.length; i++) {
      byte high = bytes[from + 2 * i];
      byte low = bytes[from + 2 * i + 1];
      int value = high > 'F' || low > 'F' ? -1 : Digits.hex(high, low);
      if (value < 0) {
        return Optional.empty();
      }
      plain[i] = words && value == 0 ? (byte) ' ' : (byte) value;
    }
    return Optional.of(new String(plain, UTF_8));
  }

  private String text(int from, int to) {
    return new String(bytes, from, Math.max(0, to - from), UTF_8);
  }

  private static boolean isInName(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || Digits.isDigit(b)
        || b == '_'
        || b == '-'
        || b == '['
        || b == ']';
  }
}

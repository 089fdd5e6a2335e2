package io.correlator.sources.format;

import io.correlator.api.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks that bytes are an object of JSON, as {@link JsonScanner} does, by the shapes of those that
 * came before: the guess that the same member comes next as last time holds nearly always, and then
 * all up to its value is compared at once. What the members mean to every record is known with the
 * shape, and where the values begin is noted for the fields.
 *
 * <p>What is of no shape that is known, and all that is wrong, is left to the scanner. For one
 * thread.
 */
final class JsonWalk {
  /** Objects with more values have no shape. */
  private static final int MOST_VALUES = 512;

  private static final int SOME_VALUES = 64;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_LEAD = 80;
  private static final byte[] NO_BYTES = {};

  private final JsonShapes shapes;
  private final JsonScanner scanner;
  private final JsonParser parser;
  private int[] found = new int[SOME_VALUES];

  // Of the line that is being read.
  private byte[] line = NO_BYTES;
  private int to;
  private int at;
  private JsonShapeTree known;
  private boolean learns;
  private boolean learned;
  private int nameFrom;
  private int nameTo;

  /** The shape of the whole object. */
  private @Nullable JsonShape shape;

  JsonWalk(JsonShapes shapes, JsonScanner scanner, JsonParser parser) {
    this.shapes = shapes;
    this.scanner = scanner;
    this.parser = parser;
    this.known = shapes.known();
  }

  /** Forgets the line that was read. */
  void forget() {
    shape = null;
    line = NO_BYTES;
  }

  /**
   * Behind the object that begins at an index; {@link JsonScanner#BROKEN} if that is for the
   * scanner to tell, and then what the parser has been told so far does not count.
   */
  int objectEnd(byte[] bytes, int from, int end) {
    line = bytes;
    to = end;
    at = from + 1;
    known = shapes.known();
    learns = shapes.areOpen();
    learned = false;
    JsonShape whole = members();
    boolean hasLayout = whole != null && hasLayout(whole);
    if (learned || !hasLayout) {
      shapes.countStranger();
    }
    shape = hasLayout ? whole : null;
    return whole == null ? JsonScanner.BROKEN : at;
  }

  /** Notes where the values of the record are, which begins at an index, if that was found. */
  void note(RecordHeader header, int from) {
    JsonShape whole = shape;
    JsonLayout layout = whole == null ? null : whole.layout;
    if (whole == null || layout == null) {
      return;
    }
    int[] places = new int[whole.last + 1];
    for (int i = 0; i < places.length; i++) {
      places[i] = found[i] - from;
    }
    header.note(layout.places(places));
  }

  private boolean hasLayout(JsonShape whole) {
    if (whole.layout == null && learns) {
      JsonLayout layout = JsonLayout.of(whole, shapes.dialect());
      whole.layout = layout;
      learned(layout.size());
    }
    return whole.layout != null;
  }

  /** Null if this is of no known shape. */
  private @Nullable JsonShape members() {
    JsonShape last = known.empty;
    while (at < to) {
      JsonShape next = quickly(last);
      if (next == null) {
        next = step(last);
      }
      if (next == null || next.depth == 0) {
        return next == null ? null : last;
      }
      last = next;
    }
    return null;
  }

  /**
   * What nearly always comes next, if it does: this decides what a line costs. Goes on as long as
   * it can; null if it cannot.
   */
  private @Nullable JsonShape quickly(JsonShape from) {
    byte[] bytes = line;
    int end = to;
    JsonShape last = from;
    int next = at;
    while (next < end) {
      if (bytes[next] == '}') {
        JsonShape closed = last.end;
        if (closed == null) {
          break;
        }
        next++;
        last = closed;
        continue;
      }
      JsonShape guess = last.next;
      if (guess == null || !guess.leads(bytes, next, end)) {
        break;
      }
      int value = next + guess.lead.length;
      int after = quickEnd(bytes, value, end, guess);
      if (after == JsonScanner.BROKEN) {
        break;
      }
      note(guess, value);
      next = after;
      last = guess;
    }
    at = next;
    return last == from ? null : last;
  }

  /** Behind a value, if it is one that most are, and well; inside of an object. */
  private int quickEnd(byte[] bytes, int from, int end, JsonShape shape) {
    if (from == end) {
      return JsonScanner.BROKEN;
    }
    byte first = bytes[from];
    if (first == '{') {
      return shape.isOpened() ? from + 1 : JsonScanner.BROKEN;
    }
    if ((shape.kinds & JsonShape.PLAIN) == 0) {
      return JsonScanner.BROKEN;
    }
    if (first == '"') {
      int quote = JsonScanner.stringEnd(bytes, from + 1, end);
      if (quote == JsonScanner.BROKEN) {
        return JsonScanner.BROKEN;
      }
      if (shape.meaning != null) {
        parser.member(shape.meaning, from + 1, quote, true);
      }
      return quote + 1;
    }
    int after = from;
    while (after < end && Digits.isDigit(bytes[after])) {
      after++;
    }
    boolean whole = after < end && (bytes[after] == ',' || bytes[after] == '}');
    if (!whole || after == from || (first == '0' && after > from + 1)) {
      return JsonScanner.BROKEN;
    }
    if (shape.meaning != null) {
      parser.member(shape.meaning, from, after, false);
    }
    return after;
  }

  /** Whatever it is that comes next; null if it is nothing known. */
  private @Nullable JsonShape step(JsonShape last) {
    int begin = at;
    JsonShape next = last.next;
    if (next != null && next.leads(line, at, to)) {
      nameFrom = at + next.nameAt;
      nameTo = nameFrom + next.name.length - 1;
      at += next.lead.length;
      if (at == to) {
        return null;
      }
      if ((next.kinds & kind(line[at])) == 0) {
        next = other(last, begin);
      }
    } else {
      at = JsonScanner.afterBlanks(line, at, to);
      if (at < to && line[at] == '}') {
        at++;
        return last.depth == 1 ? JsonShape.WHOLE : afterEnd(last);
      }
      next = readName(last) ? other(last, begin) : null;
    }
    return next != null && readValue(next) ? next : null;
  }

  private @Nullable JsonShape afterEnd(JsonShape last) {
    JsonShape end = last.end;
    if (end == null && learns) {
      end = known.close(last);
      learned(1);
    }
    return end;
  }

  /** Up to the value; false if there is no name, or one that is written with escapes. */
  private boolean readName(JsonShape last) {
    if (!last.isOpened()) {
      if (at == to || line[at] != ',') {
        return false;
      }
      at = JsonScanner.afterBlanks(line, at + 1, to);
    }
    if (at == to || line[at] != '"') {
      return false;
    }
    nameFrom = at + 1;
    nameTo = JsonScanner.nextSpecial(line, nameFrom, to);
    if (nameTo == to || line[nameTo] != '"') {
      return false;
    }
    at = JsonScanner.afterBlanks(line, nameTo + 1, to);
    if (at == to || line[at] != ':') {
      return false;
    }
    at = JsonScanner.afterBlanks(line, at + 1, to);
    return at < to;
  }

  /** The shape with the name that was read, and a value as it is here. */
  private @Nullable JsonShape other(JsonShape last, int leadFrom) {
    int kind = kind(line[at]);
    JsonShape other = known.after(last, line, nameFrom, nameTo + 1, kind);
    if (other == null && learns) {
      other = learn(last, leadFrom, kind);
    }
    if (other != null) {
      last.next = other;
    }
    return other;
  }

  private @Nullable JsonShape learn(JsonShape last, int leadFrom, int kind) {
    if (nameTo - nameFrom >= LONGEST_NAME || last.last + 1 == MOST_VALUES) {
      return null;
    }
    String name = new String(line, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
    int kinds = shapes.dialect().sameAs(kind, name, last.depth);
    if (kinds == 0) {
      return null;
    }
    learned(1);
    byte[] quoted = Arrays.copyOfRange(line, nameFrom, nameTo + 1);
    return known.add(last, quoted, lead(last, name, leadFrom), kinds);
  }

  /** As it stands here, unless someone has written very many blanks. */
  private JsonShape.Lead lead(JsonShape last, String name, int from) {
    if (at - from <= LONGEST_LEAD) {
      return new JsonShape.Lead(Arrays.copyOfRange(line, from, at), nameFrom - from);
    }
    String separator = last.isOpened() ? "\"" : ",\"";
    byte[] shortest = (separator + name + "\":").getBytes(StandardCharsets.UTF_8);
    return new JsonShape.Lead(shortest, separator.length());
  }

  private void learned(int size) {
    learned = true;
    shapes.learned(known, size);
  }

  private boolean readValue(JsonShape next) {
    note(next, at);
    if (line[at] == '{' && next.isOpened()) {
      at++;
      return true;
    }
    parser.enter(next.depth, next.object);
    at = scanner.memberEnd(line, at, to, next.depth, nameFrom, nameTo);
    return at != JsonScanner.BROKEN;
  }

  private void note(JsonShape next, int value) {
    if (next.last == found.length) {
      found = Arrays.copyOf(found, 2 * found.length);
    }
    found[next.last] = value;
  }

  private static int kind(byte first) {
    return switch (first) {
      case '{' -> JsonShape.OBJECT;
      case '[' -> JsonShape.LIST;
      case 'n' -> JsonShape.NULL;
      default -> JsonShape.PLAIN;
    };
  }
}

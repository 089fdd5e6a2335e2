package io.correlator.sources.format;

import io.correlator.api.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of objects of JSON as fields. The {@linkplain JsonShape shapes} of objects are
 * remembered, and the guess that the name comes next which came next before holds nearly always:
 * then nothing of a line is made, but a note of where its values begin.
 *
 * <p>What is of no shape that is known, or can be read by none, is left to {@link JsonFields}. May
 * be used by any thread.
 */
final class JsonShapes {
  /** Lines with more values are not read by shapes. */
  private static final int MOST_VALUES = 512;

  private static final int SOME_VALUES = 64;
  private static final int LONGEST_NAME = 64;

  /**
   * Of the lines that are of no known shape, one in so many is learned from. What comes often is
   * soon known, and objects that are all different cost little more than without shapes.
   */
  private static final int LEARNED = 8;

  private final Dialect dialect;
  private volatile JsonShapeTree tree = new JsonShapeTree();

  /** How many lines were of no shape that was known. Not exact, if several threads count. */
  private int strangers;

  /** What becomes of the members of objects, as far as it depends on their shape. */
  interface Dialect extends UnaryOperator<Fields> {
    /**
     * Which kinds of values make no difference: {@code kind} and those that are treated in the same
     * way if they have this name. {@link JsonShape#OBJECT} alone means that the members of the
     * object matter, too; 0 that values do, so that this cannot be read by a shape.
     */
    int sameAs(int kind, String name, int depth);

    /** The fields that an object has, made from its members. */
    @Override
    Fields apply(Fields members);
  }

  JsonShapes(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The fields of a line; none if it is no object. */
  Fields read(byte[] line) {
    Walk walk = new Walk(line, strangers % LEARNED == 0);
    @Nullable Fields fields = walk.read();
    if (fields == null || walk.learned) {
      strangers++;
    }
    return fields == null ? dialect.apply(JsonFields.read(line)) : fields;
  }

  /** Through one line. */
  private final class Walk {
    private final byte[] line;
    private final boolean learns;
    private final JsonShapeTree known = tree;
    private int[] found = new int[SOME_VALUES];
    private int at;
    private boolean learned;

    Walk(byte[] line, boolean learns) {
      this.line = line;
      this.learns = learns;
    }

    /** Null if this is of no known shape. */
    @Nullable Fields read() {
      try {
        at = JsonScanner.afterBlanks(line, 0, line.length);
        return line[at++] == '{' ? readMembers() : null;
      } catch (IndexOutOfBoundsException e) {
        // The parser has read this line well, so whoever kept it has damaged it.
        return null;
      }
    }

    private @Nullable Fields readMembers() {
      JsonShape shape = known.empty;
      while (true) {
        at = JsonScanner.afterBlanks(line, at, line.length);
        byte next = line[at++];
        if (next == '}') {
          if (shape.depth == 1) {
            return fields(shape);
          }
          shape = afterEnd(shape);
        } else if (next == '"') {
          shape = afterMember(shape);
        } else if (next != ',') {
          return null;
        }
        if (shape == null) {
          return null;
        }
      }
    }

    private @Nullable Fields fields(JsonShape shape) {
      JsonLayout layout = shape.layout;
      if (layout == null) {
        if (!learns) {
          return null;
        }
        layout = JsonLayout.of(shape, dialect);
        shape.layout = layout;
        learned(layout.size());
      }
      return layout.fields(line, found);
    }

    private @Nullable JsonShape afterEnd(JsonShape shape) {
      JsonShape end = shape.end;
      if (end == null && learns) {
        end = known.close(shape);
        learned(1);
      }
      return end;
    }

    private @Nullable JsonShape afterMember(JsonShape shape) {
      int from = at;
      JsonShape next = shape.next;
      if (next != null && next.isAt(line, from)) {
        at = from + next.name.length;
      } else {
        next = null;
        at = JsonScanner.nextSpecial(line, from, line.length) + 1;
      }
      int to = at;
      at = JsonScanner.afterBlanks(line, at, line.length);
      if (line[to - 1] != '"' || line[at] != ':') {
        return null;
      }
      at = JsonScanner.afterBlanks(line, at + 1, line.length);
      int kind = kind(line[at]);
      if (next == null || (next.kinds & kind) == 0) {
        next = other(shape, from, to, kind);
        if (next == null) {
          return null;
        }
        shape.next = next;
      }
      note(next.last);
      if (next.kinds == JsonShape.OBJECT) {
        at++;
      } else {
        skip(kind);
      }
      return next;
    }

    private @Nullable JsonShape other(JsonShape shape, int from, int to, int kind) {
      JsonShape other = known.after(shape, line, from, to, kind);
      if (other != null || !learns || to - from > LONGEST_NAME || shape.last + 1 == MOST_VALUES) {
        return other;
      }
      String name = new String(line, from, to - 1 - from, StandardCharsets.UTF_8);
      int kinds = dialect.sameAs(kind, name, shape.depth);
      if (kinds == 0) {
        return null;
      }
      learned(1);
      return known.add(shape, Arrays.copyOfRange(line, from, to), kinds);
    }

    private void learned(int size) {
      learned = true;
      if (!known.hasRoomFor(size)) {
        tree = new JsonShapeTree();
      }
    }

    private void note(int value) {
      if (value == found.length) {
        found = Arrays.copyOf(found, 2 * value);
      }
      found[value] = at;
    }

    private void skip(int kind) {
      if (line[at] == '"') {
        skipText();
      } else if (kind == JsonShape.LIST || kind == JsonShape.OBJECT) {
        skipNested();
      } else {
        while (line[at] > ' ' && line[at] != ',' && line[at] != '}') {
          at++;
        }
      }
    }

    private void skipText() {
      at = JsonScanner.nextSpecial(line, at + 1, line.length);
      while (line[at] != '"') {
        at = JsonScanner.nextSpecial(line, at + 2, line.length);
      }
      at++;
    }

    private void skipNested() {
      int open = 0;
      do {
        switch (line[at]) {
          case '"' -> skipText();
          case '{', '[' -> {
            open++;
            at++;
          }
          case '}', ']' -> {
            open--;
            at++;
          }
          default -> at++;
        }
      } while (open > 0);
    }
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

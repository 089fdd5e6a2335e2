package io.correlator.sources.format;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of objects that are known, and how one follows on another. Many threads may look, one
 * at a time adds; who does not see what has just been added has to do without.
 */
final class JsonShapeTree {
  /** A line that is being read may still add some. */
  private static final int MOST_SHAPES = 1 << 15;

  /** In layouts and shapes; some ten megabytes. */
  private static final int MOST_NAMES = 1 << 18;

  /** Names come from log lines: nobody shall choose them so that they share a place. */
  private static final long SEED = new SecureRandom().nextLong();

  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** An object that has just been opened. */
  final JsonShape empty = JsonShape.empty();

  private final @Nullable JsonShape[] table = new JsonShape[2 * MOST_SHAPES];
  private int shapes = 1;
  private int names;

  /** The shape with one value more; null if it is not known. */
  @Nullable JsonShape after(JsonShape shape, byte[] line, int from, int to, int kind) {
    int place = place(shape, line, from, to);
    JsonShape known = table[place];
    while (known != null && !known.isAfter(shape, line, from, to, kind)) {
      place = place + 1 & table.length - 1;
      known = table[place];
    }
    return known;
  }

  private static int place(JsonShape shape, byte[] line, int from, int to) {
    long hash = SEED ^ shape.number;
    for (int i = from; i < to; i++) {
      hash = (hash ^ line[i]) * SPREAD;
      hash ^= hash >>> Integer.SIZE;
    }
    return (int) hash & 2 * MOST_SHAPES - 1;
  }

  /** Adds a shape, if it is not there; its name has its quote. */
  synchronized JsonShape add(JsonShape shape, byte[] name, JsonShape.Lead lead, int kinds) {
    JsonShape known = after(shape, name, 0, name.length, kinds);
    if (known != null) {
      return known;
    }
    JsonShape added = shape.with(name, lead, kinds, shapes++);
    int place = place(shape, name, 0, name.length);
    while (table[place] != null) {
      place = place + 1 & table.length - 1;
    }
    table[place] = added;
    return added;
  }

  /** Adds what follows on a shape when its innermost object is closed, if it is not there. */
  synchronized JsonShape close(JsonShape shape) {
    JsonShape end = shape.end;
    if (end == null) {
      end = shape.closed(shapes++);
      shape.end = end;
    }
    return end;
  }

  /** Whether so many names may still be remembered, and some shapes. */
  synchronized boolean hasRoomFor(int more) {
    names += more;
    return names < MOST_NAMES && shapes < MOST_SHAPES;
  }
}

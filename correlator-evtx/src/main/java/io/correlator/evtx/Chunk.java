package io.correlator.evtx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of 64 KiB: a head, and events one after another. Events that cannot be read are told, a
 * line for each that the chunk is known to have had. For one thread.
 */
final class Chunk {
  static final int SIZE = 65_536;

  private static final byte[] MAGIC = "ElfChnk\0".getBytes(StandardCharsets.US_ASCII);
  private static final int FIRST_EVENT = 512;
  private static final int FIRST_ID = 24;
  private static final int LAST_ID = 32;
  private static final int FREE_SPACE = 48;

  private static final int EVENT_MAGIC = 0x2a2a;
  private static final int EVENT_HEAD = 24;

  /** An event has a head, at least a byte, and its size once more. */
  private static final int SMALLEST_EVENT = EVENT_HEAD + 1 + 4;

  private static final int MOST_EVENTS = (SIZE - FIRST_EVENT) / SMALLEST_EVENT;

  private final byte[] bytes;
  private final int number;
  private final int length;
  private final ByteArrayOutputStream out;
  private final BinaryXml xml;

  /** The number of the event that should come next; 0 if that is not known. */
  private long expected;

  /** The number of the last event. */
  private long last;

  /** What was wrong where reading failed last. */
  private String damage = "it is not there";

  private Chunk(byte[] bytes, int number, int length, ByteArrayOutputStream out) {
    this.bytes = bytes;
    this.number = number;
    this.length = length;
    this.out = out;
    this.xml = new BinaryXml(bytes);
  }

  /**
   * Appends the events of a chunk as lines.
   *
   * @param bytes {@link #SIZE} bytes, of which {@code length} could be read and the others are zero
   * @param number the number of the chunk in the file, from 0
   */
  static void decode(byte[] bytes, int number, int length, ByteArrayOutputStream out)
      throws IOException {
    if (!isUnused(bytes)) {
      new Chunk(bytes, number, length, out).decode();
    }
  }

  /** Files are made larger by several chunks at once. */
  private static boolean isUnused(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private void decode() throws IOException {
    try {
      if (!hasMagic()) {
        complain("does not begin as a chunk does: none of its events can be read");
        return;
      }
      expected = at(FIRST_ID).longInteger();
      last = at(LAST_ID).longInteger();
      int free = at(FREE_SPACE).integer();
      boolean isKnown = expected > 0 && last >= expected && last - expected < MOST_EVENTS;
      if (!isKnown) {
        expected = 0;
      }
      events(free);
      if (isKnown) {
        missing(last + 1);
      }
    } catch (DamageException e) {
      complain(e.getMessage());
    }
  }

  private boolean hasMagic() {
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private Cursor at(int offset) throws DamageException {
    return new Cursor(bytes, offset, SIZE);
  }

  /**
   * A file that was not closed may have events where its head says that nothing is: those are read
   * as long as one follows on the other.
   */
  private void events(int free) throws IOException, DamageException {
    int at = FIRST_EVENT;
    while (at + SMALLEST_EVENT <= SIZE) {
      int size = sizeOfEvent(at);
      if (size > 0) {
        long id = at(at + 8).longInteger();
        if (at >= free && expected > 0 && id != expected) {
          return;
        }
        event(at, size, id);
        at += size;
      } else if (at >= free) {
        return;
      } else {
        damage = "byte %d of the chunk is not where an event begins".formatted(at);
        at = nextEvent(at + 1, free);
      }
    }
  }

  /** The size of the event that begins here; 0 if none does. */
  private int sizeOfEvent(int at) throws DamageException {
    Cursor head = at(at);
    if (head.integer() != EVENT_MAGIC) {
      return 0;
    }
    int size = head.integer();
    boolean fits = size >= SMALLEST_EVENT && size <= SIZE - at;
    return fits && at(at + size - 4).integer() == size ? size : 0;
  }

  private int nextEvent(int from, int to) throws DamageException {
    int at = from;
    while (at + SMALLEST_EVENT <= to && sizeOfEvent(at) == 0) {
      at++;
    }
    return at + SMALLEST_EVENT <= to ? at : SIZE;
  }

  private void event(int at, int size, long id) throws IOException {
    if (isNext(id)) {
      missing(id);
    }
    try {
      EventJson.write(xml.event(at + EVENT_HEAD, at + size - 4), out);
    } catch (DamageException e) {
      complain("event %d: %s".formatted(id, e.getMessage()));
    }
    // An event with a damaged number takes the place of the one that is missing.
    expected += expected > 0 ? 1 : 0;
  }

  /** Whether the number of an event can be true. */
  private boolean isNext(long id) {
    return expected > 0 && id >= expected && id <= last;
  }

  /** Tells of the events before {@code id} that did not come. */
  private void missing(long id) {
    for (; expected < id; expected++) {
      complain("event %d: %s".formatted(expected, damage));
    }
  }

  /** A line that is no JSON. */
  private void complain(@Nullable String what) {
    String ending = length < SIZE ? " (the file breaks off in it)" : "";
    String line = "evtx: chunk %d%s: %s\n".formatted(number, ending, what);
    out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
  }
}

package io.correlator.core.state;

import io.correlator.api.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes of all keys of a table, one after the other in pages, each behind its length: a key
 * costs its bytes and one more.
 *
 * <p>What is dropped stays as a gap until there is too much of it. Then all keys move to new pages,
 * a few at a time, and the old pages go.
 */
final class KeyArena implements UndoLog.Part {
  /** The longest key, so that a length is one byte. */
  static final int LONGEST = 255;

  private static final int BITS = 16;
  private static final int PAGE = 1 << BITS;
  private static final int MASK = PAGE - 1;
  private static final int FIRST_SIZE = 256;
  private static final int DIGEST_BYTES = 16;
  private static final byte[] ABSENT = new byte[0];

  private final byte[] scratch = new byte[LONGEST];
  private final Memory memory;
  private final UndoLog undo;
  private final int part;
  private byte[][] pages = {ABSENT};
  private boolean[] old = {false};
  private int current;
  private int position;
  private long live;
  private long gaps;
  private long bytes;
  private boolean moving;

  // What the numbers were when the stretch of a call that is in progress first changed one.
  private long loggedIn;
  private int currentBefore;
  private int positionBefore;
  private long liveBefore;
  private long gapsBefore;

  KeyArena(Memory memory) {
    this.memory = memory;
    this.undo = memory.undo();
    this.part = undo.register(this);
  }

  /** Once in each stretch of a call, before anything changes. */
  private void changing() {
    if (!undo.isActive() || loggedIn == undo.span()) {
      return;
    }
    loggedIn = undo.span();
    currentBefore = current;
    positionBefore = position;
    liveBefore = live;
    gapsBefore = gaps;
    undo.log(part, 0, 0);
  }

  /** Sets the numbers back. */
  @Override
  public void undo(int place, long old) {
    current = currentBefore;
    position = positionBefore;
    live = liveBefore;
    gaps = gapsBefore;
    // What was written behind the position is no key, and the same as if it had never been.
    Arrays.fill(pages[current], position, pages[current].length, (byte) 0);
  }

  /** Before pages come or go, which is rare. */
  private void changingPages() {
    if (undo.isActive()) {
      byte[][] oldPages = pages.clone();
      boolean[] oldOld = old.clone();
      boolean oldMoving = moving;
      long oldBytes = bytes;
      undo.log(
          () -> {
            memory.account().correct(oldBytes - bytes);
            pages = oldPages;
            old = oldOld;
            moving = oldMoving;
            bytes = oldBytes;
          });
    }
  }

  /**
   * The key under which {@code key} is kept: itself, or, if it is too long, its beginning and a
   * digest of all of it. Keys come from log lines, so their length must be bounded.
   */
  static Slice bounded(Slice key) {
    return key.length() <= LONGEST ? key : shortened(key);
  }

  private static Slice shortened(Slice key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.toByteArray());
      String digest = "#" + HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
      byte[] end = digest.getBytes(StandardCharsets.US_ASCII);
      byte[] bytes = Arrays.copyOf(key.slice(0, LONGEST - end.length).toByteArray(), LONGEST);
      System.arraycopy(end, 0, bytes, LONGEST - end.length, end.length);
      return Slice.copyOf(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** Keeps {@code key}, at most {@link #LONGEST} bytes, and tells where it is. */
  int put(Slice key) {
    changing();
    int length = key.length();
    int address = allocate(length + 1);
    byte[] page = pages[current];
    int at = address & MASK;
    page[at] = (byte) length;
    key.copyTo(page, at + 1);
    return address;
  }

  private int allocate(int size) {
    makeRoom(size);
    int address = current << BITS | position;
    position += size;
    live += size;
    return address;
  }

  private void makeRoom(int needed) {
    if (position + needed > PAGE || old[current]) {
      changingPages();
      gaps += PAGE - position;
      current = freePage();
      position = 0;
    }
    int size = pages[current].length;
    if (position + needed > size) {
      // The first page grows, because most tables are small.
      int wanted = live < PAGE / 2 ? Math.max(2 * size, FIRST_SIZE) : PAGE;
      while (wanted < position + needed) {
        wanted *= 2;
      }
      changingPages();
      memory.account().correct(wanted - size);
      bytes += wanted - size;
      pages[current] = Arrays.copyOf(pages[current], wanted);
    }
  }

  private int freePage() {
    for (int number = 0; number < pages.length; number++) {
      if (pages[number].length == 0) {
        return number;
      }
    }
    int number = pages.length;
    int capacity = number + Math.max(1, number / 2);
    pages = Arrays.copyOf(pages, capacity);
    Arrays.fill(pages, number, capacity, ABSENT);
    old = Arrays.copyOf(old, capacity);
    return number;
  }

  /** Whether the key at {@code address} is {@code key}. */
  boolean matches(int address, Slice key) {
    byte[] page = pages[address >>> BITS];
    int from = address & MASK;
    int length = page[from] & 0xff;
    if (length != key.length()) {
      return false;
    }
    key.copyTo(scratch, 0);
    return Arrays.equals(page, from + 1, from + 1 + length, scratch, 0, length);
  }

  /** A copy of the key at {@code address}. */
  Slice get(int address) {
    byte[] page = pages[address >>> BITS];
    int from = (address & MASK) + 1;
    return Slice.copyOf(page, from, from + (page[from - 1] & 0xff));
  }

  /** Compares two keys, byte by byte. */
  int compare(int left, int right) {
    byte[] a = pages[left >>> BITS];
    byte[] b = pages[right >>> BITS];
    int fromA = (left & MASK) + 1;
    int fromB = (right & MASK) + 1;
    return Arrays.compareUnsigned(
        a, fromA, fromA + (a[fromA - 1] & 0xff), b, fromB, fromB + (b[fromB - 1] & 0xff));
  }

  /** The key at {@code address} is no longer needed. */
  void drop(int address) {
    changing();
    int length = 1 + (pages[address >>> BITS][address & MASK] & 0xff);
    live -= length;
    gaps += length;
  }

  /** Whether keys are moving, or should begin to, because there are too many gaps. */
  boolean isMoving() {
    if (!moving && gaps > PAGE && gaps > live / 2) {
      changing();
      changingPages();
      moving = true;
      for (int number = 0; number < pages.length; number++) {
        old[number] = pages[number].length > 0;
      }
      gaps = 0;
    }
    return moving;
  }

  /** Moves a key to the new pages, if it is not there yet; tells where it is now. */
  int move(int address) {
    if (!old[address >>> BITS]) {
      return address;
    }
    changing();
    byte[] page = pages[address >>> BITS];
    int from = address & MASK;
    int size = 1 + (page[from] & 0xff);
    live -= size;
    int moved = allocate(size);
    System.arraycopy(page, from, pages[current], moved & MASK, size);
    return moved;
  }

  /** All keys have moved: the old pages go. */
  void moved() {
    changingPages();
    for (int number = 0; number < pages.length; number++) {
      if (old[number]) {
        memory.account().correct(-pages[number].length);
        bytes -= pages[number].length;
        pages[number] = ABSENT;
        old[number] = false;
      }
    }
    moving = false;
  }

  void save(StateOutput out) {
    int count = pages.length;
    while (count > 0 && pages[count - 1].length == 0) {
      count--;
    }
    out.writeInt(count);
    for (int number = 0; number < count; number++) {
      out.writeInt(pages[number].length);
      out.writeBoolean(old[number]);
      out.write(pages[number]);
    }
    out.writeInt(current);
    out.writeInt(position);
    out.writeLong(live);
    out.writeLong(gaps);
    out.writeBoolean(moving);
  }

  void load(StateInput in) throws IOException {
    memory.account().correct(-bytes);
    bytes = 0;
    int count = in.readCount(Integer.BYTES + 1);
    pages = new byte[Math.max(1, count)][];
    Arrays.fill(pages, ABSENT);
    old = new boolean[pages.length];
    for (int number = 0; number < count; number++) {
      int length = in.readInt(0, PAGE);
      old[number] = in.readBoolean();
      pages[number] = length == 0 ? ABSENT : in.readBytes(length);
      bytes += length;
    }
    current = in.readInt(0, pages.length - 1);
    position = in.readInt(0, pages[current].length);
    live = in.readLong();
    gaps = in.readLong();
    moving = in.readBoolean();
    memory.account().correct(bytes);
  }

  /** Whether a whole key stands at {@code address}. */
  boolean isKey(int address) {
    int number = address >>> BITS;
    if (number >= pages.length || (address & MASK) >= pages[number].length) {
      return false;
    }
    int from = address & MASK;
    return from + 1 + (pages[number][from] & 0xff) <= pages[number].length;
  }

  /** How many bytes the pages take. */
  long bytes() {
    return bytes;
  }
}

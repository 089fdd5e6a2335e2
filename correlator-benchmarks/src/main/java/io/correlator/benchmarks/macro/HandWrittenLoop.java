package io.correlator.benchmarks.macro;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What {@link FailureAlarm} finds, found by a loop that can do nothing else: no record, no event,
 * no object per line, one kind of line, one kind of address, seconds instead of milliseconds. How
 * far an engine is from it is the price of being one.
 */
final class HandWrittenLoop {
  private static final int BLOCK = 256 * 1024;
  private static final byte[] FAILED = ": Failed password for ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FROM = " from ".getBytes(StandardCharsets.US_ASCII);
  private static final int WINDOW_SECONDS = (int) FailureAlarm.WINDOW.toSeconds();
  private static final int DAY = 86_400;

  /** A window in this table: the address, how many times there are, and where the oldest is. */
  private static final int RING = FailureAlarm.THRESHOLD;

  private static final int ROW = 3 + RING;

  private int[] rows = new int[(1 << 12) * ROW];
  private int mask = (1 << 12) - 1;
  private int used;
  private long lines;
  private long alarms;

  private HandWrittenLoop() {}

  static Workload.Outcome run(Path file) throws IOException {
    HandWrittenLoop loop = new HandWrittenLoop();
    loop.read(file);
    return new Workload.Outcome(loop.lines, java.util.Map.of("FailureAlarm", loop.alarms));
  }

  private void read(Path file) throws IOException {
    byte[] block = new byte[BLOCK];
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(block, 0, BLOCK);
          length > 0;
          length = in.read(block, kept, BLOCK - kept)) {
        int end = kept + length;
        int from = readLines(block, end);
        kept = end - from;
        System.arraycopy(block, from, block, 0, kept);
      }
    }
  }

  /** Reads the lines that end in this block; tells where the one begins that does not. */
  private int readLines(byte[] block, int end) {
    int from = 0;
    int colon = -1;
    for (int at = 0; at < end; at++) {
      byte b = block[at];
      if (b == '\n') {
        lines++;
        if (colon > 0) {
          onFailure(block, from, colon + FAILED.length, at);
        }
        from = at + 1;
        colon = -1;
      } else if (b == ':' && colon < 0 && startsWith(block, at, end, FAILED)) {
        colon = at;
      }
    }
    return from;
  }

  private static boolean startsWith(byte[] block, int at, int end, byte[] text) {
    return at + text.length <= end
        && block[at + 2] == text[2]
        && Arrays.equals(block, at, at + text.length, text, 0, text.length);
  }

  private void onFailure(byte[] block, int from, int message, int end) {
    for (int at = message; at + FROM.length < end; at++) {
      if (block[at] == ' ' && startsWith(block, at, end, FROM)) {
        count(address(block, at + FROM.length), second(block, from));
        return;
      }
    }
  }

  private static int address(byte[] block, int from) {
    int address = 0;
    int part = 0;
    for (int at = from; block[at] != ' '; at++) {
      if (block[at] == '.') {
        address = address << 8 | part;
        part = 0;
      } else {
        part = part * 10 + block[at] - '0';
      }
    }
    return address << 8 | part;
  }

  /** Of {@code <86>Dec 10 06:55:46}; the log is of one month. */
  private static int second(byte[] block, int from) {
    int at = from;
    while (block[at] != '>') {
      at++;
    }
    at += 5;
    int day = (block[at] == ' ' ? 0 : digit(block[at])) * 10 + digit(block[at + 1]);
    return day * DAY + two(block, at + 3) * 3600 + two(block, at + 6) * 60 + two(block, at + 9);
  }

  private static int two(byte[] block, int at) {
    return digit(block[at]) * 10 + digit(block[at + 1]);
  }

  private static int digit(byte b) {
    return b - '0';
  }

  private void count(int address, int second) {
    int row = row(address);
    int size = rows[row + 1];
    int head = rows[row + 2];
    while (size > 0 && second - rows[row + 3 + head] > WINDOW_SECONDS) {
      head = head + 1 == RING ? 0 : head + 1;
      size--;
    }
    int tail = head + size;
    rows[row + 3 + (tail >= RING ? tail - RING : tail)] = second;
    size++;
    if (size == RING) {
      alarms++;
      size = 0;
    }
    rows[row + 1] = size;
    rows[row + 2] = head;
  }

  private int row(int address) {
    int slot = ((address * 0x9E3779B9) >>> 7) & mask;
    while (rows[slot * ROW] != 0) {
      if (rows[slot * ROW] == address) {
        return slot * ROW;
      }
      slot = (slot + 1) & mask;
    }
    if (++used > mask / 2) {
      grow();
      return row(address);
    }
    rows[slot * ROW] = address;
    return slot * ROW;
  }

  private void grow() {
    int[] old = rows;
    mask = 2 * mask + 1;
    rows = new int[(mask + 1) * ROW];
    used = 1;
    for (int from = 0; from < old.length; from += ROW) {
      if (old[from] != 0) {
        System.arraycopy(old, from, rows, row(old[from]), ROW);
      }
    }
  }
}

package io.correlator.sources;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Buffers that many connections use in turn: only those on which something is under way keep some.
 * For one thread.
 */
final class SpareBuffers {
  private static final int MOST = 4;

  private final int size;
  private final ArrayDeque<ByteBuffer> spares = new ArrayDeque<>();

  SpareBuffers(int size) {
    this.size = size;
  }

  /** An empty buffer, ready to be written to. */
  ByteBuffer take() {
    ByteBuffer spare = spares.poll();
    return spare == null ? ByteBuffer.allocate(size) : spare.clear();
  }

  /** Nobody uses the buffer any more. */
  void give(ByteBuffer buffer) {
    if (spares.size() < MOST) {
      spares.push(buffer);
    }
  }
}

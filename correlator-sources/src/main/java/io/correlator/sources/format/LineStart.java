package io.correlator.sources.format;

/**
 * Tells the lines with which a record begins from those that go on with the one before, for {@link
 * MultilineFormat}. May be used by any thread.
 */
@FunctionalInterface
public interface LineStart {
  /**
   * Whether a record begins with the line from {@code from}, inclusive, to {@code to}, exclusive.
   * Total: whatever the bytes are, it does not throw, and it does not look outside the line.
   */
  boolean begins(byte[] block, int from, int to);
}

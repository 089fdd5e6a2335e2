package io.correlator.api.capture;

import static java.util.Objects.requireNonNull;

/**
 * A part of a capture that cannot be read, and was skipped. Immutable; may be used by any thread.
 *
 * @param position the offset of its first byte in the capture
 * @param length how many bytes were skipped: up to the next segment, or the end
 * @param reason what is wrong at the first byte
 */
public record CaptureDamage(long position, long length, Reason reason) {
  public CaptureDamage {
    requireNonNull(reason, "reason");
  }

  /** What is wrong with a part of a capture. */
  public enum Reason {
    /** The writer stopped in the middle: the capture ends here, or was continued later. */
    CUT_SHORT("cut short"),
    /** A segment should start here and does not. At offset 0: this is no capture. */
    NO_SEGMENT("no segment of a capture starts here"),
    /** The segment was written by a version whose layout is not known here. */
    UNSUPPORTED_VERSION("written by a version that cannot be read"),
    /** The length of a frame is beyond all bounds. */
    BAD_LENGTH("impossible length"),
    /** The bytes are not those that were written. */
    BAD_CHECKSUM("the checksum does not match"),
    /** The bytes are those that were written, but they make no sense. */
    BAD_CONTENT("makes no sense");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** For people. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** For people: {@code 17 bytes at offset 4096: cut short}. */
  @Override
  public String toString() {
    return "%d bytes at offset %d: %s".formatted(length, position, reason);
  }
}

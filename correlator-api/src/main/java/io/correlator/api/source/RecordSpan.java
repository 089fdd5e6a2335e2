package io.correlator.api.source;

/**
 * Tells which lines make one record, for a {@linkplain RecordFormat#span() format} whose records
 * may span lines. Belongs to one stream of lines and its thread.
 *
 * <p>It sees each line once, in order and whole, and remembers what it must of those before. What
 * it decides depends on these lines alone, never on when they came. Total: whatever the bytes are,
 * it does not throw, and it does not look outside the line.
 */
public interface RecordSpan {
  /** Where each line is a record. */
  RecordSpan LINE =
      new RecordSpan() {
        @Override
        public boolean begin(byte[] block, int from, int to) {
          return false;
        }

        @Override
        public Step next(byte[] block, int from, int to) {
          return Step.BEGINS;
        }
      };

  /** What a line is to the record that is open. */
  enum Step {
    /** It belongs to the record, and another one may follow. */
    GOES_ON,
    /** It belongs to the record, and is its last. */
    ENDS,
    /** It does not belong to the record, which ended before it: it begins another one. */
    BEGINS,
    /**
     * It belongs to the record, which has become too long for that: it begins another one, and the
     * record before it is truncated.
     */
    CUTS
  }

  /**
   * Forgets what came before, and looks at the line from {@code from}, inclusive, to {@code to},
   * exclusive, with which a record begins.
   *
   * @return whether more lines may belong to this record
   */
  boolean begin(byte[] block, int from, int to);

  /** Looks at the line that follows, while more lines may belong to the record. */
  Step next(byte[] block, int from, int to);

  /**
   * Whether the record that is open may be whole as it stands, so that it need not wait for long
   * for a line that perhaps belongs to it: a source of what is written at present ends it when
   * nothing has followed for a while. An object with a bracket missing is not whole.
   */
  default boolean mayBeWhole() {
    return false;
  }
}

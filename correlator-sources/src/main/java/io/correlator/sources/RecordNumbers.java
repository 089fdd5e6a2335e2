package io.correlator.sources;

/** Numbers the records of a source whose bytes have no offsets. For the thread of the source. */
final class RecordNumbers {
  private long next;

  RecordNumbers(long next) {
    this.next = next;
  }

  /** The number of the record that follows. */
  long next() {
    return next;
  }

  /** The next record has its number. */
  void take() {
    next++;
  }
}

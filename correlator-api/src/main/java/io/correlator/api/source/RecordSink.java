package io.correlator.api.source;

import io.correlator.api.LogRecord;

/**
 * Takes records of one source that are roughly in the order of their times, and hands them to the
 * engine in batches. For the source's own thread; implemented by the engine only.
 */
public interface RecordSink {
  /**
   * Takes a record. Waits when the engine is behind: that is the back-pressure.
   *
   * @throws InterruptedException if the source shall stop; the record was taken
   */
  void accept(LogRecord record) throws InterruptedException;

  /**
   * Hands over what was taken so far. For sources that are about to wait for more input; at the end
   * of {@link Source#run} it happens by itself.
   *
   * @throws InterruptedException if the source shall stop; nothing is lost
   */
  void flush() throws InterruptedException;

  /**
   * Says that no record follows through this sink. At the end of {@link Source#run} it happens by
   * itself.
   */
  void end();
}

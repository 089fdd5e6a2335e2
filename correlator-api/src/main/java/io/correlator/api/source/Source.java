package io.correlator.api.source;

import java.util.List;
import java.util.Map;

/**
 * Where records come from: a set of files, a socket, a queue.
 *
 * <p>One instance serves one run of one engine.
 */
public interface Source {
  /** The name by which people know it. */
  String name();

  /**
   * Whether it waits for what comes, as a server does, or reads what is there, as a reader of files
   * does. The records of the latter wait for each other, so that they are evaluated in the order of
   * their times; a live source holds nobody up.
   */
  default boolean isLive() {
    return true;
  }

  /**
   * Whether a live source begins with what was there before it ran, such as the lines of a followed
   * file that were written while nobody followed it. Time waits for those until it has opened a
   * {@linkplain SourceContext#openBacklog backlog}, and for the backlog until that has ended.
   */
  default boolean hasBacklog() {
    return false;
  }

  /**
   * Whether it can read its input again: told in a later run where to {@linkplain
   * SourceContext#resumeFrom go on}, it gives what came after that. What was sent to a source is
   * gone when it has been read, so that of a server cannot. What such a source hands over to its
   * {@link SourceContext#sink}, an engine with a data directory first writes to a journal there; a
   * later run begins with what state was not saved of, and then goes on from behind it.
   */
  default boolean isRepeatable() {
    return true;
  }

  /**
   * The formats that its records may have. Records that waited when state was saved find their
   * fields again through these.
   */
  default List<RecordFormat> formats() {
    return List.of();
  }

  /**
   * What it counts besides its records, such as connections that it refused: always the same names,
   * in words with dashes, and numbers that never become less while it runs. Any thread may ask, at
   * any time; it takes no time worth mentioning.
   */
  default Map<String, Long> counters() {
    return Map.of();
  }

  /**
   * Reads until there is nothing left, or until the thread is interrupted. Called once, in a thread
   * of its own. Interruption is the signal to stop: return soon, by whatever way, after handing
   * over what is complete.
   *
   * @throws Exception if the source cannot go on; the engine reports it and the other sources go on
   */
  void run(SourceContext context) throws Exception;
}

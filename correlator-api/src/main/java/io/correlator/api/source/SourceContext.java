package io.correlator.api.source;

import java.time.InstantSource;

/**
 * What the engine offers a running source. For the source's own thread; implemented by the engine
 * only.
 */
public interface SourceContext {
  /**
   * Where the records of a live source go, which waits for what comes. Time in it also passes when
   * nothing comes.
   */
  RecordSink sink();

  /**
   * Where the records of one file go, or of anything else that ends and can be read as fast as one
   * likes. Several files are put in order by time, so a source opens all of them before it hands
   * over the first record, reads on in the one that is behind, and {@linkplain RecordSink#end ends}
   * each: one that is open and silent holds back all the others.
   */
  RecordSink openFile();

  /**
   * As {@link #openFile}, for what may be silent for a while: a pipe, or standard input. When it
   * is, what came before is evaluated, and the others go on without it.
   */
  RecordSink openPipe();

  /** The wall clock, for times of arrival. Nothing else in a source may ask for the time. */
  InstantSource clock();

  /**
   * Says that part of the input cannot be read, while the rest goes on: a file without permission,
   * an archive that breaks off. Becomes an event and a count, and the exit code of the command
   * line.
   *
   * @param input what cannot be read, such as a path
   * @param reason why, for people
   */
  void unreadable(String input, String reason);

  /**
   * Says how far the source is, for progress bars. May be called often.
   *
   * @param done how many bytes of input are read
   * @param total how many there are; 0 if that is not known
   */
  void progress(long done, long total);
}

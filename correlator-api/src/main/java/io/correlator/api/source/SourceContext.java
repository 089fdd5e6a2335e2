package io.correlator.api.source;

import io.correlator.api.LogRecord;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the engine offers a running source. For the source's own thread; implemented by the engine
 * only.
 */
public interface SourceContext {
  /** So many notes are remembered. */
  int NOTES = 10_000;

  /**
   * Where the records of a live source go, which waits for what comes. Time in it also passes when
   * nothing comes. As long as no record has come, it holds back nobody.
   */
  RecordSink sink();

  /**
   * Where the records go that were there before a live source ran; see {@link Source#hasBacklog}.
   * They are read as fast as one likes, and all others wait for them, so that they come in order
   * and not late. {@linkplain RecordSink#end Ended}, the records that follow go to the {@link
   * #sink}. A source opens all its backlogs before it tells its {@link #positions}.
   *
   * @param name which part of the source, unique within it, and the same in a run that goes on from
   *     saved state
   */
  RecordSink openBacklog(String name);

  /**
   * Where the records of one file go, or of anything else that ends and can be read as fast as one
   * likes. Several files are put in order by time, so a source opens all of them before it hands
   * over the first record, reads on in the one that is behind, and {@linkplain RecordSink#end ends}
   * each: one that is open and silent holds back all the others.
   *
   * @param name which file, unique within this source; when a run goes on from saved state, what
   *     was known of the times in the file is found again under this name
   */
  RecordSink openFile(String name);

  /**
   * As {@link #openFile}, for what may be silent for a while: a pipe, or standard input. When it
   * is, what came before is evaluated, and the others go on without it.
   */
  RecordSink openPipe(String name);

  /**
   * Where the steps of a capture go: records that were put in order before, and the time that
   * passed between them. Whatever else is read waits until this ends; to get the events of a
   * captured run again, read nothing else.
   *
   * @param name which capture, unique within this source
   */
  ReplaySink openReplay(String name);

  /**
   * The {@linkplain SourcePosition#text() text} of this source's position in the saved state that
   * this run goes on from. Every record up to there has been taken care of, and none after it.
   * Empty for a run that starts afresh, and for a source that did not tell its positions.
   */
  Optional<String> resumeFrom();

  /**
   * Says how to learn where this source stands, so that a later run can go on from there. Called
   * before the first record is handed over, by sources that can read their input again.
   *
   * @param current asked in the source's thread at once, whenever records are handed over, and once
   *     more when {@link Source#run} has returned; what it answers covers every record given to any
   *     sink of this source so far, the one that is being given included, and no other
   */
  void positions(Supplier<SourcePosition> current);

  /**
   * Takes records through the {@link #sink} that belong together, with a note about them: a later
   * run has all of them and the note, or nothing of it. Waits when the engine is behind. Whoever is
   * told to stop meanwhile has given them all the same.
   *
   * @param records of which all are in memory at once; may be empty
   * @param note what a later run shall know; empty if there is nothing
   * @return whether they were taken; if not, they are counted as {@linkplain #dropped dropped}
   */
  boolean handOver(List<LogRecord> records, String note);

  /**
   * The notes of this run's predecessors, oldest first: the last {@value #NOTES}, up to where this
   * run goes on. An engine that saves no state has none.
   */
  List<String> notes();

  /**
   * Waits until all that was handed over so far is on the disk, if the engine has a journal and the
   * source is not {@linkplain Source#isRepeatable repeatable}; for sources that owe somebody an
   * answer. It takes some milliseconds, however much it is: do it once for many.
   *
   * @throws IOException if it may not get there; the engine has it all the same
   */
  void force() throws IOException;

  /** The wall clock, for times of arrival. Nothing else in a source may ask for the time. */
  InstantSource clock();

  /**
   * Does what would hold up the source's own thread, such as the arithmetic of encrypted
   * connections: in a few other threads, soon, and not at all once {@link Source#run} has returned.
   * Any thread may give work. Give no more than something bounds: all of it waits in memory.
   */
  Executor workers();

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
   * Says that records were dropped that the source never had, as a system does with datagrams that
   * nobody reads in time. They are counted beside those that were {@linkplain RecordSink#accept
   * taken}, and make the engine's health worse.
   *
   * @param count how many more; 1 or more
   */
  void dropped(DropReason reason, long count);

  /**
   * Says how far the source is, for progress bars. May be called often.
   *
   * @param done how many bytes of input are read
   * @param total how many there are; 0 if that is not known
   */
  void progress(long done, long total);
}

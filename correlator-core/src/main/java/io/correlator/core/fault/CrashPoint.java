package io.correlator.core.fault;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Places at which a test makes the process die, as by a loss of power but for what the operating
 * system has taken over: {@code -Dcorrelator.crash=snapshot-renamed:2} halts it with status 137
 * when the second snapshot has got its name.
 */
public enum CrashPoint {
  /** A batch of records has been evaluated. */
  BATCH_EVALUATED,
  /** State is about to be saved. */
  SNAPSHOT_BEGUN,
  /** The state of the pipeline has been copied; the listeners have not been asked yet. */
  STATE_COPIED,
  /** A listener has flushed what it took, and is about to say where it stands. */
  LISTENER_FLUSHED,
  /** All listeners have said where they stand. */
  LISTENERS_ASKED,
  /** The file of a snapshot exists and is empty. */
  FILE_CREATED,
  /** Half of a snapshot has been written. */
  FILE_HALF_WRITTEN,
  /** A snapshot has been written and not been forced to disk. */
  FILE_WRITTEN,
  /** A snapshot has been forced to disk and does not have its name yet. */
  FILE_FORCED,
  /** A snapshot has its name. */
  SNAPSHOT_RENAMED,
  /** The folder with the new name has been forced to disk. */
  FOLDER_FORCED,
  /** An old snapshot has been deleted. */
  OLD_DELETED,
  /** A snapshot has been read at the start; nothing has been restored yet. */
  SNAPSHOT_READ,
  /** The targets of the listeners have been put back. */
  LISTENERS_RESTORED,
  /** All state has been restored; nothing has been read yet. */
  STATE_RESTORED,
  /** The last snapshot before an orderly end has been written. */
  LAST_SNAPSHOT_WRITTEN,
  /** Half of some bytes of a journal has been written. */
  JOURNAL_HALF_WRITTEN,
  /** A batch has been written to a journal and not been evaluated. */
  JOURNAL_APPENDED,
  /** A file of a journal has been made; there is no batch in it yet. */
  JOURNAL_SEGMENT_MADE,
  /** A file of a journal has been deleted. */
  JOURNAL_SEGMENT_DELETED,
  /** What was not finished has been cut off a journal; what comes before was evaluated again. */
  JOURNAL_TAIL_CUT;

  private static final int STATUS = 137;
  private static final @Nullable String ASKED = System.getProperty("correlator.crash");
  private static final AtomicInteger REACHED = new AtomicInteger();

  /** Ends the process if a test asked for that at this point. Any thread may call it. */
  public void reach() {
    if (ASKED != null && isAsked(ASKED)) {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  private boolean isAsked(String asked) {
    String[] parts = asked.split(":", 2);
    int time = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
    return parts[0].equals(toString()) && REACHED.incrementAndGet() == time;
  }

  /** Whether a test asked for this point, at any time. */
  public boolean isAsked() {
    return ASKED != null && ASKED.split(":", 2)[0].equals(toString());
  }

  /** The name in a system property, such as {@code snapshot-renamed}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

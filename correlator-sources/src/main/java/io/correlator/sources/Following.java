package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.source.RecordSink;
import io.correlator.api.source.SourceContext;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** One run of a {@link FollowSource}. For one thread. */
final class Following {
  /** So many blocks are read before all paths are looked at again, or one for each path. */
  private static final int BLOCKS_PER_ROUND = 64;

  private final SourceContext context;
  private final Duration interval;
  private final Pause pause;
  private final FollowedFiles files;

  /**
   * What all paths share, but for the sink.
   *
   * @param context the engine
   * @param sink where the records of a path go
   * @param options how lines are read
   * @param timing how long to wait for what
   * @param others the other paths
   */
  record Shared(
      SourceContext context,
      RecordSink sink,
      FileReading.Options options,
      Timing timing,
      Others others) {
    Shared withSink(RecordSink sink) {
      return new Shared(context, sink, options, timing, others);
    }
  }

  /** What a path must know of the others, so that no file is read under two names. */
  interface Others {
    /** How many paths there are. */
    int count();

    /** A path reads the file of this key from now on. */
    void holds(FollowedPath path, String key);

    /** Whether another path reads the file of this key, or will go on with it. */
    boolean isHeld(String key, @Nullable FollowedPath asking);

    /** A path will not go on with a file that stands there. */
    void hasRead(FollowedPath path, FileMark mark);

    /** Where a path has left a file, with which none goes on. */
    Optional<FileMark> markOf(Siblings.Sibling file) throws IOException;

    /** Whether the file of this key has another name under which it will be followed. */
    boolean isMeant(String key, FollowedPath asking);
  }

  /**
   * How long to wait.
   *
   * @param interval between two looks at a file that has nothing new
   * @param settle how long a file that was renamed is quiet before the next one is begun
   * @param linger how long it is quiet before it is let go
   * @param idle how long any file is quiet before it is closed
   */
  record Timing(Duration interval, Duration settle, Duration linger, Duration idle) {}

  Following(FollowedFiles files, SourceContext context, Duration interval, Pause pause) {
    this.files = requireNonNull(files, "files");
    this.context = requireNonNull(context, "context");
    this.interval = requireNonNull(interval, "interval");
    this.pause = requireNonNull(pause, "pause");
  }

  /** Follows the files until the thread is interrupted. */
  void follow(FollowSource.Start start) throws InterruptedException, ClosedByInterruptException {
    try {
      files.begin(start);
      context.positions(files::position);
      boolean read = false;
      while (!Thread.currentThread().isInterrupted()) {
        files.discover();
        if (readRound()) {
          read = true;
        } else {
          if (read) {
            context.sink().flush();
            read = false;
          }
          pause.await(interval);
        }
      }
    } finally {
      files.close();
    }
  }

  /**
   * Reads some of what is there, always in the path that is behind, so that little comes late.
   *
   * @return whether there may be more
   */
  private boolean readRound() throws InterruptedException, ClosedByInterruptException {
    PriorityQueue<FollowedPath> behindFirst =
        new PriorityQueue<>(Comparator.comparingLong(FollowedPath::latest));
    behindFirst.addAll(files.paths());
    int most = Math.max(BLOCKS_PER_ROUND, files.count());
    int blocks = 0;
    while (!behindFirst.isEmpty() && blocks < most) {
      FollowedPath behind = behindFirst.remove();
      if (files.read(behind)) {
        blocks++;
        behindFirst.add(behind);
      }
    }
    return blocks > 0;
  }
}

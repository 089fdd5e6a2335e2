package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.source.RecordSink;
import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** One run of a {@link FollowSource}. For one thread. */
final class Following {
  /** So many blocks are read before all paths are looked at again. */
  private static final int BLOCKS_PER_ROUND = 64;

  private final Shared shared;
  private final Pause pause;
  private final List<FollowedPath> paths = new ArrayList<>();

  /**
   * What all paths share, but for the sink.
   *
   * @param context the engine
   * @param sink where the records of a path go
   * @param options how lines are read
   * @param timing how long to wait for what
   */
  record Shared(
      SourceContext context, RecordSink sink, FileReading.Options options, Timing timing) {
    Shared withSink(RecordSink sink) {
      return new Shared(context, sink, options, timing);
    }
  }

  /**
   * How long to wait.
   *
   * @param interval between two looks at a file that has nothing new
   * @param settle how long a file that was renamed is quiet before the next one is begun
   * @param linger how long it is quiet before it is closed
   */
  record Timing(Duration interval, Duration settle, Duration linger) {}

  Following(Shared shared, Pause pause) {
    this.shared = requireNonNull(shared, "shared");
    this.pause = requireNonNull(pause, "pause");
  }

  /** Follows the paths until the thread is interrupted. */
  void follow(Collection<Path> given, FollowSource.Start start)
      throws InterruptedException, ClosedByInterruptException {
    Map<String, PathMark> marks =
        shared.context().resumeFrom().map(FollowPosition::read).orElse(Map.of());
    for (Path path : given) {
      Optional<PathMark> mark = Optional.ofNullable(marks.get(path.toString()));
      paths.add(new FollowedPath(path, shared, mark, start));
    }
    // What is there now is part of the first position: it may have another name when that is
    // needed.
    for (FollowedPath path : paths) {
      path.begin();
    }
    shared.context().positions(this::position);
    boolean read = false;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (readRound()) {
          read = true;
        } else {
          if (read) {
            shared.context().sink().flush();
            read = false;
          }
          pause.await(shared.timing().interval());
        }
      }
    } finally {
      paths.forEach(FollowedPath::close);
    }
  }

  private SourcePosition position() {
    Map<String, Supplier<PathMark>> places = new LinkedHashMap<>();
    for (FollowedPath path : paths) {
      path.place().ifPresent(place -> places.put(path.name(), place));
    }
    return new FollowPosition(places);
  }

  /**
   * Reads some of what is there, always in the path that is behind, so that little comes late.
   *
   * @return whether there may be more
   */
  private boolean readRound() throws InterruptedException, ClosedByInterruptException {
    PriorityQueue<FollowedPath> behindFirst =
        new PriorityQueue<>(Comparator.comparingLong(FollowedPath::latest));
    behindFirst.addAll(paths);
    int blocks = 0;
    while (!behindFirst.isEmpty() && blocks < BLOCKS_PER_ROUND) {
      FollowedPath behind = behindFirst.remove();
      if (behind.read()) {
        blocks++;
        behindFirst.add(behind);
      }
    }
    return blocks > 0;
  }
}

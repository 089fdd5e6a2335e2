package io.correlator.sources;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of one rotation one after another, a block at a time; usually there is just one
 * file. What earlier runs have read is passed over. What cannot be read is reported, and the next
 * file is read. For one thread.
 *
 * <p>Ordered by how far each has come in time; who has read nothing yet is first.
 */
final class RotationReading implements Comparable<RotationReading> {
  private final Deque<Input> inputs;
  private final OpenInput.Surroundings around;
  private final FilesRead files;
  private final Progress progress;
  private final int number;
  private @Nullable OpenInput open;
  private long reached = Long.MIN_VALUE;

  /** How much of the open file progress knows of; the first bytes are read while opening. */
  private long counted;

  RotationReading(
      List<Input> inputs,
      OpenInput.Surroundings around,
      FilesRead files,
      Progress progress,
      int number) {
    this.inputs = new ArrayDeque<>(inputs);
    this.around = around;
    this.files = files;
    this.progress = progress;
    this.number = number;
  }

  /** Reads one block; false if there is nothing left. */
  boolean readBlock() throws InterruptedException {
    OpenInput now = open;
    if (now == null) {
      Input next = inputs.poll();
      if (next == null) {
        around.sink().end();
        return false;
      }
      open(next);
      return true;
    }
    if (!readBlock(now)) {
      files.closed(now);
      stop();
    }
    return true;
  }

  private void open(Input input) {
    try {
      OpenInput opened = find(input);
      open = opened;
      counted = 0;
      files.opened(opened);
    } catch (ClosedByInterruptException e) {
      // The thread is still marked as interrupted: the run ends here, as it was told to.
    } catch (OpenInput.UnfitException e) {
      unreadable(input.name(), e.reason());
    } catch (IOException e) {
      unreadable(input.name(), Reasons.of(e));
    }
  }

  /** Opens an input where an earlier run has stopped, whatever its name was then. */
  private OpenInput find(Input input) throws IOException {
    if (input.isStream()) {
      return OpenInput.fromStart(input, files.nextRun(input), around);
    }
    Optional<FileMark> mark = files.mark(input).filter(known -> known.offset() > 0);
    if (mark.isPresent()) {
      Optional<OpenInput> same =
          OpenInput.from(input, mark.get(), mark.get().incarnation(), around);
      if (same.isPresent()) {
        return same.get();
      }
    }
    long incarnation = files.nextIncarnation(input);
    for (FileMark other : files.othersOfRotation(input)) {
      Optional<OpenInput> moved = OpenInput.from(input, other, incarnation, around);
      if (moved.isPresent()) {
        files.moved(other);
        return moved.get();
      }
    }
    OpenInput opened = OpenInput.fromStart(input, incarnation, around);
    mark.ifPresent(known -> unreadable(input.name(), Reasons.replaced(known.offset())));
    return opened;
  }

  private void unreadable(String name, String reason) {
    around.context().unreadable(name, reason);
  }

  private boolean readBlock(OpenInput now) throws InterruptedException {
    try {
      if (now.isStream()) {
        around.sink().flush();
      }
      boolean more = now.readBlock();
      reached = now.latest();
      progress.add(now.count() - counted);
      counted = now.count();
      return more;
    } catch (ClosedByInterruptException e) {
      // The run ends here, and the file stays one that is being read.
      return true;
    } catch (IOException e) {
      unreadable(now.name(), Reasons.of(e, now.position()));
      return false;
    }
  }

  /** The run ends here: lets go of the file that is open, if any. */
  void stop() {
    OpenInput now = open;
    open = null;
    if (now != null) {
      try {
        now.close();
      } catch (IOException e) {
        unreadable(now.name(), Reasons.of(e));
      }
    }
  }

  @Override
  public int compareTo(RotationReading other) {
    int byTime = Long.compare(reached, other.reached);
    return byTime != 0 ? byTime : Integer.compare(number, other.number);
  }
}

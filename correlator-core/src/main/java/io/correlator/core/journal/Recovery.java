package io.correlator.core.journal;

import io.correlator.api.capture.CaptureDamage;
import io.correlator.api.capture.CaptureDamage.Reason;
import io.correlator.api.capture.CaptureReader;
import io.correlator.api.capture.CapturedBatch;
import io.correlator.api.capture.CapturedRecord;
import io.correlator.api.capture.CapturedStep;
import io.correlator.core.fault.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Reads a journal from a place on: gives the batches behind it, counts the records that should be
 * there and are not, and cuts off what was not finished. For one thread, and once.
 *
 * <p>Each batch says its number and how many records there were up to it. So a batch is never given
 * twice, whatever became of the files, and it is known how many records are missing before it.
 */
final class Recovery {
  private final Journal.Backlog backlog;
  private final List<CapturedRecord> batch = new ArrayList<>();
  private final List<String> damages = new ArrayList<>();
  private Mark mark;
  private String position = "";
  private long given;
  private long lost;
  private long unfinished;
  private long cut;

  Recovery(Mark from, Journal.Backlog backlog) {
    this.mark = from;
    this.backlog = backlog;
  }

  /** Where the journal ends, or where it was told to begin if that is later. */
  Mark mark() {
    return mark;
  }

  /** Where the source stood at the end; empty if no batch was given. */
  String position() {
    return position;
  }

  Recovered result() {
    return new Recovered(given, lost, unfinished, cut, damages);
  }

  /** Reads the files; gives them back with what is known of them now. */
  List<Segment> read(List<Segment> segments) throws IOException, InterruptedException {
    List<Segment> known = new ArrayList<>();
    int first = first(segments);
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      known.add(
          i < first
              ? new Segment(segment.file(), segment.bytes(), mark.number(), false)
              : read(segment, i == segments.size() - 1));
    }
    return known;
  }

  /** The last file that begins before the place is the first that matters. */
  private int first(List<Segment> segments) {
    for (int i = segments.size() - 1; i > 0; i--) {
      if (beginsBefore(segments.get(i).file())) {
        return i;
      }
    }
    return 0;
  }

  private boolean beginsBefore(Path file) {
    try (CaptureReader reader = CaptureReader.open(file, damage -> {})) {
      Iterator<CapturedStep> steps = reader.steps().iterator();
      return steps.hasNext()
          && steps.next() instanceof CapturedBatch opening
          && opening.number() <= mark.number();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private Segment read(Segment segment, boolean isLast) throws IOException, InterruptedException {
    List<CaptureDamage> found = new ArrayList<>();
    long end = 0;
    try (CaptureReader reader = CaptureReader.open(segment.file(), found::add)) {
      for (CapturedStep step : reader.steps()) {
        if (step instanceof CapturedRecord record) {
          batch.add(record);
        } else if (step instanceof CapturedBatch whole) {
          endBatch(whole);
          end = reader.position();
        }
      }
    } catch (UncheckedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the journal was being read");
      }
      damages.add("%s cannot be read: %s".formatted(segment.file(), e.getMessage()));
      return new Segment(segment.file(), segment.bytes(), mark.number(), true);
    }
    long behind = end;
    found.removeIf(damage -> isLast && isTorn(damage, behind));
    found.forEach(damage -> damages.add("%s: %s".formatted(segment.file(), damage)));
    long bytes = isLast ? cutOff(segment, end, found.isEmpty()) : segment.bytes();
    return new Segment(segment.file(), bytes, mark.number(), !found.isEmpty());
  }

  /** A writer that died has left this, and it was nobody's yet. */
  private static boolean isTorn(CaptureDamage damage, long end) {
    return damage.position() >= end && damage.reason() == Reason.CUT_SHORT;
  }

  private void endBatch(CapturedBatch end) throws InterruptedException {
    if (end.number() > mark.number()) {
      long wanted = end.records() - mark.records();
      if (batch.size() > wanted) {
        // Of a batch before whose end cannot be read, and that is taken care of.
        batch.subList(0, (int) (batch.size() - Math.max(0, wanted))).clear();
      }
      lost += Math.max(0, wanted) - batch.size();
      given += batch.size();
      mark = new Mark(end.number(), end.records());
      position = end.position();
      backlog.take(List.copyOf(batch), end);
    }
    batch.clear();
  }

  /**
   * Nothing that is behind the last batch was taken. What is damaged is kept, in case somebody
   * wants to look at it.
   */
  private long cutOff(Segment segment, long end, boolean isPlain) throws IOException {
    unfinished += batch.size();
    batch.clear();
    if (!isPlain || segment.bytes() == end) {
      return segment.bytes();
    }
    try (FileChannel file = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      file.truncate(end);
    }
    cut += segment.bytes() - end;
    CrashPoint.JOURNAL_TAIL_CUT.reach();
    return Files.size(segment.file());
  }
}

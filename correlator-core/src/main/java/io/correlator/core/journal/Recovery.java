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
import java.util.OptionalLong;

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

  /** How many records there were up to the last end of a batch. */
  private long before;

  /**
   * From which of the records on that were read since, all are there up to the next end; none are
   * in a file that ends before that.
   */
  private int certainFrom;

  private long given;
  private long lost;
  private long unfinished;
  private long cut;

  Recovery(Mark from, Journal.Backlog backlog) {
    this.mark = from;
    this.before = from.records();
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

  /** The last file that begins before the place is the first that matters, if all are in order. */
  private int first(List<Segment> segments) {
    int first = 0;
    long before = 0;
    for (int i = 0; i < segments.size(); i++) {
      OptionalLong opening = opening(segments.get(i).file());
      if (opening.orElse(Long.MAX_VALUE) > mark.number() || opening.getAsLong() < before) {
        break;
      }
      first = i;
      before = opening.getAsLong();
    }
    return first;
  }

  /** The number of the batch before a file. */
  private static OptionalLong opening(Path file) {
    try (CaptureReader reader = CaptureReader.open(file, damage -> {})) {
      Iterator<CapturedStep> steps = reader.steps().iterator();
      return steps.hasNext() && steps.next() instanceof CapturedBatch opening
          ? OptionalLong.of(opening.number())
          : OptionalLong.empty();
    } catch (UncheckedIOException e) {
      return OptionalLong.empty();
    }
  }

  private Segment read(Segment segment, boolean isLast) throws IOException, InterruptedException {
    List<CaptureDamage> found = new ArrayList<>();
    long end = 0;
    certainFrom = Integer.MAX_VALUE;
    try (CaptureReader reader = CaptureReader.open(segment.file(), damage -> note(damage, found))) {
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

  private void note(CaptureDamage damage, List<CaptureDamage> found) {
    found.add(damage);
    certainFrom = batch.size();
  }

  /** A writer that died has left this, and it was nobody's yet. */
  private static boolean isTorn(CaptureDamage damage, long end) {
    return damage.position() >= end && damage.reason() == Reason.CUT_SHORT;
  }

  private void endBatch(CapturedBatch end) throws InterruptedException {
    if (end.number() > mark.number()) {
      long wanted = Math.max(0, end.records() - mark.records());
      List<CapturedRecord> found = notTakenCareOf(end);
      lost += Math.max(0, wanted - found.size());
      given += found.size();
      mark = new Mark(end.number(), end.records());
      position = end.position();
      backlog.take(found, end);
    }
    batch.clear();
    certainFrom = 0;
    before = end.records();
  }

  /**
   * Some that are there may be of a batch before, whose end cannot be read. Between the last end
   * and the first damage, and between the last damage and this end, nothing is missing: so it is
   * known which records those are. What is not known is not given, rather than twice.
   */
  private List<CapturedRecord> notTakenCareOf(CapturedBatch end) {
    List<CapturedRecord> found = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      long least = before + i + 1;
      long certain = i >= certainFrom ? end.records() - batch.size() + i + 1 : least;
      if (Math.max(least, certain) > mark.records()) {
        found.add(batch.get(i));
      }
    }
    return found;
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

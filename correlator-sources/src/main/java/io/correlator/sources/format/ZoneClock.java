package io.correlator.sources.format;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the clock on the wall showed into instants. A time that was skipped when clocks went
 * forward is moved later by as much; of a time that occurred twice the first counts.
 *
 * <p>It remembers the stretch between two changes of the clock, usually half a year, in which all
 * it takes is a subtraction. Local times are milliseconds since 1970-01-01T00:00 of the zone.
 */
final class ZoneClock {
  private final ZoneRules rules;

  // In local times from stretchFrom, inclusive, to stretchTo, exclusive, the offset is this one.
  private long stretchFrom;
  private long stretchTo;
  private long stretchOffset;

  private int laterBy;

  ZoneClock(ZoneId zone) {
    this.rules = zone.getRules();
  }

  /**
   * Whether the time last read is an instant, and which other one it may be, as {@link
   * Timestamps#write} wants to know.
   */
  int laterBy() {
    return laterBy;
  }

  long toEpochMilli(long local) {
    laterBy = Timestamps.EXACT;
    return local >= stretchFrom && local < stretchTo
        ? local - stretchOffset
        : toEpochMilliByRules(local);
  }

  private long toEpochMilliByRules(long local) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(local, 1000L), Math.floorMod(local, 1000) * 1_000_000, ZoneOffset.UTC);
    @Nullable ZoneOffsetTransition change = rules.getTransition(time);
    if (change != null) {
      laterBy =
          change.isOverlap()
              ? Math.toIntExact(-change.getDuration().toMillis())
              : Timestamps.NEAREST;
      // In a gap, "later by its length" and "with the offset before it" are the same instant.
      return local - millis(change.getOffsetBefore());
    }
    ZoneOffset offset = rules.getOffset(time);
    remember(time.toInstant(offset), offset);
    return local - millis(offset);
  }

  private void remember(Instant instant, ZoneOffset offset) {
    @Nullable ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
    @Nullable ZoneOffsetTransition after = rules.nextTransition(instant);
    stretchOffset = millis(offset);
    stretchFrom =
        before == null
            ? Long.MIN_VALUE
            : Math.max(local(before.getDateTimeBefore()), local(before.getDateTimeAfter()));
    stretchTo =
        after == null
            ? Long.MAX_VALUE
            : Math.min(local(after.getDateTimeBefore()), local(after.getDateTimeAfter()));
  }

  private static long local(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  private static long millis(ZoneOffset offset) {
    return offset.getTotalSeconds() * 1000L;
  }
}

package io.correlator.sources;

import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A parser for a source that runs for months: what dates without a year are near to moves on. For
 * the thread of the source.
 */
final class PresentParser implements RecordParser {
  /** A date may lie a day after the reference, so half a day behind does no harm. */
  private static final Duration STEP = Duration.ofHours(12);

  private final RecordFormat format;
  private final ZoneId zone;
  private Instant reference;
  private RecordParser parser;

  PresentParser(RecordFormat format, ZoneId zone, Instant reference) {
    this.format = format;
    this.zone = zone;
    this.reference = reference;
    this.parser = format.open(new FormatContext(zone, reference));
  }

  /** The lines that follow were written up to {@code now}. Never goes back. */
  void moveTo(Instant now) {
    if (now.isAfter(reference.plus(STEP))) {
      reference = now;
      parser = format.open(new FormatContext(zone, now));
    }
  }

  @Override
  public void parse(byte[] block, int from, int to, RecordHeader header) {
    parser.parse(block, from, to, header);
  }
}

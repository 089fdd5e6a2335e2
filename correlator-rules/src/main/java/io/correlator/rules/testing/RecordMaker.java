package io.correlator.rules.testing;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.config.NearestName;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Makes the records of one case. The line of a record is its number in the case. One thread. */
final class RecordMaker {
  private final Map<String, RecordFormat> formats;
  private final Map<String, RecordParser> parsers = new HashMap<>();
  private final RecordHeader header = new RecordHeader();
  private int number;
  private long position;

  RecordMaker(Map<String, RecordFormat> formats) {
    this.formats = formats;
  }

  /**
   * The record that a line becomes.
   *
   * @param now its time if neither the step nor the line gives one
   * @throws IllegalArgumentException if there is no such format
   */
  LogRecord of(Step.Feed feed, Instant now) {
    RecordFormat format = formats.get(feed.format());
    if (format == null) {
      throw new IllegalArgumentException(
          "there is no format '%s'%s"
              .formatted(feed.format(), NearestName.hint(feed.format(), formats.keySet())));
    }
    byte[] bytes = feed.line().getBytes(StandardCharsets.UTF_8);
    header.reset();
    parsers
        .computeIfAbsent(
            feed.format(),
            name -> format.open(new FormatContext(ZoneOffset.UTC, RuleTestCase.START)))
        .parse(bytes, 0, bytes.length, header);
    feed.time().ifPresent(time -> header.timestamp(time.toEpochMilli()));
    Provenance provenance =
        new Provenance(feed.source(), 0, Counting.BYTES, format.name(), format::fields);
    LogRecord record =
        Block.of(bytes, provenance, position, ++number, now)
            .record(0, bytes.length, 0, header, now);
    position += bytes.length + 1;
    return record;
  }
}

package io.correlator.modules.capture;

import io.correlator.api.LogRecord;
import io.correlator.api.capture.CaptureWriter;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StatisticsPeriod;

/** A run of {@link CaptureModule}. */
final class CaptureProcessor implements Processor {
  private final ModuleContext context;
  private final CaptureWriter writer;
  private long records;
  private long bytes;

  CaptureProcessor(ModuleContext context, CaptureWriter writer) {
    this.context = context;
    this.writer = writer;
  }

  @Override
  public void onRecord(LogRecord record) {
    writer.write(record);
    records++;
    bytes += record.length();
  }

  @Override
  public void onStatistics(StatisticsPeriod period) {
    // First: if it throws, the counts go into the next period instead of being lost.
    writer.flush();
    context.emit(
        new CaptureStatistics(period.start(), period.end(), period.partial(), records, bytes));
    records = 0;
    bytes = 0;
  }

  @Override
  public void close() {
    writer.close();
  }
}

package io.correlator.modules.capture;

import io.correlator.api.LogRecord;
import io.correlator.api.capture.CaptureWriter;
import io.correlator.api.module.Counter;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.state.Codec;
import io.correlator.api.state.StateValue;
import java.lang.invoke.MethodHandles;

/** A run of {@link CaptureModule}; counts {@code records} and {@code bytes} captured. */
final class CaptureProcessor implements Processor {
  private final ModuleContext context;
  private final CaptureWriter writer;
  private final Counter records;
  private final Counter bytes;
  private final StateValue<Told> told;

  /** What the counters said when the period began. */
  record Told(long records, long bytes) {}

  CaptureProcessor(ModuleContext context, CaptureWriter writer) {
    this.context = context;
    this.writer = writer;
    this.records = context.counter("records");
    this.bytes = context.counter("bytes");
    this.told = context.value("told", Codec.of(MethodHandles.lookup(), Told.class), new Told(0, 0));
  }

  @Override
  public void onRecord(LogRecord record) {
    writer.write(record);
    records.increment();
    bytes.add(record.length());
  }

  @Override
  public void onStatistics(StatisticsPeriod period) {
    // First: if it throws, the counts go into the next period instead of being lost.
    writer.flush();
    Told now = new Told(records.value(), bytes.value());
    context.emit(
        new CaptureStatistics(
            period.start(),
            period.end(),
            period.partial(),
            now.records() - told.get().records(),
            now.bytes() - told.get().bytes()));
    told.set(now);
  }

  @Override
  public void close() {
    writer.close();
  }
}

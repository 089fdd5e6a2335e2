package io.correlator.modules.report;

import io.correlator.api.module.Counter;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;

/**
 * Emits a {@link RecordReported} for every record, those that could not be read included, and
 * counts {@code records} and {@code bytes}, their total length without line ends.
 */
public record ReportModule() implements Module {
  @Override
  public String name() {
    return "report";
  }

  @Override
  public String description() {
    return "reports every record as a notice";
  }

  @Override
  public Processor open(ModuleContext context) {
    Counter records = context.counter("records");
    Counter bytes = context.counter("bytes");
    return record -> {
      records.increment();
      bytes.add(record.length());
      context.emit(new RecordReported(record));
    };
  }
}

package io.correlator.sources;

import io.correlator.api.capture.CaptureReader;
import io.correlator.api.capture.CapturedRecord;
import io.correlator.api.capture.CapturedSource;
import io.correlator.api.capture.CapturedStep;
import io.correlator.api.capture.CapturedTime;
import io.correlator.api.capture.RecordRestorer;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.ReplaySink;
import io.correlator.api.source.SourceContext;
import io.correlator.sources.format.PlainFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One run of a {@link CaptureSource}. For one thread. */
final class Replay {
  private final Map<String, RecordFormat> formats;
  private final SourceContext context;
  private final Set<String> unknown = new HashSet<>();
  private final Pace pace;
  private final Pause pause;

  Replay(Map<String, RecordFormat> formats, SourceContext context, Pace pace, Pause pause) {
    this.formats = formats;
    this.context = context;
    this.pace = pace;
    this.pause = pause;
  }

  /** Hands over all steps, or those until the thread is interrupted. */
  void run(String name, CaptureReader capture) throws InterruptedException {
    ReplaySink sink = context.openReplay(name);
    RecordRestorer records = new RecordRestorer(source -> format(name, source));
    for (CapturedStep step : capture.steps()) {
      if (step instanceof CapturedRecord record) {
        await(record.received(), sink);
        sink.accept(records.restore(record));
      } else if (step instanceof CapturedTime passed) {
        sink.passed(passed.time());
      }
    }
    sink.end();
  }

  private void await(Instant received, ReplaySink sink) throws InterruptedException {
    Duration left = pace.until(received);
    if (!left.isZero()) {
      sink.flush();
      pause.await(left);
    }
  }

  private RecordFormat format(String name, CapturedSource source) {
    RecordFormat format = formats.get(source.format());
    if (format != null) {
      return format;
    }
    if (unknown.add(source.format())) {
      context.unreadable(
          name,
          "the format '%s' of its records is not known; they are replayed as lines"
              .formatted(Escapes.escape(source.format())));
    }
    return new PlainFormat();
  }
}

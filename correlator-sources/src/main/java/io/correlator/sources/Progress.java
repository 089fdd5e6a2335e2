package io.correlator.sources;

import io.correlator.api.source.SourceContext;
import java.util.List;

/** How much of all inputs has been read. For one thread. */
final class Progress {
  private final SourceContext context;
  private final long total;
  private long done;

  Progress(SourceContext context, List<Input> inputs) {
    this.context = context;
    this.total =
        inputs.stream().anyMatch(Input::isStream)
            ? 0
            : inputs.stream().mapToLong(Input::size).sum();
  }

  /** Some more was read. A file may grow while it is read: then there is more in total. */
  void add(long bytes) {
    done += bytes;
    context.progress(done, total == 0 ? 0 : Math.max(total, done));
  }
}

package io.correlator.core.pipeline;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Detector;
import io.correlator.api.module.Hits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a detector has found in one record or event, in the order in which it said so. */
final class HitList implements Hits<Object> {
  private final List<Slice> keys = new ArrayList<>();
  private final List<Object> hits = new ArrayList<>();

  /** Forgets what was found before, and looks at {@code record}; what the detector throws. */
  Optional<Throwable> detectIn(LogRecord record, Detector<Object> detector) {
    clear();
    try {
      detector.detect(record, this);
      return Optional.empty();
    } catch (Throwable e) {
      return failed(e);
    }
  }

  /** Forgets what was found before, and looks at {@code event}; what the detector throws. */
  Optional<Throwable> detectIn(EmittedEvent event, Detector<Object> detector) {
    clear();
    try {
      detector.detect(event, this);
      return Optional.empty();
    } catch (Throwable e) {
      return failed(e);
    }
  }

  private Optional<Throwable> failed(Throwable e) {
    clear();
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return Optional.of(e);
  }

  private void clear() {
    keys.clear();
    hits.clear();
  }

  /** Refuses {@code null} here, where it is the detector's failure and not the engine's. */
  @Override
  public void add(Slice key, Object hit) {
    keys.add(requireNonNull(key, "key"));
    hits.add(requireNonNull(hit, "hit"));
  }

  int size() {
    return keys.size();
  }

  Slice key(int index) {
    return keys.get(index);
  }

  Object hit(int index) {
    return hits.get(index);
  }
}

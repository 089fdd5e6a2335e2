package io.correlator.core.pipeline;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Detector;
import io.correlator.api.module.PartitionKey;
import org.jspecify.annotations.Nullable;

/** Says which keys of a module a record or an event concerns. Each thread has one of its own. */
interface Finder {
  void find(LogRecord record, HitList found) throws Exception;

  void find(EmittedEvent event, HitList found) throws Exception;

  /** What a detector of a staged module says. */
  record ByDetector(Detector<Object> detector) implements Finder {
    @Override
    public void find(LogRecord record, HitList found) throws Exception {
      detector.detect(record, found);
    }

    @Override
    public void find(EmittedEvent event, HitList found) throws Exception {
      detector.detect(event, found);
    }
  }

  /** The one key that there is, or none; the module finds out again what it wants to know. */
  record ByKey(PartitionKey key) implements Finder {
    @Override
    public void find(LogRecord record, HitList found) throws Exception {
      add(key.of(record), found);
    }

    @Override
    public void find(EmittedEvent event, HitList found) throws Exception {
      add(key.of(event), found);
    }

    private static void add(@Nullable Slice key, HitList found) {
      if (key != null) {
        found.add(KeyGroups.of(key), null, null);
      }
    }
  }
}

package io.correlator.testkit;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Detector;
import io.correlator.api.module.Module;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.StagedModule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a module with keys finds in a record before it looks at any state. */
@FunctionalInterface
interface KeyFinder {
  /** The keys, in order, each with its hit if there is one; or what was thrown. */
  List<Object> findIn(LogRecord record);

  /** What makes a finder for one thread, as an engine does it for {@code module}. */
  static Supplier<KeyFinder> of(Module module) {
    if (module instanceof StagedModule<?> staged) {
      return () -> detecting(staged.openDetector());
    }
    PartitionKey key = module.partitionKey().orElseThrow();
    return () -> asking(key);
  }

  private static KeyFinder asking(PartitionKey key) {
    return record -> {
      try {
        Slice found = key.of(record);
        return found == null ? List.of() : List.of(found);
      } catch (Exception e) {
        return List.of(e.getClass());
      }
    };
  }

  private static <H> KeyFinder detecting(Detector<H> detector) {
    return record -> {
      List<Object> found = new ArrayList<>();
      try {
        detector.detect(record, (key, hit) -> found.add(new Found(key, hit)));
        return List.copyOf(found);
      } catch (Exception e) {
        return List.of(e.getClass());
      }
    };
  }

  /** A hit of a detector. */
  record Found(Slice key, Object hit) {}
}

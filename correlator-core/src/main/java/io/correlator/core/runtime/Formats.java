package io.correlator.core.runtime;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How the fields of records that were saved are read: by the format that their source names. */
final class Formats {
  private final Map<String, RecordFormat> byName = new HashMap<>();

  Formats(List<Source> sources) {
    for (Source source : sources) {
      for (RecordFormat format : source.formats()) {
        byName.putIfAbsent(format.name(), format);
      }
    }
  }

  /** Reads the fields of records of the format {@code name}; none if no source has that format. */
  Function<LogRecord, Fields> fields(String name) {
    RecordFormat format = byName.get(name);
    return format == null ? record -> Fields.empty() : format::fields;
  }
}

package io.correlator.rules;

import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.api.Slice;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.mapping.FieldsView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record under its own names, and {@code @raw}, {@code @source} and {@code @severity} for what
 * JSON rules mean by these words: the record's own part, whatever its fields are called.
 */
final class RecordParts implements RecordView {
  static final Set<String> NAMES = Set.of("@raw", "@source", "@sender", "@severity");

  private final LogRecord record;
  private final FieldsView fields;

  RecordParts(LogRecord record) {
    this.record = record;
    this.fields = FieldsView.of(record);
  }

  @Override
  public @Nullable Object value(String field) {
    return switch (field) {
      case "@raw" -> record.raw();
      case "@source" -> record.source();
      case "@sender" -> record.sender().orElse(null);
      case "@severity" -> record.severity().map(Severity::toString).orElse(null);
      default -> fields.value(field);
    };
  }

  @Override
  public List<String> texts() {
    return fields.texts();
  }

  @Override
  public Optional<Slice> json() {
    return fields.json();
  }

  /** As people know the field. */
  static String shown(String field) {
    return RecordView.shown(field);
  }
}

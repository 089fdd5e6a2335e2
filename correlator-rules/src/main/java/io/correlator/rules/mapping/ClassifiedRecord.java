package io.correlator.rules.mapping;

import io.correlator.api.Slice;
import io.correlator.rules.classify.Classification;
import io.correlator.rules.classify.Classifier;
import io.correlator.rules.detection.RecordView;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A record that has, as {@code parsed.NAME}, the fields that its classes give it; they are looked
 * for when they are asked for. For one thread.
 */
final class ClassifiedRecord implements RecordView {
  static final String PARSED = "parsed.";

  private final RecordView own;
  private final Supplier<Classifier.Reader> reader;
  private @Nullable Classification classified;

  ClassifiedRecord(RecordView own, Supplier<Classifier.Reader> reader) {
    this.own = own;
    this.reader = reader;
  }

  @Override
  public @Nullable Object value(String field) {
    Object value = own.value(field);
    return value == null && field.startsWith(PARSED)
        ? classified().value(field.substring(PARSED.length())).orElse(null)
        : value;
  }

  /** The name that is looked for in the record itself. */
  static String unparsed(String field) {
    return field.startsWith(PARSED) ? field.substring(PARSED.length()) : field;
  }

  private Classification classified() {
    Classification known = classified;
    if (known == null) {
      known = reader.get().of(own);
      classified = known;
    }
    return known;
  }

  @Override
  public Optional<Slice> json() {
    return own.json();
  }

  @Override
  public List<String> texts() {
    return own.texts();
  }
}

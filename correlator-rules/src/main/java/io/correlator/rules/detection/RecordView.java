package io.correlator.rules.detection;

import io.correlator.api.Fields;
import io.correlator.api.Slice;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as rules see it: fields by the names that rules use, after mapping. For one thread,
 * while the record is looked at.
 */
public interface RecordView {
  /**
   * The value of a field: a {@code String}, {@code Long}, {@code Double}, {@code Boolean}, an
   * {@link java.time.Instant}, a {@code List} of these, or {@link #NULL} if it is there and null;
   * {@code null} if it is missing.
   */
  // JSpecify is for compilers that know it: modules that require this one need not have it.
  @SuppressWarnings("exports")
  @Nullable Object value(String field);

  /** Texts of all values, and of the record itself, for keywords. */
  List<String> texts();

  /**
   * A line of JSON that shows what the {@link #texts} say: each of them that is no number stands in
   * it in UTF-8, as it is or with the escapes of JSON. Empty if there is none.
   */
  default Optional<Slice> json() {
    return Optional.empty();
  }

  /** A field that is there and has no value. */
  Object NULL = Fields.NULL;

  /** A field as people know it: {@code raw} for {@code @raw}, the record's own part. */
  static String shown(String field) {
    return switch (field) {
      case "@raw", "@source", "@sender", "@severity" -> field.substring(1);
      default -> field;
    };
  }
}

package io.correlator.rules.index;

import io.correlator.rules.detection.RecordView;
import org.jspecify.annotations.Nullable;

/**
 * A record that knows the fields of a {@link RuleIndex} by their numbers: scans ask for each field
 * that the record has, and need not look it up by its name. For one thread.
 */
public interface NumberedRecord extends RecordView {
  /**
   * The value of the field that stands at {@code number} in {@link RuleIndex#fields()}, as {@link
   * #value(String)} gives it for its name.
   */
  // JSpecify is for compilers that know it: modules that require this one need not have it.
  @SuppressWarnings("exports")
  @Nullable Object value(int number);
}

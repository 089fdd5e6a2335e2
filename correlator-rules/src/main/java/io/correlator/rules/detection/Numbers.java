package io.correlator.rules.detection;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers in values, and in texts that are numbers. */
final class Numbers {
  /** No number that a log means is longer; longer ones would only cost time. */
  private static final int MAX_LENGTH = 64;

  private Numbers() {}

  /** The number that a value is or says, in decimal; null if it is none. */
  static @Nullable BigDecimal parse(Object value) {
    if (value instanceof Long number) {
      return BigDecimal.valueOf(number);
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
    }
    return value instanceof String text ? parse(text) : null;
  }

  private static @Nullable BigDecimal parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !looksLikeOne(text)) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean looksLikeOne(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && ".+-eE".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}

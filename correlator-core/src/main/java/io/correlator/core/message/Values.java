package io.correlator.core.message;

import freemarker.template.SimpleDate;
import freemarker.template.SimpleNumber;
import freemarker.template.SimpleScalar;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateDateModel;
import freemarker.template.TemplateModel;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of an event as templates see them: text, numbers, truth values, times, lists and named
 * values; a length of time is its number of seconds. Nothing has methods. For one rendering.
 */
record Values(Budget budget) {
  /**
   * Longer text is cut, so that a long line in a log does not make a whole message too long to be
   * shown.
   */
  static final int LONGEST_TEXT = 4_096;

  @Nullable TemplateModel of(@Nullable Object value) {
    budget.step();
    if (value == null) {
      return null;
    } else if (value instanceof String text) {
      return new SimpleScalar(cut(text));
    } else if (value instanceof Number number) {
      return new SimpleNumber(number);
    } else if (value instanceof Boolean truth) {
      return truth ? TemplateBooleanModel.TRUE : TemplateBooleanModel.FALSE;
    } else if (value instanceof Instant time) {
      return time(time);
    } else if (value instanceof Duration duration) {
      return new SimpleNumber(seconds(duration));
    } else if (value instanceof List<?> list) {
      return new ListModel(list, this);
    } else if (value instanceof Fields fields) {
      return new FieldsModel(fields, this);
    } else if (value instanceof LogRecord line) {
      return new RecordModel(line, this);
    }
    return new SimpleScalar(cut(value.toString()));
  }

  /** Text, where the time is too far away for a {@link Date}. */
  private static TemplateModel time(Instant time) {
    try {
      return new SimpleDate(Date.from(time), TemplateDateModel.DATETIME);
    } catch (IllegalArgumentException e) {
      return new SimpleScalar(time.toString());
    }
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .add(BigDecimal.valueOf(duration.getNano(), 9))
        .stripTrailingZeros();
  }

  static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    int end = LONGEST_TEXT - (Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? 1 : 0);
    return text.substring(0, end) + "... [" + (text.length() - end) + " more]";
  }
}

package io.correlator.rules;

import io.correlator.api.Slice;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.detection.Values;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The values of some fields of a record together, as one text. A single value is that text itself;
 * several are separated by U+001F, which is escaped within them, so that no two tuples look alike.
 */
final class Tuple {
  /** How many tuples a record with lists gives at most. */
  static final int MOST = 16;

  private static final char SEPARATOR = '\u001f';

  private Tuple() {}

  /**
   * All tuples of a record: lists give one for each different element, up to {@link #MOST}+1 in
   * all. None if a field has no value.
   */
  static List<Slice> of(RecordView view, List<String> fields) {
    // Nearly all keys are one text.
    if (fields.size() == 1 && view.value(fields.get(0)) instanceof String text) {
      return List.of(Slice.of(escaped(text)));
    }
    Set<String> tuples = Set.of("");
    boolean first = true;
    for (String field : fields) {
      Set<String> longer = new LinkedHashSet<>();
      for (String tuple : tuples) {
        String begin = first ? "" : tuple + SEPARATOR;
        Values.any(
            view.value(field),
            value -> {
              longer.add(begin + escaped(Values.text(value)));
              return longer.size() > MOST;
            });
      }
      tuples = longer;
      first = false;
    }
    return tuples.stream().limit(MOST + 1L).map(Slice::of).toList();
  }

  /** The tuple of these values. */
  static Slice of(List<String> values) {
    return Slice.of(
        values.stream().map(Tuple::escaped).collect(Collectors.joining(String.valueOf(SEPARATOR))));
  }

  private static String escaped(String value) {
    return value.indexOf(SEPARATOR) < 0 && value.indexOf('\\') < 0
        ? value
        : value.replace("\\", "\\\\").replace("\u001f", "\\u");
  }

  /** The values of a tuple; of one that was shortened, perhaps fewer. */
  static List<String> values(String tuple) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < tuple.length(); i++) {
      char c = tuple.charAt(i);
      if (c == SEPARATOR) {
        values.add(value.toString());
        value.setLength(0);
      } else if (c == '\\' && i + 1 < tuple.length()) {
        i++;
        value.append(tuple.charAt(i) == 'u' ? SEPARATOR : tuple.charAt(i));
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    return values;
  }
}

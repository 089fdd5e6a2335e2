package io.correlator.rules.sigma;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code %names%} in values with the modifier {@code expand} stand for: lists that the user
 * keeps, such as the administrators or the servers of a site. Immutable.
 */
public final class Placeholders {
  private static final Placeholders NONE = new Placeholders(Map.of());

  private final Map<String, List<String>> values;

  private Placeholders(Map<String, List<String>> values) {
    Map<String, List<String>> copy = new TreeMap<>();
    values.forEach((name, list) -> copy.put(name, List.copyOf(list)));
    this.values = copy;
  }

  /** No placeholders: rules that have some are refused. */
  public static Placeholders none() {
    return NONE;
  }

  /** The values by name, without percent signs; values may have wildcards as in rules. */
  public static Placeholders of(Map<String, List<String>> values) {
    return new Placeholders(values);
  }

  Optional<List<String>> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  List<String> names() {
    return List.copyOf(values.keySet());
  }
}

package io.correlator.benchmarks.rules;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands behind a command: names that begin with two dashes, each with a value. */
final class Arguments {
  private final Map<String, String> values = new HashMap<>();

  private Arguments() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if a name is none of {@code known} or has no value
   */
  static Arguments of(Set<String> known, String... arguments) {
    Arguments read = new Arguments();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!known.contains(arguments[i])) {
        throw new IllegalArgumentException(arguments[i] + ": there is no such option");
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + ": a value is missing");
      }
      read.values.put(arguments[i], arguments[i + 1]);
    }
    return read;
  }

  int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value.replace("_", ""));
  }

  List<Integer> numbers(String name, List<Integer> otherwise) {
    String value = values.get(name);
    return value == null
        ? otherwise
        : Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList();
  }

  Optional<Path> path(String name) {
    return Optional.ofNullable(values.get(name)).map(Path::of);
  }
}

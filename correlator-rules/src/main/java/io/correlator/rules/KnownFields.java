package io.correlator.rules;

import io.correlator.rules.model.LogSource;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import io.correlator.rules.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which fields the events of a log source have, for those of which that is known. Immutable. */
final class KnownFields {
  private static final String FILE = "known-fields.yml";
  private static final String EVERY = "every";
  private static final String OWN = "own";
  private static final String WINDOWS = "windows";
  private static final String ANY = "-";
  private static final String ALL_IN_IT = ".*";

  /** By category for Windows, and by product, category and service for all else. */
  private final Map<String, Set<String>> byLogSource = new HashMap<>();

  private KnownFields() {}

  static KnownFields load() {
    KnownFields known = new KnownFields();
    Entries document =
        (Entries) YamlReader.read(FILE, text(), new Problems()).stream().findFirst().orElseThrow();
    document
        .entries()
        .forEach(entry -> known.byLogSource.put(entry.name(), texts((Items) entry.value())));
    Set<String> windows = known.take(EVERY);
    Set<String> own = known.take(OWN);
    known.byLogSource.forEach(
        (name, fields) -> {
          // Sysmon says the same about the events of all systems.
          if (!name.contains("/") || !name.contains("/" + ANY + "/")) {
            fields.addAll(windows);
          }
          if (name.contains("/")) {
            fields.addAll(own);
          }
        });
    return known;
  }

  private static Set<String> texts(Items items) {
    Set<String> texts = new TreeSet<>();
    items.nodes().forEach(node -> texts.add(((Scalar) node).text()));
    return texts;
  }

  private Set<String> take(String name) {
    return Optional.ofNullable(byLogSource.remove(name)).orElse(Set.of());
  }

  /** The fields of a log source; nothing if nobody knows. */
  Optional<Set<String>> of(LogSource logSource) {
    if (logSource.product().filter(WINDOWS::equals).isPresent()) {
      return logSource.category().flatMap(name -> Optional.ofNullable(byLogSource.get(name)));
    }
    // A service says more exactly than a category what writes the events.
    return Stream.of(
            name(logSource.product(), logSource.category(), Optional.empty()),
            name(logSource.product(), Optional.empty(), logSource.service()),
            name(Optional.empty(), logSource.category(), Optional.empty()))
        .flatMap(name -> Stream.ofNullable(byLogSource.get(name)))
        .findFirst();
  }

  private static String name(
      Optional<String> product, Optional<String> category, Optional<String> service) {
    return product.orElse(ANY) + '/' + category.orElse(ANY) + '/' + service.orElse(ANY);
  }

  /** Whether {@code field} is one of {@code known}, or a part of one that has parts. */
  static boolean contains(Set<String> known, String field) {
    for (int dot = field.indexOf('.'); dot > 0; dot = field.indexOf('.', dot + 1)) {
      if (known.contains(field.substring(0, dot) + ALL_IN_IT)) {
        return true;
      }
    }
    return known.contains(field) || known.contains(field + ALL_IN_IT);
  }

  private static String text() {
    try (InputStream in = KnownFields.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + FILE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

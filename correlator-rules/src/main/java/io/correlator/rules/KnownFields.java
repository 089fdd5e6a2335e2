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

/** Which fields the events of a log source have, for those of which that is known. Immutable. */
final class KnownFields {
  private static final String FILE = "known-fields.yml";
  private static final String EVERY = "every";
  private static final String PRODUCT = "windows";

  private final Map<String, Set<String>> byCategory = new HashMap<>();

  private KnownFields() {}

  static KnownFields load() {
    KnownFields known = new KnownFields();
    Entries document =
        (Entries) YamlReader.read(FILE, text(), new Problems()).stream().findFirst().orElseThrow();
    document
        .entries()
        .forEach(entry -> known.byCategory.put(entry.name(), texts((Items) entry.value())));
    Set<String> every = known.byCategory.remove(EVERY);
    if (every != null) {
      known.byCategory.values().forEach(fields -> fields.addAll(every));
    }
    return known;
  }

  private static Set<String> texts(Items items) {
    Set<String> texts = new TreeSet<>();
    items.nodes().forEach(node -> texts.add(((Scalar) node).text()));
    return texts;
  }

  /** The fields of a log source; nothing if nobody knows. */
  Optional<Set<String>> of(LogSource logSource) {
    boolean windows = logSource.product().filter(PRODUCT::equals).isPresent();
    return windows
        ? logSource.category().flatMap(name -> Optional.ofNullable(byCategory.get(name)))
        : Optional.empty();
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

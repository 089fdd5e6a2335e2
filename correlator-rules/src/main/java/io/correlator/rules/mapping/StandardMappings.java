package io.correlator.rules.mapping;

import io.correlator.rules.classify.Classifier;
import io.correlator.rules.problem.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The mappings that come with the library, as users would write them. */
final class StandardMappings {
  private static final List<String> NAMES =
      List.of("windows", "linux", "web", "ecs", "cloud", "network", "zeek", "application");

  static final Mapping ALL = all();

  private StandardMappings() {}

  private static Mapping all() {
    Mapping all =
        new Mapping(List.of(), new Names(Map.of(), List.of()), Map.of(), Classifier.standard());
    for (String name : NAMES) {
      all = all.and(read(name + ".yml"));
    }
    return all;
  }

  private static Mapping read(String file) {
    Problems problems = new Problems();
    return Mapping.read(file, text(file), problems)
        .orElseThrow(() -> new IllegalStateException(problems.all().toString()));
  }

  private static String text(String file) {
    try (InputStream in = StandardMappings.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

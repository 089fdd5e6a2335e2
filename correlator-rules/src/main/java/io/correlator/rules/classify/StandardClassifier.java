package io.correlator.rules.classify;

import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The classes that come with the library, as users would write them. */
final class StandardClassifier {
  /** What is general is only asked where all that knows better has no answer. */
  private static final List<List<String>> GROUPS =
      List.of(
          List.of("sshd", "accounts", "services", "network", "web", "windows", "audit"),
          List.of("general"));

  static final Classifier ALL = all();

  private StandardClassifier() {}

  private static Classifier all() {
    Problems problems = new Problems();
    List<ClassGroup> groups =
        GROUPS.stream().map(names -> new ClassGroup(classes(names, problems))).toList();
    if (problems.errors() > 0) {
      throw new IllegalStateException(problems.all().toString());
    }
    return new Classifier(groups);
  }

  private static List<RecordClass> classes(List<String> names, Problems problems) {
    return names.stream()
        .map(name -> name + ".yml")
        .flatMap(file -> YamlReader.read(file, text(file), problems).stream())
        .map(YamlNode.Entries.class::cast)
        .flatMap(document -> ClassifierReader.classes(document, problems).stream())
        .toList();
  }

  private static String text(String file) {
    try (InputStream in = StandardClassifier.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

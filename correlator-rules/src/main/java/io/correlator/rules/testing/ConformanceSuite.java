package io.correlator.rules.testing;

import io.correlator.rules.json.JsonText;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The conformance suite: cases in JSON that say what rules mean, for any engine. {@code
 * conformance/README.md} defines the files, the questions and the answers. Immutable.
 */
public final class ConformanceSuite {
  private final List<ConformanceCase> cases;

  private ConformanceSuite(List<ConformanceCase> cases) {
    this.cases = List.copyOf(cases);
  }

  /**
   * The cases of all {@code .json} files in a folder, in the order of their names.
   *
   * @throws IOException if one cannot be read, is not JSON, or has two cases of one id
   */
  public static ConformanceSuite load(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    List<ConformanceCase> cases = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Path file : files) {
      for (Entries node : objects(file.toString(), Files.readString(file))) {
        String id = id(node);
        if (id.isEmpty() || !ids.add(id)) {
          throw new IOException(node.position() + ": the id '" + id + "' is not unique");
        }
        cases.add(new ConformanceCase(id, answer(node), node));
      }
    }
    return new ConformanceSuite(cases);
  }

  private static ConformanceAnswer answer(Entries node) throws IOException {
    try {
      return ConformanceAnswer.read(node);
    } catch (NumberFormatException e) {
      throw new IOException(node.position() + ": a time or a number cannot be read", e);
    }
  }

  /** The cases, in order. */
  public List<ConformanceCase> cases() {
    return cases;
  }

  /**
   * Reads the answers of an engine, by the ids of cases.
   *
   * @throws IOException if they cannot be read
   */
  public static Map<String, ConformanceAnswer> answers(String text) throws IOException {
    Map<String, ConformanceAnswer> answers = new LinkedHashMap<>();
    for (Entries node : objects("answers", text)) {
      answers.put(id(node), answer(node));
    }
    return answers;
  }

  /**
   * Reads one question, as {@link ConformanceCase#question()} writes it.
   *
   * @throws IOException if it cannot be read
   */
  public static ConformanceCase question(String line) throws IOException {
    List<Entries> nodes = objects("question", line);
    if (nodes.size() != 1) {
      throw new IOException("a question is one object");
    }
    return new ConformanceCase(id(nodes.get(0)), answer(nodes.get(0)), nodes.get(0));
  }

  private static String id(Entries node) {
    return node.get("id")
        .filter(Scalar.class::isInstance)
        .map(text -> ((Scalar) text).text())
        .orElse("");
  }

  private static List<Entries> objects(String file, String text) throws IOException {
    Problems problems = new Problems();
    List<YamlNode> values = JsonText.read(file, text, problems);
    Optional<Problem> wrong = problems.all().stream().findFirst();
    if (wrong.isPresent()) {
      throw new IOException(wrong.get().toString());
    }
    List<Entries> objects = new ArrayList<>();
    for (YamlNode value : values) {
      List<YamlNode> nodes = value instanceof Items items ? items.nodes() : List.of(value);
      for (YamlNode node : nodes) {
        if (!(node instanceof Entries object)) {
          throw new IOException(node.position() + ": an object is needed");
        }
        objects.add(object);
      }
    }
    return objects;
  }
}

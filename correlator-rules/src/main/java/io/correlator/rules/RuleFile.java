package io.correlator.rules;

import io.correlator.rules.json.JsonRules;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.sigma.CorrelationReader;
import io.correlator.rules.sigma.SigmaFile;
import io.correlator.rules.sigma.SigmaFilter;
import io.correlator.rules.sigma.SigmaReader;
import io.correlator.rules.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in one file of rules, whoever wrote it. Immutable.
 *
 * @param rules those that are right and enabled
 * @param disabled how many are right, but disabled
 */
record RuleFile(List<Rule> rules, List<SigmaFilter> filters, int disabled, List<Problem> problems) {
  /** The largest file that is read, in bytes. */
  private static final long MAX_BYTES = 64 << 20;

  RuleFile {
    rules = List.copyOf(rules);
    filters = List.copyOf(filters);
    problems = List.copyOf(problems);
  }

  /** Reads a file, whatever is there. May be called by many threads. */
  static RuleFile read(Path path, SigmaReader sigma) {
    if (isTest(path)) {
      return refused(
          path,
          "the file holds cases that test rules, and no rules",
          "name the file of the rules; what ends in .test.yml is for 'rules test'");
    }
    if (Files.notExists(path)) {
      return refused(
          path, "there is no such file or folder", "name files of rules, or folders of them");
    }
    if (!isRules(path)) {
      return refused(
          path, "rules are not read from such a file", "its name must end in .yml, .yaml or .json");
    }
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new IOException("larger than " + MAX_BYTES + " bytes");
      }
      return read(path.toString(), Files.readString(path), sigma);
    } catch (IOException e) {
      return unreadable(path, e);
    }
  }

  /** What a text holds that could stand in a file of this name. */
  static RuleFile read(String file, String text, SigmaReader sigma) {
    return file.endsWith(".json") ? json(file, text) : sigma(sigma.read(file, text));
  }

  private static RuleFile json(String file, String text) {
    JsonRules json = JsonRules.read(file, text);
    return new RuleFile(json.rules(), List.of(), json.disabled(), json.problems());
  }

  private static RuleFile sigma(SigmaFile file) {
    List<Rule> rules = new ArrayList<>(file.rules());
    Problems problems = new Problems();
    file.problems().forEach(problems::add);
    for (YamlNode.Entries correlation : file.correlations()) {
      CorrelationReader.read(correlation, problems).ifPresent(rules::add);
    }
    return new RuleFile(rules, file.filters(), 0, problems.all());
  }

  static RuleFile unreadable(Path path, Exception e) {
    boolean text = e instanceof CharacterCodingException;
    return refused(
        path,
        "cannot be read: " + (text ? "not UTF-8" : e),
        "a readable file or folder in UTF-8 is needed");
  }

  private static RuleFile refused(Path path, String wrong, String right) {
    Problems problems = new Problems();
    problems.add(ProblemId.RULE_FILE, Position.of(path.toString()), wrong, right);
    return new RuleFile(List.of(), List.of(), 0, problems.all());
  }

  /** Whether it is one of rules, by its name. */
  static boolean isRules(Path path) {
    String name = path.toString();
    return name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json");
  }

  /** Whether it holds cases for rules and no rules, by its name. */
  static boolean isTest(Path file) {
    String name = file.toString();
    return name.endsWith(".test.yml") || name.endsWith(".test.yaml") || name.endsWith(".test.json");
  }
}

package io.correlator.rules.testing;

import io.correlator.rules.Rules;
import io.correlator.rules.json.JsonText;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.testing.RuleTestCase.Given;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds and reads cases: files whose names end in {@code .test.yml}, {@code .test.yaml} or {@code
 * .test.json}, and those that stand in files of rules. For any thread.
 */
public final class RuleTests {
  private static final List<String> FILE =
      List.of("rules", "mapping", "formats", "format", "tests");
  private static final List<String> ENDINGS = List.of(".yml", ".yaml", ".json");
  private static final long MAX_BYTES = 16 << 20;

  private RuleTests() {}

  /**
   * The files with cases among these files and in these folders and the folders in them, in the
   * order of their names, each once. Files of rules are among them only if cases stand in them; for
   * one that is named, so are the cases beside it. What cannot be read, or has mistakes, is there
   * with its problems.
   */
  public static List<RuleTestFile> load(Path... paths) {
    List<RuleTestFile> files = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (Path path : paths) {
      for (Path file : filesIn(path)) {
        if (seen.add(file.toAbsolutePath().normalize())) {
          RuleTestFile read = read(file);
          if (Rules.isTest(file) || !read.cases().isEmpty() || !read.problems().isEmpty()) {
            files.add(read);
          }
        }
      }
    }
    return List.copyOf(files);
  }

  private static List<Path> filesIn(Path path) {
    if (!Files.isDirectory(path)) {
      return Stream.concat(Stream.of(path), casesBeside(path)).toList();
    }
    try (Stream<Path> walk = Files.walk(path)) {
      return walk.filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith))
          .filter(file -> !isHidden(path.relativize(file)))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> casesBeside(Path rules) {
    String name = String.valueOf(rules.getFileName());
    int ending = name.lastIndexOf('.');
    return Rules.isTest(rules) || ending < 0
        ? Stream.empty()
        : ENDINGS.stream()
            .map(each -> rules.resolveSibling(name.substring(0, ending) + ".test" + each))
            .filter(Files::isRegularFile);
  }

  private static boolean isHidden(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /** The cases of one file. */
  public static RuleTestFile read(Path file) {
    Problems problems = new Problems();
    List<RuleTestCase> cases = new ArrayList<>();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("larger than " + MAX_BYTES + " bytes");
      }
      String text = Files.readString(file);
      if (Rules.isTest(file)) {
        cases.addAll(ofFile(file, documents(file, text, problems), problems));
      } else if (text.contains("tests")) {
        cases.addAll(inside(file, documents(file, text, new Problems()), problems));
      }
    } catch (IOException e) {
      problems.add(
          ProblemId.RULE_FILE,
          Position.of(file.toString()),
          "cannot be read: " + (e instanceof CharacterCodingException ? "not UTF-8" : e),
          "a readable file in UTF-8 is needed");
    }
    return new RuleTestFile(file, cases, problems.all());
  }

  private static List<YamlNode> documents(Path file, String text, Problems problems) {
    return file.toString().endsWith(".json")
        ? JsonText.read(file.toString(), text, problems)
        : YamlReader.read(file.toString(), text, problems);
  }

  private static List<RuleTestCase> ofFile(Path file, List<YamlNode> documents, Problems problems) {
    CaseReader reader = new CaseReader(problems);
    List<RuleTestCase> cases = new ArrayList<>();
    for (YamlNode document : documents) {
      if (!(document instanceof Entries entries)) {
        problems.add(
            ProblemId.RULE_TEST_SHAPE,
            document.position(),
            "the file is " + document.kind(),
            "a map is needed, with a list of cases under 'tests'");
        continue;
      }
      TestNode node = new TestNode(entries, problems);
      node.allow(FILE);
      List<Path> rules = files("rules", node, file);
      List<Path> meant = rules.isEmpty() ? beside(file) : rules;
      if (meant.isEmpty() || !meant.stream().allMatch(Files::exists)) {
        problems.add(
            ProblemId.RULE_TEST_RULES,
            node.position(),
            "the rules that are tested are not there",
            "put them beside the cases, NAME.yml beside NAME.test.yml, or name files or folders"
                + " under 'rules'");
        continue;
      }
      Given given = new Given(meant, files("mapping", node, file), files("formats", node, file));
      String format = node.text("format").orElse("auto");
      node.get("tests").ifPresent(tests -> cases.addAll(reader.read(tests, format, given)));
    }
    if (cases.isEmpty() && problems.errors() == 0) {
      problems.add(
          ProblemId.RULE_TEST_SHAPE,
          Position.of(file.toString()),
          "there are no cases in it",
          "write some, as a list under 'tests'");
    }
    return cases;
  }

  private static List<Path> files(String key, TestNode node, Path file) {
    return node.texts(key).stream().map(file::resolveSibling).toList();
  }

  /** The rules that have the same name but for {@code .test}. */
  private static List<Path> beside(Path file) {
    String name = String.valueOf(file.getFileName());
    String stem = name.substring(0, name.lastIndexOf(".test."));
    return ENDINGS.stream()
        .map(ending -> file.resolveSibling(stem + ending))
        .filter(Files::exists)
        .toList();
  }

  /** Cases in a file of rules. What else is wrong with it is for those who load the rules. */
  private static List<RuleTestCase> inside(Path file, List<YamlNode> documents, Problems problems) {
    boolean json = file.toString().endsWith(".json");
    CaseReader reader = new CaseReader(problems);
    List<RuleTestCase> cases = new ArrayList<>();
    for (YamlNode document : documents) {
      List<YamlNode> rules = document instanceof Items items ? items.nodes() : List.of(document);
      for (YamlNode rule : rules) {
        Optional<YamlNode> holder = json ? Optional.of(rule) : member(rule, "correlator");
        holder
            .flatMap(each -> member(each, "tests"))
            .ifPresent(
                tests ->
                    cases.addAll(
                        reader.read(
                            tests, "auto", new Given(List.of(file), List.of(), List.of()))));
      }
    }
    return cases;
  }

  private static Optional<YamlNode> member(YamlNode node, String name) {
    return node instanceof Entries entries ? entries.get(name) : Optional.empty();
  }

  /** The problems of all files. */
  public static List<Problem> problems(List<RuleTestFile> files) {
    return files.stream().flatMap(file -> file.problems().stream()).toList();
  }
}

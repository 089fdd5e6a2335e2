package io.correlator.cli;

import io.correlator.api.Printable;
import io.correlator.core.plugin.Plugins;
import io.correlator.rules.testing.RuleTestCase;
import io.correlator.rules.testing.RuleTestFile;
import io.correlator.rules.testing.RuleTestResult;
import io.correlator.rules.testing.RuleTestRunner;
import io.correlator.rules.testing.RuleTests;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the cases that rules are tested with: a line for each, and why it failed if it did. */
@Command(
    name = "test",
    description = {
      "Runs the cases that rules are tested with: files that end in .test.yml, .test.yaml or",
      ".test.json, and cases inside rules. Exit code 1 if one fails, or if there are none."
    },
    mixinStandardHelpOptions = true)
final class TestRulesCommand implements Main.Action {
  private static final Pattern PLACE = Pattern.compile("(.+?):([0-9]{1,9})(:[0-9]+)?");

  private final Terminal terminal;

  @Parameters(
      paramLabel = "PATH",
      description = {
        "Files with cases, files of rules with cases inside or beside, or folders of them;",
        "FILE:LINE is the one case that this line belongs to."
      })
  private List<String> paths = new ArrayList<>();

  TestRulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    if (paths.isEmpty()) {
      mistakes.add("name files with cases, or folders of them");
    }
    List<RuleTestFile> files = new ArrayList<>();
    for (String path : paths) {
      Matcher place = PLACE.matcher(path);
      if (Files.exists(Path.of(path))) {
        files.addAll(RuleTests.load(Path.of(path)));
      } else if (place.matches() && Files.isRegularFile(Path.of(place.group(1)))) {
        RuleTestFile file = RuleTests.read(Path.of(place.group(1)));
        Optional<RuleTestCase> test = file.caseAt(Integer.parseInt(place.group(2)));
        test.ifPresentOrElse(
            each -> files.add(new RuleTestFile(file.path(), List.of(each), List.of())),
            () -> mistakes.add(path + ": no case stands there that can be run"));
      } else {
        mistakes.add(path + ": no such file or folder");
      }
    }
    if (!mistakes.isEmpty()) {
      return Main.refuse(terminal, mistakes, "correlator rules test");
    }
    PrintWriter out = new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8);
    int exitCode = run(files, out);
    out.flush();
    return exitCode;
  }

  private static int run(List<RuleTestFile> files, PrintWriter out) {
    RuleTestRunner runner = RuleTestRunner.on(PipelineBench::open, Plugins.available().formats());
    int cases = 0;
    int failed = 0;
    int errors = 0;
    for (RuleTestFile file : files) {
      file.problems().forEach(problem -> out.println(problem));
      errors += file.problems().size();
      for (RuleTestCase test : file.cases()) {
        RuleTestResult result = runner.run(test);
        report(result, out);
        cases++;
        failed += result.passed() ? 0 : 1;
      }
    }
    out.println(
        cases == 0 && errors == 0
            ? "no cases: write some in a file beside the rules, NAME.test.yml beside NAME.yml"
            : "%s, %d failed, %s"
                .formatted(Quantity.of(cases, "case"), failed, Quantity.of(errors, "error")));
    return failed + errors == 0 && cases > 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
  }

  private static void report(RuleTestResult result, PrintWriter out) {
    RuleTestCase test = result.test();
    out.println(
        Printable.of(
            "%s %s: %s"
                .formatted(result.passed() ? "ok  " : "FAIL", test.position(), test.name())));
    result.differences().forEach(line -> out.println("     " + Printable.of(line)));
  }
}

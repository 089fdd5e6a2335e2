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
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the cases that rules are tested with: a line for each, and why it failed if it did. */
@Command(
    name = "test",
    description = {
      "Runs the cases that rules are tested with: files that end in .test.yml, .test.yaml or",
      ".test.json, and cases inside rules. Exit code 1 if one fails."
    },
    mixinStandardHelpOptions = true)
final class TestRulesCommand implements Main.Action {
  private final Terminal terminal;

  @Parameters(paramLabel = "PATH", description = "Files with cases, or folders of them.")
  private List<Path> paths = new ArrayList<>();

  TestRulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    if (paths.isEmpty()) {
      mistakes.add("name files with cases, or folders of them");
    }
    paths.stream()
        .filter(path -> !Files.exists(path))
        .forEach(path -> mistakes.add(path + ": no such file or folder"));
    if (!mistakes.isEmpty()) {
      return Main.refuse(terminal, mistakes, "correlator rules test");
    }
    PrintWriter out = new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8);
    int exitCode = run(RuleTests.load(paths.toArray(Path[]::new)), out);
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
            : "%d cases, %d failed, %d errors".formatted(cases, failed, errors));
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

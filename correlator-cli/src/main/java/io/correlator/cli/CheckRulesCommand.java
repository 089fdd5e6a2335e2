package io.correlator.cli;

import io.correlator.rules.RuleLint;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what is wrong with rules: a line for each problem, then how many rules there are. */
@Command(
    name = "check",
    description = "Says what is wrong with rules, and where; exit code 1 if any is refused.",
    mixinStandardHelpOptions = true)
final class CheckRulesCommand implements Main.Action {
  private final Terminal terminal;

  @Parameters(paramLabel = "PATH", description = "Files of rules, or folders of them.")
  private List<Path> paths = new ArrayList<>();

  @Mixin private MappingFiles mappings = new MappingFiles();

  CheckRulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    if (paths.isEmpty()) {
      mistakes.add("name files of rules, or folders of them");
    }
    Mapping mapping = mappings.andStandard(mistakes);
    if (!mistakes.isEmpty()) {
      return Main.refuse(terminal, mistakes, "correlator rules check");
    }
    RuleSet rules = Rules.load(mapping, paths);
    PrintWriter out = new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8);
    List<Problem> problems = new ArrayList<>(rules.problems());
    problems.addAll(RuleLint.check(rules));
    problems.forEach(out::println);
    long errors = problems.stream().filter(Problem::isError).count();
    // A rule in JSON may be several to the engine, all at the same place.
    long count = rules.rules().stream().map(Rule::position).distinct().count();
    out.println(
        "%s, %d disabled, %s, %s"
            .formatted(
                Quantity.of(count, "rule"),
                rules.disabled(),
                Quantity.of(errors, "error"),
                Quantity.of(problems.size() - errors, "warning")));
    out.flush();
    return rules.hasErrors() ? ExitCode.INCOMPLETE : ExitCode.DONE;
  }
}

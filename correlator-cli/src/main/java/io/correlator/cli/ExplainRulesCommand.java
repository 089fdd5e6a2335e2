package io.correlator.cli;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.LogRecord;
import io.correlator.api.Printable;
import io.correlator.api.RecordHeader;
import io.correlator.api.config.NearestName;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.core.plugin.Plugins;
import io.correlator.rules.RuleExplainer;
import io.correlator.rules.RuleExplanation;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.testing.RuleTestCase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says why rules match a record or do not. */
@Command(
    name = "explain",
    description = "Says why a rule matches a record or does not.",
    mixinStandardHelpOptions = true)
final class ExplainRulesCommand implements Main.Action {
  private static final Pattern PLACE = Pattern.compile("(.+):([0-9]{1,9})");

  private final Terminal terminal;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description = {
        "A file of rules, all of which are explained, or the id, name or title of one rule",
        "of those that --rules names."
      })
  private String rule = "";

  @Option(
      names = "--rules",
      paramLabel = "PATH",
      description = "A file of rules or a folder of them. Repeatable.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--record",
      paramLabel = "RECORD",
      defaultValue = "-",
      description = {
        "The line of a log, or FILE:LINE for the record that a line of a file belongs to, counted",
        "from 1, or - for the first record of standard input. Default: ${DEFAULT-VALUE}."
      })
  private String record = "-";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description = "The format of the record. Default: ${DEFAULT-VALUE}.")
  private String format = "auto";

  @Option(names = "--all", description = "Shows also the answers that do not matter.")
  private boolean all;

  ExplainRulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    Map<String, RecordFormat> formats = Plugins.available().formats();
    boolean isFile = !rule.isEmpty() && Files.exists(Path.of(rule));
    if (rule.isEmpty()) {
      mistakes.add("name a rule: --rule");
    } else if (!isFile && paths.isEmpty()) {
      mistakes.add("there is no file " + rule + "; to find a rule of that id, name --rules");
    }
    if (!formats.containsKey(format)) {
      mistakes.add(
          "there is no format '%s'%s"
              .formatted(format, NearestName.hint(format, formats.keySet())));
    }
    if (!mistakes.isEmpty()) {
      return Main.refuse(terminal, mistakes, "correlator rules explain");
    }
    try {
      LogRecord read = read(formats.getOrDefault(format, formats.values().iterator().next()));
      return isFile ? explainFile(read) : explain(read);
    } catch (IOException e) {
      terminal.say("cannot read the record: " + e);
      return ExitCode.USAGE;
    }
  }

  private int explainFile(LogRecord read) {
    RuleSet rules = Rules.load(Path.of(rule));
    List<String> all = rules.rules().stream().map(Rule::metadata).map(each -> each.key()).toList();
    return explain(rules, all, read);
  }

  private int explain(LogRecord read) {
    return explain(Rules.load(paths.toArray(Path[]::new)), List.of(rule), read);
  }

  private int explain(RuleSet rules, List<String> names, LogRecord read) {
    rules.problems().stream()
        .filter(Problem::isError)
        .forEach(problem -> terminal.show(problem.toString()));
    RuleExplainer explainer = RuleExplainer.of(rules);
    List<RuleExplanation> explanations =
        names.stream().flatMap(name -> explainer.explain(name, read).stream()).distinct().toList();
    if (explanations.isEmpty()) {
      terminal.say("there is no rule " + rule);
      return ExitCode.USAGE;
    }
    PrintWriter out = new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8);
    out.println("record: " + Printable.of(read.raw()));
    explanations.forEach(each -> out.print(all ? each : each.deciding()));
    out.flush();
    return rules.hasErrors() ? ExitCode.INCOMPLETE : ExitCode.DONE;
  }

  private LogRecord read(RecordFormat named) throws IOException {
    Matcher place = PLACE.matcher(record);
    boolean isPlace = place.matches() && Files.isRegularFile(Path.of(place.group(1)));
    RecordLines found =
        isPlace
            ? RecordLines.at(Path.of(place.group(1)), Long.parseLong(place.group(2)), named)
            : RecordLines.first(given(), named);
    String source = isPlace ? place.group(1) : "record";
    byte[] bytes = found.text();
    RecordHeader header = new RecordHeader();
    named
        .open(new FormatContext(ZoneOffset.UTC, RuleTestCase.START))
        .parse(bytes, 0, bytes.length, header);
    Provenance provenance =
        new Provenance(source, 0, Counting.RECORDS, named.name(), named::fields);
    int from = header.isPart() ? header.partFrom() : 0;
    int to = header.isPart() ? header.partTo() : bytes.length;
    return Block.of(bytes, provenance, found.line() - 1, found.line(), RuleTestCase.START)
        .record(from, to, 0, header, RuleTestCase.START);
  }

  private InputStream given() {
    return record.equals("-")
        ? System.in
        : new ByteArrayInputStream(record.getBytes(StandardCharsets.UTF_8));
  }
}

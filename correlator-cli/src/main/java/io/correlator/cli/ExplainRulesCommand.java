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
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.testing.RuleTestCase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says why rules match a record or do not. */
@Command(
    name = "explain",
    description = "Says why a rule matches a record or does not.",
    mixinStandardHelpOptions = true)
final class ExplainRulesCommand implements Main.Action {
  private static final Pattern PLACE = Pattern.compile("(.+):([0-9]{1,9})");
  private static final Pattern PLACE_LIKE = Pattern.compile("[^\\s:]*[./][^\\s:]*:[0-9]{1,9}");
  private static final int MOST_SHOWN = 4_000;

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
        "from 1, FILE for its first record, or - for the first record of standard input. Files as",
        "for 'process': plain, gzip or .evtx. Default: ${DEFAULT-VALUE}."
      })
  private String record = "-";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description = "The format of the record. Default: ${DEFAULT-VALUE}.")
  private String format = "auto";

  @Mixin private FormatFiles ownFormats = new FormatFiles();
  @Mixin private MappingFiles mappings = new MappingFiles();

  @Option(names = "--all", description = "Shows also the answers that do not matter.")
  private boolean all;

  ExplainRulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    Map<String, RecordFormat> formats = ownFormats.and(Plugins.available(), mistakes);
    Mapping mapping = mappings.andStandard(mistakes);
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
      return isFile ? explainFile(mapping, read) : explain(mapping, read);
    } catch (IOException e) {
      terminal.say("cannot read the record: " + told(e));
      return ExitCode.USAGE;
    }
  }

  /** Of what went wrong, what it says, if it says it in words. */
  private static String told(IOException e) {
    String message = e.getMessage();
    return e.getClass() == IOException.class && message != null ? message : e.toString();
  }

  private int explainFile(Mapping mapping, LogRecord read) {
    RuleSet rules = Rules.load(mapping, List.of(Path.of(rule)));
    // Those that a correlation of the file names are explained with it.
    Set<String> named =
        rules.rules().stream()
            .filter(CorrelationRule.class::isInstance)
            .flatMap(each -> ((CorrelationRule) each).references().stream())
            .collect(Collectors.toSet());
    List<String> all =
        rules.rules().stream()
            .map(Rule::metadata)
            .filter(each -> named.stream().noneMatch(each::isCalled))
            .map(Metadata::key)
            .toList();
    return explain(rules, all, read);
  }

  private int explain(Mapping mapping, LogRecord read) {
    return explain(Rules.load(mapping, paths), List.of(rule), read);
  }

  private int explain(RuleSet rules, List<String> names, LogRecord read) {
    rules.problems().stream()
        .filter(each -> each.isError() || each.id() == ProblemId.LOG_SOURCE_UNMAPPED)
        .filter(each -> each.isError() || isAbout(each, rules, names))
        .forEach(problem -> terminal.show(problem.toString()));
    RuleExplainer explainer = RuleExplainer.of(rules);
    List<RuleExplanation> explanations =
        names.stream().flatMap(name -> explainer.explain(name, read).stream()).distinct().toList();
    if (explanations.isEmpty()) {
      terminal.say(
          rules.rules().isEmpty()
              ? "there is no rule to explain"
              : "there is no rule " + rule + nearest(rules));
      return ExitCode.USAGE;
    }
    PrintWriter out = new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8);
    out.println("record: " + shown(read.raw()));
    explanations.forEach(each -> out.print(all ? each : each.deciding()));
    out.flush();
    return rules.hasErrors() ? ExitCode.INCOMPLETE : ExitCode.DONE;
  }

  private static boolean isAbout(Problem problem, RuleSet rules, List<String> names) {
    return rules.rules().stream()
        .filter(
            each ->
                names.contains(each.metadata().key())
                    || names.stream().anyMatch(each.metadata()::isCalled))
        .anyMatch(each -> each.position().file().equals(problem.position().file()));
  }

  private String nearest(RuleSet rules) {
    List<String> names =
        rules.rules().stream()
            .map(Rule::metadata)
            .flatMap(each -> Stream.of(each.key(), each.name().orElse(each.key()), each.title()))
            .distinct()
            .toList();
    return NearestName.of(rule, names).map(": did you mean '%s'?"::formatted).orElse("");
  }

  /** Each line by itself, and no more than anybody would read. */
  private static String shown(String raw) {
    String start = raw.length() > MOST_SHOWN ? raw.substring(0, MOST_SHOWN) + "..." : raw;
    return start.lines().map(Printable::of).collect(Collectors.joining("\n        "));
  }

  private LogRecord read(RecordFormat named) throws IOException {
    Matcher place = PLACE.matcher(record);
    boolean isWhole = isFile(record);
    boolean isPlace = !isWhole && place.matches() && isFile(place.group(1));
    String file = isPlace ? place.group(1) : record;
    if (!isWhole && !isPlace && PLACE_LIKE.matcher(record).matches()) {
      terminal.say("there is no file " + place(record) + ": the text itself is the record");
    }
    RecordLines found =
        isWhole || isPlace
            ? RecordLines.at(
                Path.of(file),
                isPlace ? Long.parseLong(place.group(2)) : 1,
                named,
                Plugins.available().decoders().values())
            : RecordLines.first(given(), named);
    String source = isWhole || isPlace ? file : "record";
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

  /** A record is rarely a path, and may be none at all. */
  private static boolean isFile(String path) {
    try {
      return Files.isRegularFile(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String place(String record) {
    return record.substring(0, record.lastIndexOf(':'));
  }

  private InputStream given() {
    return record.equals("-")
        ? System.in
        : new ByteArrayInputStream(record.getBytes(StandardCharsets.UTF_8));
  }
}

package io.correlator.cli;

import io.correlator.api.config.Config;
import io.correlator.api.config.ConfigException;
import io.correlator.api.config.NearestName;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.state.Quota;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.Statistics;
import io.correlator.core.plugin.Plugins;
import io.correlator.listeners.JsonLinesListener;
import io.correlator.listeners.TextListener;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.rules.classify.Classifier;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.sources.FileSource;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads whole files and shows the events found in them. */
@Command(
    name = "process",
    description = "Reads log files and prints the events found in them.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  correlator process /var/log/auth.log",
      "  correlator process --module sshd,threshold=3,window=1m --output jsonl /var/log",
      "  correlator process --rules rules --output jsonl /var/log/auth.log",
      "  correlator process --data state --output none --listener csv,directory=audit auth.log",
      "  zcat old.gz | correlator process --listener csv,directory=audit -",
    })
final class ProcessCommand implements Main.Action {
  /** What runs when no module is named. */
  private static final List<String> DEFAULT_MODULES = List.of("sshd");

  /** How often an event is offered: for about 15 seconds. */
  private static final String ATTEMPTS = "5";

  private static final String HELP = "correlator process --help";
  private static final Duration REDRAW = Duration.ofMillis(200);

  private static final String SNAPSHOT_EVERY = "--snapshot-every";
  private static final String STOP_WITHIN = "--stop-within";
  private static final Duration STOP_WITHIN_DEFAULT = Duration.ofSeconds(10);

  /** Of the time to stop, what is left for those that were given up, and for statistics. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** The source whose state is saved: the next run finds it, whatever files that is given. */
  private static final String SAVED_SOURCE = "input";

  private final Terminal terminal;
  private final FailureReport failures;
  private volatile boolean inputUnreadable;
  private boolean rulesRefused;

  @Parameters(
      paramLabel = "FILE|DIR|-",
      description =
          "Files (plain, gzip or .evtx), folders (all files in them), or - for standard input; read in the"
              + " order given.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "How records are written; see 'correlator list'. Default: ${DEFAULT-VALUE}, which tells"
              + " syslog, JSON and Windows events apart.")
  private String format = "auto";

  @Option(
      names = "--module",
      paramLabel = "NAME[,key=value...]",
      description = "What to look for; repeatable. Default: sshd.")
  private List<String> modules = new ArrayList<>();

  @Option(
      names = "--rules",
      paramLabel = "PATH",
      description =
          "Rules to look for: a file of Sigma (.yml) or JSON (.json), or a folder; repeatable. Then"
              + " sshd is only run if named.")
  private List<Path> rules = new ArrayList<>();

  @Option(
      names = "--alert-quota",
      paramLabel = "COUNT/TIME",
      description =
          "With --rules: tell so many alerts of each rule about single records that says nothing else,"
              + " and count the others; such as 100/1m.")
  private @Nullable String alertQuota;

  @Option(
      names = "--classify",
      paramLabel = "FILE",
      description =
          "With --rules: what kinds of records there are, beside those that are known; repeatable.")
  private List<Path> classes = new ArrayList<>();

  @Option(
      names = "--listener",
      paramLabel = "NAME[,key=value...]",
      description = "What else to do with the events; repeatable.")
  private List<String> listeners = new ArrayList<>();

  @Option(
      names = "--dead-letters",
      paramLabel = "FILE",
      description = "Keep the events that a listener never took in this file.")
  private @Nullable Path deadLetters;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Save the state in this folder, and go on from there: what was read is not read again.")
  private @Nullable Path data;

  @Option(
      names = "--close-at-end",
      description =
          "Let time go on at the end of the input until nothing waits for it: what is missing by"
              + " then is told, flagged at-end. Not with --data.")
  private boolean closeAtEnd;

  @Option(
      names = SNAPSHOT_EVERY,
      paramLabel = "DURATION",
      description = "With --data: how often state is saved. Default: ${DEFAULT-VALUE}.")
  private String snapshotEvery = "10s";

  @Option(
      names = STOP_WITHIN,
      paramLabel = "DURATION",
      description =
          "How long an orderly end takes at most, after Ctrl-C or a signal. Default:"
              + " ${DEFAULT-VALUE}.")
  private String stopWithin = "10s";

  @Option(
      names = "--capture",
      paramLabel = "FILE",
      description = "Write all that the modules see into this file, to replay it.")
  private @Nullable Path capture;

  @Mixin private PluginOptions pluginOptions = new PluginOptions();

  @Option(
      names = "--output",
      paramLabel = "text|jsonl|none",
      description = "How events are printed. Default: ${DEFAULT-VALUE}.")
  private String output = "text";

  @Option(
      names = "--message",
      description = "With text: also print the message of each event that has one.")
  private boolean message;

  @Option(
      names = "--templates",
      paramLabel = "DIR",
      description = "Templates of messages that win over those of the modules.")
  private @Nullable Path templates;

  @Option(names = "--evidence", description = "With text: also print the lines behind each event.")
  private boolean evidence;

  @Option(
      names = "--stats",
      description = "Print the final statistics even if standard error is not a terminal.")
  private boolean stats;

  @Option(
      names = "--progress",
      paramLabel = "auto|always|never",
      description = "Show progress. Default: auto, if standard error is a terminal.")
  private String progress = "auto";

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      description = "Use colour. Default: auto, if standard output is a terminal.")
  private String colour = "auto";

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "The time zone of times that carry none, such as Europe/Zurich. Default: ${DEFAULT-VALUE}.")
  private String zone = "UTC";

  @Option(
      names = "--year",
      paramLabel = "YEAR",
      description =
          "The year of dates that carry none. Default: near the file's last modification.")
  private @Nullable Integer year;

  ProcessCommand(Terminal terminal) {
    this.terminal = terminal;
    this.failures = new FailureReport(terminal);
  }

  @Override
  public int run(List<String> mistakes) {
    StandardOutput out = new StandardOutput(terminal.out());
    Duration limit = duration(STOP_WITHIN, stopWithin, STOP_WITHIN_DEFAULT, mistakes);
    Optional<Correlator> assembled = assemble(out, limit, mistakes);
    if (assembled.isEmpty()) {
      Main.report(terminal, mistakes, HELP);
      return ExitCode.USAGE;
    }
    Correlator correlator = assembled.get();
    out.whenClosed(correlator::close);
    Shutdown shutdown = Shutdown.closing(correlator, limit);
    try {
      correlator.start();
    } catch (ConfigException e) {
      Main.report(terminal, e.problems(), HELP);
      shutdown.done();
      return ExitCode.USAGE;
    }
    shutdown.started();
    follow(correlator);
    Statistics statistics = correlator.statistics();
    if (stats || terminal.errIsTerminal()) {
      StatisticsTable.print(statistics, terminal.err());
    }
    shutdown.done();
    // Where state is saved, nothing is lost: the next run goes on. Otherwise input was left unread.
    OptionalInt cutShort = data == null ? shutdown.exitCode() : OptionalInt.empty();
    return cutShort.orElseGet(() -> exitCode(statistics, out.isClosed()));
  }

  private void follow(Correlator correlator) {
    if (!isOn(progress, terminal.errIsTerminal())) {
      correlator.awaitEnd();
      return;
    }
    ProgressBar bar = new ProgressBar(terminal.err());
    while (!correlator.awaitEnd(REDRAW)) {
      bar.draw(correlator.statistics());
    }
    bar.clear();
  }

  private int exitCode(Statistics statistics, boolean readerLeft) {
    boolean sourceFailed =
        statistics.sources().stream()
            .anyMatch(source -> source.state() == SourceStatistics.State.FAILED);
    boolean eventsLost =
        statistics.listeners().stream().mapToLong(ListenerStatistics::lost).sum() > 0;
    boolean incomplete =
        inputUnreadable || rulesRefused || sourceFailed || failures.pluginFailed() || eventsLost;
    return incomplete && !readerLeft ? ExitCode.INCOMPLETE : ExitCode.DONE;
  }

  private Optional<Correlator> assemble(StandardOutput out, Duration limit, List<String> mistakes) {
    Plugins plugins = pluginOptions.load(mistakes);
    plugins.problems().forEach(terminal::say);
    Correlator.Builder builder = Correlator.builder().plugins(plugins).failureHandler(failures);
    builder.closeTimeout(limit.compareTo(LAST_WORDS) > 0 ? limit.minus(LAST_WORDS) : Duration.ZERO);
    oneOf("--output", output, List.of("text", "jsonl", "none"), mistakes);
    oneOf("--progress", progress, List.of("auto", "always", "never"), mistakes);
    oneOf("--color", colour, List.of("auto", "always", "never"), mistakes);
    Optional<FileSource> source = source(plugins, mistakes);
    source.ifPresent(builder::source);
    Set<String> origins = modules(builder, mistakes);
    console(out, origins).ifPresent(builder::listener);
    builder.listener(complaints());
    if (templates != null) {
      builder.messages(templates);
    }
    for (String listener : listeners) {
      PluginCall.parse("--listener", listener, mistakes)
          .ifPresent(call -> builder.listener(call.name(), withFewAttempts(call.options())));
    }
    if (deadLetters != null) {
      builder.deadLetters(deadLetters);
    }
    if (closeAtEnd) {
      builder.closeAtEnd();
    }
    saveState(builder, mistakes);
    if (capture != null) {
      builder.capture(capture);
    }
    try {
      Correlator correlator = builder.build();
      return mistakes.isEmpty() ? Optional.of(correlator) : Optional.empty();
    } catch (ConfigException e) {
      // Why there is no source was said above.
      e.problems().stream()
          .filter(problem -> source.isPresent() || !problem.equals(Correlator.NO_SOURCE))
          .forEach(mistakes::add);
      return Optional.empty();
    }
  }

  private void saveState(Correlator.Builder builder, List<String> mistakes) {
    if (data == null) {
      return;
    }
    builder.dataDirectory(data);
    builder.snapshotEvery(
        duration(SNAPSHOT_EVERY, snapshotEvery, Duration.ofSeconds(10), mistakes));
  }

  private static Duration duration(
      String option, String given, Duration fallback, List<String> mistakes) {
    Config config = Config.of(Map.of(option, given));
    Duration duration = config.getDuration(option, fallback, "how long");
    mistakes.addAll(config.problems());
    return duration;
  }

  /** Somebody waits for the command to end: it does not try for an hour unless told to. */
  private static Map<String, String> withFewAttempts(Map<String, String> options) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.putIfAbsent("attempts", ATTEMPTS);
    return all;
  }

  private Set<String> modules(Correlator.Builder builder, List<String> mistakes) {
    Set<String> names = new TreeSet<>();
    List<String> defaults = rules.isEmpty() ? DEFAULT_MODULES : List.of();
    for (String module : modules.isEmpty() ? defaults : modules) {
      PluginCall.parse("--module", module, mistakes)
          .ifPresent(
              call -> {
                builder.module(call.name(), call.options());
                names.add(call.name());
              });
    }
    if (!rules.isEmpty()) {
      RulesModule all = RulesModule.of(loadRules(mistakes));
      RulesModule module = alertQuota(mistakes).map(all::quota).orElse(all);
      builder.module(module);
      names.add(module.name());
    }
    return names;
  }

  private Optional<Quota> alertQuota(List<String> mistakes) {
    if (alertQuota == null) {
      return Optional.empty();
    }
    if (rules.isEmpty()) {
      mistakes.add("--alert-quota: does something only with --rules");
    }
    String[] parts = alertQuota.split("/", 2);
    Config config = Config.of(Map.of("count", parts[0], "time", parts[parts.length - 1]));
    int count = config.getInt("count", 0, "how many are told");
    Duration time = config.getDuration("time", Duration.ZERO, "in which time");
    try {
      if (config.problems().isEmpty()) {
        return Optional.of(new Quota(count, time));
      }
    } catch (IllegalArgumentException e) {
      // Told below: too few, too many, or no time.
    }
    mistakes.add(
        "--alert-quota: cannot read '%s': write how many, up to 65535, in which time, such as 100/1m"
            .formatted(alertQuota));
    return Optional.empty();
  }

  /** Rules that are refused are told, and the others used: one of thousands may be wrong. */
  private RuleSet loadRules(List<String> mistakes) {
    rules.stream()
        .filter(path -> !Files.exists(path))
        .forEach(path -> mistakes.add("--rules '%s': no such file or folder".formatted(path)));
    RuleSet loaded = Rules.load(mapping(mistakes), rules.stream().filter(Files::exists).toList());
    loaded.problems().stream()
        .filter(Problem::isError)
        .forEach(problem -> ("correlator: " + problem).lines().forEach(terminal::show));
    long unmapped =
        loaded.problems().stream()
            .filter(problem -> problem.id() == ProblemId.LOG_SOURCE_UNMAPPED)
            .count();
    if (unmapped > 0) {
      terminal.say(
          "--rules: %d never match, since no mapping knows their log source; 'correlator rules check' names them"
              .formatted(unmapped));
    }
    rulesRefused = loaded.hasErrors();
    if (loaded.rules().isEmpty() && loaded.disabled() == 0 && mistakes.isEmpty()) {
      mistakes.add("--rules: there is no rule that can be used");
    }
    return loaded;
  }

  private Mapping mapping(List<String> mistakes) {
    Mapping mapping = Mapping.standard();
    for (Path file : classes) {
      Problems problems = new Problems();
      Optional<Classifier> more = Classifier.load(file, problems);
      problems.all().forEach(problem -> mistakes.add("--classify: " + problem));
      mapping = more.map(mapping::classifying).orElse(mapping);
    }
    return mapping;
  }

  private Optional<FileSource> source(Plugins plugins, List<String> mistakes) {
    int before = mistakes.size();
    FileSource.Builder builder = FileSource.builder();
    if (data != null) {
      builder.name(SAVED_SOURCE);
    }
    if (inputs.isEmpty()) {
      mistakes.add("name what to read: FILE, DIR, or - for standard input");
    }
    for (String input : inputs) {
      try {
        if (input.equals("-")) {
          builder.standardInput();
        } else {
          builder.path(Path.of(input));
        }
      } catch (InvalidPathException e) {
        mistakes.add("'%s' is not a path: %s".formatted(input, e.getReason()));
      }
    }
    plugins.decoders().values().forEach(builder::decoder);
    Map<String, RecordFormat> formats = plugins.formats();
    if (formats.containsKey(format)) {
      builder.format(formats.get(format));
    } else {
      mistakes.add(
          "--format: unknown format '%s'%s"
              .formatted(format, NearestName.hint(format, formats.keySet())));
    }
    try {
      builder.zone(ZoneId.of(zone));
    } catch (DateTimeException e) {
      mistakes.add(
          "--zone: unknown zone '%s'%s"
              .formatted(
                  zone,
                  NearestName.of(zone, ZoneId.getAvailableZoneIds())
                      .map(": did you mean '%s'?"::formatted)
                      .orElse("; write one such as UTC, +02:00 or Europe/Zurich")));
    }
    if (year != null) {
      if (year < 1970 || year > 9999) {
        mistakes.add("--year: must be between 1970 and 9999, was " + year);
      } else {
        builder.year(year);
      }
    }
    return mistakes.size() == before ? Optional.of(builder.build()) : Optional.empty();
  }

  private Optional<Listener> console(StandardOutput out, Set<String> origins) {
    Interest interest = Interest.everything().withOrigins(origins);
    return switch (output) {
      case "text" ->
          Optional.of(
              TextListener.builder().stream(out)
                  .colour(
                      isOn(colour, terminal.outIsTerminal() && terminal.colourWanted())
                          ? TextListener.Colour.ANSI
                          : TextListener.Colour.NONE)
                  .message(message)
                  .evidence(evidence)
                  .interest(interest)
                  .build());
      case "jsonl" ->
          Optional.of(JsonLinesListener.builder().stream(out).interest(interest).build());
      default -> Optional.empty();
    };
  }

  /** What cannot be read is said at once, on standard error. */
  private Listener complaints() {
    return Listener.of(
        "stderr",
        Interest.inTypes("InputUnreadable").withOrigins(Set.of(Interest.ENGINE)),
        event -> {
          inputUnreadable = true;
          terminal.say(event.summary());
        });
  }

  private static void oneOf(
      String option, String given, List<String> choices, List<String> mistakes) {
    if (!choices.contains(given)) {
      mistakes.add("%s: unknown '%s'%s".formatted(option, given, NearestName.hint(given, choices)));
    }
  }

  private static boolean isOn(String choice, boolean auto) {
    return switch (choice.toLowerCase(Locale.ROOT)) {
      case "always" -> true;
      case "never" -> false;
      default -> auto;
    };
  }
}

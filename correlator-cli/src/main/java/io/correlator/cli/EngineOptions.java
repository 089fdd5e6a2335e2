package io.correlator.cli;

import io.correlator.api.config.Config;
import io.correlator.core.Correlator;
import io.correlator.core.plugin.Plugins;
import io.correlator.rules.LiveRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of all commands that run an engine: what it looks for, and what it does about it. */
final class EngineOptions {
  /** What runs when no module is named. */
  private static final List<String> DEFAULT_MODULES = List.of("sshd");

  /** How often an event is offered: for about 15 seconds. */
  private static final String ATTEMPTS = "5";

  private static final String SNAPSHOT_EVERY = "--snapshot-every";
  private static final String STOP_WITHIN = "--stop-within";

  /** Of the time to stop, what is left for those that were given up, and for statistics. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  @Option(
      names = "--module",
      paramLabel = "NAME[,key=value...]",
      description = "What to look for; repeatable. Default: sshd.")
  private List<String> modules = new ArrayList<>();

  @Mixin private RuleOptions rules = new RuleOptions();

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

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Option(
      names = "--templates",
      paramLabel = "DIR",
      description = "Templates of messages that win over those of the modules.")
  private @Nullable Path templates;

  @Mixin private ConsoleOptions console = new ConsoleOptions();

  /**
   * What an engine was told to run.
   *
   * @param origins the modules
   * @param rules those that were loaded, if any were named
   */
  record Chosen(Set<String> origins, Optional<LiveRules> rules) {}

  ConsoleOptions console() {
    return console;
  }

  Plugins plugins(List<String> mistakes) {
    return plugins.load(mistakes);
  }

  boolean savesState() {
    return data != null;
  }

  /** How long an orderly end takes at most. */
  Duration stopWithin(List<String> mistakes) {
    return duration(STOP_WITHIN, stopWithin, Duration.ofSeconds(10), mistakes);
  }

  /**
   * Tells {@code builder} all else, except what is printed and what is read.
   *
   * @param limit how long an orderly end takes at most
   * @param hasEnd whether the run ends by itself: then rules stay as they are
   */
  Chosen apply(
      Correlator.Builder builder,
      Terminal terminal,
      Duration limit,
      boolean hasEnd,
      List<String> mistakes) {
    console.check(mistakes);
    rules.check(mistakes);
    builder.closeTimeout(limit.compareTo(LAST_WORDS) > 0 ? limit.minus(LAST_WORDS) : Duration.ZERO);
    Chosen chosen = modules(builder, terminal, hasEnd, mistakes);
    if (templates != null) {
      builder.messages(templates);
    }
    if (deadLetters != null) {
      builder.deadLetters(deadLetters);
    }
    if (data != null) {
      builder.dataDirectory(data);
      builder.snapshotEvery(
          duration(SNAPSHOT_EVERY, snapshotEvery, Duration.ofSeconds(10), mistakes));
    }
    if (capture != null) {
      builder.capture(capture);
    }
    return chosen;
  }

  /**
   * Tells {@code builder} who else gets the events.
   *
   * @param isAwaited whether somebody waits for the command to end: then they are not offered for
   *     an hour, unless that is said
   */
  void listeners(Correlator.Builder builder, boolean isAwaited, List<String> mistakes) {
    for (String listener : listeners) {
      PluginCall.parse("--listener", listener, mistakes)
          .ifPresent(
              call ->
                  builder.listener(
                      call.name(), isAwaited ? withFewAttempts(call.options()) : call.options()));
    }
  }

  private Chosen modules(
      Correlator.Builder builder, Terminal terminal, boolean hasEnd, List<String> mistakes) {
    Set<String> names = new TreeSet<>();
    List<String> defaults = rules.areGiven() ? List.of() : DEFAULT_MODULES;
    for (String module : modules.isEmpty() ? defaults : modules) {
      PluginCall.parse("--module", module, mistakes)
          .ifPresent(
              call -> {
                builder.module(call.name(), call.options());
                names.add(call.name());
              });
    }
    if (!rules.areGiven()) {
      return new Chosen(names, Optional.empty());
    }
    LiveRules loaded = rules.load(terminal, mistakes);
    builder.module(hasEnd ? loaded.current() : loaded);
    names.add(loaded.name());
    return new Chosen(names, Optional.of(loaded));
  }

  private static Duration duration(
      String option, String given, Duration fallback, List<String> mistakes) {
    Config config = Config.of(Map.of(option, given));
    Duration duration = config.getDuration(option, fallback, "how long");
    mistakes.addAll(config.problems());
    return duration;
  }

  private static Map<String, String> withFewAttempts(Map<String, String> options) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.putIfAbsent("attempts", ATTEMPTS);
    return all;
  }
}

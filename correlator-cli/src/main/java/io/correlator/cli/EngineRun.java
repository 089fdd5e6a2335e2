package io.correlator.cli;

import io.correlator.api.config.ConfigException;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.Statistics;
import io.correlator.core.plugin.Plugins;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** An engine that a command runs, until its input ends or somebody ends it. */
final class EngineRun {
  private static final Duration REDRAW = Duration.ofMillis(200);

  /** They are taken over when they look the same twice, so after ten seconds at most. */
  private static final Duration LOOK_AT_RULES = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final EngineOptions options;
  private final Input input;
  private final FailureReport failures;
  private volatile boolean inputUnreadable;
  private Optional<RuleWatch> rules = Optional.empty();

  /** What a command reads. */
  interface Input {
    /** The command, as it is called. */
    String command();

    /**
     * Gives {@code builder} its sources.
     *
     * @return whether it could; if not, {@code mistakes} says why
     */
    boolean addTo(Correlator.Builder builder, Plugins plugins, List<String> mistakes);

    /** Whether all that was to be read is read only if nobody ends the run before. */
    boolean hasEnd();

    /**
     * Waits until the sources can read, and says so if somebody waits for that.
     *
     * @return whether the run is worth while
     */
    default boolean begin() {
      return true;
    }

    /** Prints what it has to say beyond the statistics. */
    default void end() {}
  }

  private EngineRun(Terminal terminal, EngineOptions options, Input input) {
    this.terminal = terminal;
    this.options = options;
    this.input = input;
    this.failures = new FailureReport(terminal);
  }

  /**
   * Runs an engine.
   *
   * @param mistakes those found so far; the run begins only if there are no others
   * @return the exit code
   */
  static int of(Terminal terminal, EngineOptions options, Input input, List<String> mistakes) {
    return new EngineRun(terminal, options, input).run(mistakes);
  }

  private int run(List<String> mistakes) {
    StandardOutput out = new StandardOutput(terminal.out());
    Duration limit = options.stopWithin(mistakes);
    Optional<Correlator> assembled = assemble(out, limit, mistakes);
    if (assembled.isEmpty()) {
      return Main.refuse(terminal, mistakes, input.command());
    }
    Correlator correlator = assembled.get();
    out.whenClosed(correlator::close);
    Shutdown shutdown = Shutdown.closing(correlator, limit);
    try {
      correlator.start();
    } catch (ConfigException e) {
      shutdown.done();
      return Main.refuse(terminal, e.problems(), input.command());
    }
    shutdown.started();
    if (!input.begin()) {
      awaitReport(correlator);
      correlator.close();
      shutdown.done();
      return ExitCode.INCOMPLETE;
    }
    follow(correlator);
    Statistics statistics = correlator.statistics();
    // Of a run without an end, they are the last words.
    if (options.console().showStatistics(terminal) || !input.hasEnd()) {
      StatisticsTable.print(statistics, terminal.err());
      input.end();
    }
    shutdown.done();
    // Where state is saved, nothing is lost: the next run goes on. Otherwise input was left unread.
    OptionalInt cutShort =
        input.hasEnd() && !options.savesState() ? shutdown.exitCode() : OptionalInt.empty();
    return cutShort.orElseGet(() -> exitCode(statistics, out.isClosed()));
  }

  /** Why a source has failed is told by it, unless it is closed before. */
  private static void awaitReport(Correlator correlator) {
    while (!sourceFailed(correlator.statistics()) && !correlator.awaitEnd(REDRAW)) {
      // It is about to.
    }
  }

  private static boolean sourceFailed(Statistics statistics) {
    return statistics.sources().stream()
        .anyMatch(source -> source.state() == SourceStatistics.State.FAILED);
  }

  private void follow(Correlator correlator) {
    Optional<ProgressBar> bar =
        options.console().showProgress(terminal)
            ? Optional.of(new ProgressBar(terminal.err()))
            : Optional.empty();
    Optional<RuleWatch> watch = input.hasEnd() ? Optional.empty() : rules;
    Duration step = bar.isPresent() ? REDRAW : LOOK_AT_RULES;
    Duration sinceLook = Duration.ZERO;
    while (!correlator.awaitEnd(step)) {
      bar.ifPresent(drawn -> drawn.draw(correlator.statistics()));
      sinceLook = sinceLook.plus(step);
      if (sinceLook.compareTo(LOOK_AT_RULES) >= 0) {
        sinceLook = Duration.ZERO;
        watch.ifPresent(RuleWatch::look);
      }
    }
    bar.ifPresent(ProgressBar::clear);
  }

  private int exitCode(Statistics statistics, boolean readerLeft) {
    boolean eventsLost =
        statistics.listeners().stream().mapToLong(ListenerStatistics::lost).sum() > 0;
    // What strangers send to a port is no failure of ours.
    boolean unread = inputUnreadable && input.hasEnd();
    boolean incomplete =
        unread
            || rules.filter(RuleWatch::hasRefused).isPresent()
            || sourceFailed(statistics)
            || failures.pluginFailed()
            || eventsLost;
    return incomplete && !readerLeft ? ExitCode.INCOMPLETE : ExitCode.DONE;
  }

  private Optional<Correlator> assemble(StandardOutput out, Duration limit, List<String> mistakes) {
    Plugins plugins = options.plugins(mistakes);
    plugins.problems().forEach(terminal::say);
    Correlator.Builder builder = Correlator.builder().plugins(plugins).failureHandler(failures);
    boolean isFed = input.addTo(builder, plugins, mistakes);
    EngineOptions.Chosen chosen = options.apply(builder, terminal, limit, input.hasEnd(), mistakes);
    rules = chosen.rules().map(loaded -> new RuleWatch(loaded, terminal));
    options.console().listener(terminal, out, chosen.origins()).ifPresent(builder::listener);
    builder.listener(complaints());
    options.listeners(builder, input.hasEnd(), mistakes);
    try {
      Correlator correlator = builder.build();
      return mistakes.isEmpty() ? Optional.of(correlator) : Optional.empty();
    } catch (ConfigException e) {
      // Why there is no source was said above.
      e.problems().stream()
          .filter(problem -> isFed || !problem.equals(Correlator.NO_SOURCE))
          .forEach(mistakes::add);
      return Optional.empty();
    }
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
}

package io.correlator.rules;

import static java.util.Objects.requireNonNull;

import io.correlator.api.module.Counter;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Timer;
import io.correlator.api.state.Codec;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.Quota;
import io.correlator.api.state.StateSpec;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How many alerts rules about single records have told of late. The first alert of a rule opens a
 * window as long as its quota says; when as many are told as it allows, the rest of that window are
 * counted. The first of these is told by a notice, their number when the window is over. For one
 * thread.
 *
 * <p>Time is the engine's, so that records whose own time has passed use up the quota, too.
 */
final class AlertQuotas {
  private final RuleProgram program;
  private final ModuleContext context;
  private final AlertWriter alerts;
  private final KeyedState<String, Window> windows;
  private final Timer end;
  private final Counter untold;

  /** What was told and not told of a rule since a window began. */
  record Window(Instant began, int told, long untold) {
    Window {
      requireNonNull(began, "began");
    }

    Window oneMoreUntold() {
      return new Window(began, told, untold + 1);
    }

    Window oneMoreTold() {
      return new Window(began, told + 1, untold);
    }

    Instant end(Quota quota) {
      return began.plus(quota.window());
    }
  }

  private AlertQuotas(
      RuleProgram program, ModuleContext context, AlertWriter alerts, Duration longest) {
    this.program = program;
    this.context = context;
    this.alerts = alerts;
    // Rules have no such character in what they are called.
    StateSpec<String, Window> spec =
        StateSpec.of(
            "\u001falerts", Codec.of(String.class), Codec.of(MethodHandles.lookup(), Window.class));
    this.windows = context.state(spec.expireAfter(longest.plusMillis(2)));
    this.end = context.timer("\u001falerts end", this::windowsEnd);
    this.untold = context.counter("alerts.over-quota");
  }

  /** The quotas of a program; none if none of its rules about single records has one. */
  static Optional<AlertQuotas> of(RuleProgram program, ModuleContext context, AlertWriter alerts) {
    return IntStream.range(0, program.numberOf(0))
        .mapToObj(program::quotaOf)
        .flatMap(Optional::stream)
        .map(Quota::window)
        .max(Duration::compareTo)
        .map(longest -> new AlertQuotas(program, context, alerts, longest));
  }

  /** Whether one more alert of a rule is told; counts it in any case. */
  boolean allows(int detection) {
    Optional<Quota> quota = program.quotaOf(detection);
    return quota.isEmpty() || allows(detection, quota.get());
  }

  private boolean allows(int detection, Quota quota) {
    String rule = rule(detection);
    Instant now = context.now();
    Window window = windows.get(rule).orElseGet(() -> new Window(now, 0, 0));
    if (now.isAfter(window.end(quota))) {
      tellUntold(detection, window);
      window = new Window(now, 0, 0);
    }
    if (window.told() < quota.firings()) {
      windows.put(rule, window.oneMoreTold());
      return true;
    }
    untold.increment();
    windows.put(rule, window.oneMoreUntold());
    if (window.untold() == 0) {
      context.emit(alerts.overQuota(detection, now));
    }
    if (window.untold() == 0 || !end.isPending()) {
      scheduleEnd();
    }
    return false;
  }

  private void tellUntold(int detection, Window window) {
    if (window.untold() > 0) {
      context.emit(alerts.untold(detection, window.untold(), context.now()));
    }
  }

  /** Windows in which something was not told, by the number of their rule. */
  private Map<Integer, Window> overdrawn() {
    Map<String, Window> found = new HashMap<>();
    windows.forEach(
        (rule, window) -> {
          if (window.untold() > 0) {
            found.put(rule, window);
          }
        });
    Map<Integer, Window> overdrawn = new HashMap<>();
    IntStream.range(0, program.numberOf(0))
        .filter(number -> program.quotaOf(number).isPresent())
        .forEach(
            number ->
                Optional.ofNullable(found.get(rule(number)))
                    .ifPresent(window -> overdrawn.put(number, window)));
    return overdrawn;
  }

  private String rule(int detection) {
    return program.detection(detection).metadata().key();
  }

  private Instant end(int detection, Window window) {
    return window.end(program.quotaOf(detection).orElseThrow());
  }

  private void scheduleEnd() {
    overdrawn().entrySet().stream()
        .map(each -> end(each.getKey(), each.getValue()))
        .min(Instant::compareTo)
        .map(first -> Duration.between(context.now(), first))
        .ifPresent(delay -> end.schedule(delay.toMillis() < 1 ? Duration.ofMillis(1) : delay));
  }

  private void windowsEnd() {
    overdrawn().entrySet().stream()
        .filter(each -> !end(each.getKey(), each.getValue()).isAfter(context.now()))
        .sorted(Comparator.comparing(each -> rule(each.getKey())))
        .forEach(
            each -> {
              windows.remove(rule(each.getKey()));
              tellUntold(each.getKey(), each.getValue());
            });
    scheduleEnd();
  }
}

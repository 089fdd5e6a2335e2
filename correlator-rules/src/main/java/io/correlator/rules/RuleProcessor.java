package io.correlator.rules;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Counter;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.state.Closing;
import io.correlator.api.state.Firing;
import io.correlator.api.state.FiringHandler;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Keeps what correlations know of a group of keys, and tells the alerts. For one thread. */
final class RuleProcessor implements KeyedProcessor<RuleHit> {
  private final RuleProgram program;
  private final ModuleContext context;
  private final AlertWriter alerts;
  private final Map<Integer, Watch> watches = new HashMap<>();
  private final ChainRun chains;
  private final Optional<AlertQuotas> quotas;
  private final Counter withoutKey;
  private final Counter tooManyKeys;

  RuleProcessor(RuleProgram program, ModuleContext context) {
    this.program = program;
    this.context = context;
    this.alerts = new AlertWriter(program);
    this.quotas = AlertQuotas.of(program, context, alerts);
    this.withoutKey = context.counter("hits.without-key");
    this.tooManyKeys = context.counter("hits.with-too-many-keys");
    this.chains = new ChainRun(program, context, this::onChained);
    // Of what is due at the same time, what was made first comes first: a correlation before those
    // that name it.
    IntStream.range(0, program.correlations().size())
        .boxed()
        .sorted(Comparator.comparingInt(program.chains()::depth))
        .forEach(
            number -> watches.put(number, Watch.of(program, number, context, new Teller(number))));
  }

  private Watch watch(int correlation) {
    return Optional.ofNullable(watches.get(correlation)).orElseThrow();
  }

  @Override
  public void onHit(LogRecord record, Slice key, RuleHit hit) {
    switch (hit.kind()) {
      case DETECTED -> {
        if (quotas.isEmpty() || quotas.get().allows(hit.rule())) {
          context.emit(alerts.of(hit, record));
        }
      }
      case CORRELATED -> watch(hit.rule()).see(key, hit, record);
      case WITHOUT_KEY -> withoutKey.increment();
      case TOO_MANY_KEYS -> tooManyKeys.increment();
      case CHAINED ->
          chains.during(record, () -> hit.parts().forEach(part -> onChained(part, record)));
    }
  }

  private void onChained(RuleHit.Part part, LogRecord record) {
    onHit(record, part.key(), part.hit());
  }

  /** Tells what one correlation has found. */
  private final class Teller implements FiringHandler {
    private final int correlation;
    private final boolean silent;

    Teller(int correlation) {
      this.correlation = correlation;
      this.silent = program.isSilent(program.numberOf(correlation));
    }

    @Override
    public void fired(Firing firing) {
      List<ChainMemory.Link> children = chains.behind(correlation, firing);
      Alert alert = alerts.of(correlation, firing, children);
      if (!silent) {
        context.emit(alert);
      }
      chains.fired(correlation, firing, alert);
    }

    @Override
    public void closed(Closing closing) {
      boolean cleared = closing.reason() == Closing.Reason.CLEARED;
      if (!silent && (cleared || closing.suppressed() > 0)) {
        context.emit(alerts.of(correlation, closing));
      }
    }

    @Override
    public void quotaExceeded(Firing first) {
      context.emit(alerts.overQuota(correlation, first));
    }
  }
}

package io.correlator.core.state;

import io.correlator.api.state.Quota;
import java.util.Optional;

/** Lets firings pass until the quota of an operator is used up, over all of its keys. */
final class QuotaGate {
  private final long[] passed;
  private final long window;
  private int next;
  private int count;
  private boolean told;
  private long refused;

  /** What a firing is to the quota. */
  enum Verdict {
    PASSES,
    FIRST_OVER,
    OVER
  }

  QuotaGate(Optional<Quota> quota) {
    passed = new long[quota.map(Quota::firings).orElse(0)];
    window = quota.map(limit -> limit.window().toMillis()).orElse(0L);
  }

  Verdict judge(long now) {
    if (passed.length == 0) {
      return Verdict.PASSES;
    }
    if (count == passed.length && now - passed[next] <= window) {
      refused++;
      Verdict verdict = told ? Verdict.OVER : Verdict.FIRST_OVER;
      told = true;
      return verdict;
    }
    passed[next] = now;
    next = next + 1 == passed.length ? 0 : next + 1;
    count = Math.min(count + 1, passed.length);
    told = false;
    return Verdict.PASSES;
  }

  long refused() {
    return refused;
  }
}

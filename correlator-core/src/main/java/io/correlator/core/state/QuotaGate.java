package io.correlator.core.state;

import io.correlator.api.state.Quota;
import java.io.IOException;
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

  private final UndoLog undo;

  QuotaGate(Optional<Quota> quota, UndoLog undo) {
    this.undo = undo;
    passed = new long[quota.map(Quota::firings).orElse(0)];
    window = quota.map(limit -> limit.window().toMillis()).orElse(0L);
  }

  Verdict judge(long now) {
    if (passed.length == 0) {
      return Verdict.PASSES;
    }
    if (count == passed.length && now - passed[next] <= window) {
      changing();
      refused++;
      Verdict verdict = told ? Verdict.OVER : Verdict.FIRST_OVER;
      told = true;
      return verdict;
    }
    changing();
    passed[next] = now;
    next = next + 1 == passed.length ? 0 : next + 1;
    count = Math.min(count + 1, passed.length);
    told = false;
    return Verdict.PASSES;
  }

  private void changing() {
    if (undo.isActive()) {
      long oldPassed = passed[next];
      int oldNext = next;
      int oldCount = count;
      boolean oldTold = told;
      long oldRefused = refused;
      undo.log(
          () -> {
            next = oldNext;
            passed[next] = oldPassed;
            count = oldCount;
            told = oldTold;
            refused = oldRefused;
          });
    }
  }

  void save(StateOutput out) {
    out.writeLongs(passed, passed.length);
    out.writeInt(next);
    out.writeInt(count);
    out.writeBoolean(told);
    out.writeLong(refused);
  }

  void load(StateInput in) throws IOException {
    System.arraycopy(in.readLongs(passed.length), 0, passed, 0, passed.length);
    next = in.readInt(0, Math.max(0, passed.length - 1));
    count = in.readInt(0, passed.length);
    told = in.readBoolean();
    refused = in.readLong();
  }

  long refused() {
    return refused;
  }
}

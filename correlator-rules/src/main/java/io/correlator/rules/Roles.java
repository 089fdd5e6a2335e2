package io.correlator.rules;

import io.correlator.api.state.StepMatch;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import java.util.List;

/** What the rules that a correlation names are to it, by their places among all that it names. */
final class Roles {
  private final long steps;
  private final long expected;
  private final List<CorrelationOptions.Forbidden> forbidden;
  private final int firstForbidden;
  private final long until;

  Roles(CorrelationRule rule) {
    CorrelationOptions options = rule.options();
    forbidden = options.forbidden();
    int firstExpected = rule.rules().size();
    firstForbidden = firstExpected + options.expected().size();
    int firstUntil = firstForbidden + forbidden.size();
    steps = bits(0, firstExpected);
    expected = bits(firstExpected, firstForbidden);
    until = bits(firstUntil, firstUntil + options.until().size());
  }

  private static long bits(int from, int to) {
    return below(to) & ~below(from);
  }

  private static long below(int bit) {
    return bit >= Long.SIZE ? -1L : (1L << bit) - 1;
  }

  boolean isStep(long bits) {
    return (bits & steps) != 0;
  }

  boolean isExpected(long bits) {
    return (bits & expected) != 0;
  }

  /** Any forbidden rule forbids. */
  StepMatch inCoincidence(long bits) {
    return new StepMatch(bits & steps, forbids(bits) == 0 ? 0 : 1, StepMatch.Ends.NO);
  }

  /** A forbidden rule forbids the gap that it was given for. */
  StepMatch inSequence(long bits) {
    return new StepMatch(
        bits & steps, forbids(bits), (bits & until) == 0 ? StepMatch.Ends.NO : StepMatch.Ends.YES);
  }

  private long forbids(long bits) {
    long forbids = 0;
    for (int i = 0; i < forbidden.size(); i++) {
      if ((bits & 1L << (firstForbidden + i)) != 0) {
        forbids |= 1L << forbidden.get(i).after();
      }
    }
    return forbids;
  }
}

package io.correlator.core.state;

import io.correlator.api.Slice;
import io.correlator.api.state.Closing;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.Rearm.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What operators should do, as slowly and as plainly as can be: it keeps all events, looks at all
 * of them each time, and lives through each millisecond.
 */
abstract class BruteForce {
  /** An event; what {@code kind} and {@code value} mean is up to the operator. */
  record Hit(String key, long time, int kind, int value) {}

  /** What the condition says about the events of a key. */
  record Finding(long firstSeen, double observed) {}

  /** A key, with the events that count for it. */
  static final class KeyState {
    final String name;
    final List<Hit> hits = new ArrayList<>();
    boolean open;
    boolean told;
    long firedAt;
    long until;
    long suppressed;
    long lastSeen;

    KeyState(String name) {
      this.name = name;
    }
  }

  final Map<String, KeyState> keys = new TreeMap<>();
  final List<String> lines = new ArrayList<>();
  final long window;
  private final Rearm rearm;
  private final List<Long> passed = new ArrayList<>();
  private boolean overQuota;
  private long now;

  BruteForce(long window, Rearm rearm) {
    this.window = window;
    this.rearm = rearm;
  }

  /** Whether an event completes the condition; it is the last one of the key. */
  abstract Optional<Finding> onHit(KeyState key, Hit hit);

  /** Whether the end of a millisecond decides about a key. */
  Optional<Finding> onTime(KeyState key, long time) {
    return Optional.empty();
  }

  /** What is left of a key that fired, if each firing counts. */
  void afterFiring(KeyState key) {}

  /** Whether the event can update an open alert. */
  boolean updates(Hit hit) {
    return true;
  }

  final void moveTo(long time) {
    for (; now < time; now++) {
      for (KeyState key : keys.values()) {
        endOfMillisecond(key);
      }
    }
  }

  void endOfMillisecond(KeyState key) {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = false;
      if (key.open && key.until == now) {
        close(key, Closing.Reason.ELAPSED, key.suppressed > 0);
      } else if (!key.open) {
        Optional<Finding> finding = onTime(key, now);
        finding.ifPresent(found -> fire(key, found));
        goesOn = finding.isPresent();
      }
    }
  }

  final void close(KeyState key, Closing.Reason reason, boolean worthTelling) {
    key.open = false;
    key.hits.clear();
    if (worthTelling && key.told) {
      lines.add(
          Told.closed(Slice.of(key.name), now, key.firedAt, reason, key.suppressed, key.lastSeen));
    }
  }

  final long now() {
    return now;
  }

  final Outcome hit(Hit hit) {
    moveTo(hit.time());
    KeyState key = keys.computeIfAbsent(hit.key(), KeyState::new);
    if (key.open) {
      return updates(hit) ? suppress(key) : Outcome.QUIET;
    }
    key.hits.add(hit);
    return onHit(key, hit).map(finding -> fire(key, finding)).orElse(Outcome.QUIET);
  }

  private Outcome suppress(KeyState key) {
    key.suppressed++;
    key.lastSeen = now;
    if (rearm.policy() == Policy.EXTEND) {
      key.until = Math.min(now + suppress(), key.firedAt + rearm.maxOpen().toMillis());
    }
    return Outcome.SUPPRESSED;
  }

  private long suppress() {
    return rearm.suppress().map(java.time.Duration::toMillis).orElse(window);
  }

  final Outcome fire(KeyState key, Finding finding) {
    boolean passes = passes();
    key.firedAt = now;
    key.lastSeen = now;
    key.suppressed = 0;
    key.told = passes;
    switch (rearm.policy()) {
      case ONCE -> open(key, now + suppress());
      case EXTEND -> open(key, Math.min(now + suppress(), now + rearm.maxOpen().toMillis()));
      case RESET -> key.hits.clear();
      case EVERY -> afterFiring(key);
    }
    if (passes) {
      lines.add(Told.fired(Slice.of(key.name), now, finding.firstSeen(), finding.observed()));
      return Outcome.FIRED;
    }
    return Outcome.OVER_QUOTA;
  }

  private boolean passes() {
    if (rearm.quota().isEmpty()) {
      return true;
    }
    long length = rearm.quota().get().window().toMillis();
    boolean passes =
        passed.stream().filter(time -> now - time <= length).count()
            < rearm.quota().get().firings();
    if (passes) {
      passed.add(now);
      overQuota = false;
    } else if (!overQuota) {
      overQuota = true;
      lines.add("over quota at " + now);
    }
    return passes;
  }

  private static void open(KeyState key, long until) {
    key.open = true;
    key.until = until;
    key.hits.clear();
  }
}

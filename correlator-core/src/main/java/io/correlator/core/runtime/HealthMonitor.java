package io.correlator.core.runtime;

import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.Failure.Kind;
import io.correlator.core.monitor.Health;
import io.correlator.core.monitor.Health.Cause;
import io.correlator.core.monitor.Health.Reason;
import io.correlator.core.monitor.Health.Status;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.Statistics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells from the counts of an engine how it is doing. A state, such as that a source has failed, is
 * a cause for as long as it lasts; a count that has risen is one for a minute. Any thread may ask.
 */
final class HealthMonitor {
  /** For how long what was counted is a cause. */
  static final Duration LATELY = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Map<Complaint, Instant> since = new HashMap<>();
  private final Map<Complaint, Rise> rises = new HashMap<>();

  HealthMonitor(InstantSource clock) {
    this.clock = clock;
  }

  /** What an engine does at present. */
  enum Phase {
    NOT_STARTED,
    RUNNING,
    CLOSING,
    ENDED
  }

  private record Complaint(Kind part, String name, Reason reason) {}

  /** A count, and when it was seen to rise; never, if that is the beginning of time. */
  private record Rise(long count, Instant at) {}

  synchronized Health check(Phase phase, Optional<Failure> fatal, Statistics statistics) {
    Instant now = clock.instant();
    List<Complaint> down = down(phase, fatal, statistics.sources());
    List<Complaint> complaints = new ArrayList<>(down);
    statistics.sources().forEach(source -> check(source, now, complaints));
    statistics.modules().forEach(module -> check(module, now, complaints));
    statistics.listeners().forEach(listener -> check(listener, now, complaints));
    Complaint early = new Complaint(Kind.ENGINE, "time", Reason.FORCED_ADVANCES);
    lately(early, statistics.time().forcedAdvances(), now, complaints);
    return new Health(status(phase, down, complaints), causes(complaints, now));
  }

  private static Status status(Phase phase, List<Complaint> down, List<Complaint> all) {
    if (!down.isEmpty()) {
      return Status.DOWN;
    }
    if (phase == Phase.CLOSING) {
      return Status.STOPPING;
    }
    return all.isEmpty() ? Status.UP : Status.DEGRADED;
  }

  private static List<Complaint> down(
      Phase phase, Optional<Failure> fatal, List<SourceStatistics> sources) {
    List<Complaint> down = new ArrayList<>();
    fatal.ifPresent(
        failure -> down.add(new Complaint(failure.kind(), failure.name(), of(failure))));
    if (phase == Phase.NOT_STARTED) {
      down.add(new Complaint(Kind.ENGINE, "correlator", Reason.NOT_STARTED));
    } else if (phase == Phase.ENDED) {
      down.add(new Complaint(Kind.ENGINE, "correlator", Reason.ENDED));
    } else if (sources.stream().allMatch(HealthMonitor::hasFailed)) {
      sources.forEach(source -> down.add(failed(source)));
    }
    sources.stream()
        .filter(source -> source.state() == SourceStatistics.State.BLOCKED)
        .map(source -> new Complaint(Kind.SOURCE, source.name(), Reason.JOURNAL_BLOCKED))
        .forEach(down::add);
    return down;
  }

  private static Reason of(Failure fatal) {
    return fatal.cause() instanceof OutOfMemoryError ? Reason.OUT_OF_MEMORY : Reason.FAILED;
  }

  private static boolean hasFailed(SourceStatistics source) {
    return source.state() == SourceStatistics.State.FAILED;
  }

  private static Complaint failed(SourceStatistics source) {
    return new Complaint(Kind.SOURCE, source.name(), Reason.FAILED);
  }

  private void check(SourceStatistics source, Instant now, List<Complaint> complaints) {
    Complaint failed = failed(source);
    if (hasFailed(source) && !complaints.contains(failed)) {
      complaints.add(failed);
    }
    Complaint unreadable = new Complaint(Kind.SOURCE, source.name(), Reason.UNREADABLE);
    lately(unreadable, source.unreadable(), now, complaints);
    Complaint dropping = new Complaint(Kind.SOURCE, source.name(), Reason.DROPPING);
    lately(dropping, source.droppedTotal(), now, complaints);
  }

  private void check(ModuleStatistics module, Instant now, List<Complaint> complaints) {
    String name = module.name();
    if (module.state() == ModuleStatistics.State.QUARANTINED) {
      complaints.add(new Complaint(Kind.MODULE, name, Reason.QUARANTINED));
    }
    lately(new Complaint(Kind.MODULE, name, Reason.FAILING), module.errors(), now, complaints);
    Complaint evicted = new Complaint(Kind.MODULE, name, Reason.STATE_EVICTED);
    lately(evicted, module.evicted(), now, complaints);
  }

  private void check(ListenerStatistics listener, Instant now, List<Complaint> complaints) {
    String name = listener.name();
    if (listener.state() == ListenerStatistics.State.RETRYING) {
      complaints.add(new Complaint(Kind.LISTENER, name, Reason.RETRYING));
    } else if (listener.state() == ListenerStatistics.State.STALLED) {
      complaints.add(new Complaint(Kind.LISTENER, name, Reason.STALLED));
    }
    lately(new Complaint(Kind.LISTENER, name, Reason.FAILING), listener.errors(), now, complaints);
    Complaint dead = new Complaint(Kind.LISTENER, name, Reason.DEAD_LETTERING);
    lately(dead, listener.deadLettered(), now, complaints);
    Complaint dropping = new Complaint(Kind.LISTENER, name, Reason.DROPPING);
    lately(dropping, listener.droppedTotal(), now, complaints);
  }

  /** The first count that is seen is where it starts from: state may have been restored. */
  private void lately(Complaint complaint, long count, Instant now, List<Complaint> complaints) {
    Rise before = rises.getOrDefault(complaint, new Rise(count, Instant.MIN));
    Rise latest = count > before.count() ? new Rise(count, now) : before;
    rises.put(complaint, latest);
    if (latest.at().isAfter(now.minus(LATELY))) {
      complaints.add(complaint);
    }
  }

  private List<Cause> causes(List<Complaint> complaints, Instant now) {
    Set<Complaint> gone = new HashSet<>(since.keySet());
    complaints.forEach(gone::remove);
    since.keySet().removeAll(gone);
    return complaints.stream()
        .map(
            complaint ->
                new Cause(
                    complaint.part(),
                    complaint.name(),
                    complaint.reason(),
                    since.computeIfAbsent(complaint, unused -> now)))
        .toList();
  }
}

package io.correlator.core.state;

import io.correlator.api.Slice;
import io.correlator.api.state.Closing;
import io.correlator.api.state.Firing;
import io.correlator.api.state.FiringHandler;
import java.util.ArrayList;
import java.util.List;

/** A handler that writes down what it is told. */
final class Told implements FiringHandler {
  final List<Firing> firings = new ArrayList<>();
  final List<Closing> closings = new ArrayList<>();
  final List<String> lines = new ArrayList<>();

  @Override
  public void fired(Firing firing) {
    firings.add(firing);
    lines.add(
        fired(
            firing.key(),
            firing.time().toEpochMilli(),
            firing.firstSeen().toEpochMilli(),
            firing.observed()));
  }

  static String fired(Slice key, long time, long firstSeen, double observed) {
    return "%s fired at %d since %d: %s".formatted(key, time, firstSeen, observed);
  }

  @Override
  public void closed(Closing closing) {
    closings.add(closing);
    lines.add(
        closed(
            closing.key(),
            closing.time().toEpochMilli(),
            closing.firedAt().toEpochMilli(),
            closing.reason(),
            closing.suppressed(),
            closing.lastSeen().toEpochMilli()));
  }

  static String closed(
      Slice key, long time, long firedAt, Closing.Reason reason, long suppressed, long lastSeen) {
    return "%s closed at %d, fired at %d, %s: %d, last at %d"
        .formatted(key, time, firedAt, reason, suppressed, lastSeen);
  }

  @Override
  public void quotaExceeded(Firing first) {
    lines.add("over quota at " + first.time().toEpochMilli());
  }
}

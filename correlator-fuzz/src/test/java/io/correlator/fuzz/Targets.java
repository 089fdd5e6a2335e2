package io.correlator.fuzz;

import io.correlator.api.capture.CaptureTarget;
import io.correlator.core.delivery.DeadLetterTarget;
import io.correlator.core.message.TemplateTarget;
import io.correlator.core.snapshot.SnapshotTarget;
import io.correlator.core.state.StateTarget;
import io.correlator.evtx.EvtxTarget;
import io.correlator.rules.RulesTarget;
import io.correlator.rules.detection.PatternsTarget;
import io.correlator.rules.format.FormatsTarget;
import io.correlator.rules.mapping.MappingsTarget;
import io.correlator.rules.regex.RegexTarget;
import io.correlator.sources.ConnectionTarget;
import io.correlator.sources.FramesTarget;
import io.correlator.sources.GzipTarget;
import io.correlator.sources.HttpBodyTarget;
import io.correlator.sources.LinesTarget;
import io.correlator.sources.PemTarget;
import io.correlator.sources.PositionsTarget;
import io.correlator.sources.SpansTarget;
import io.correlator.sources.format.AccessFormat;
import io.correlator.sources.format.AuditFormat;
import io.correlator.sources.format.DetectionTarget;
import io.correlator.sources.format.DeviceEventTarget;
import io.correlator.sources.format.JsonTarget;
import io.correlator.sources.format.LineTarget;
import io.correlator.sources.format.LogfmtFormat;
import io.correlator.sources.format.Rfc3164Format;
import io.correlator.sources.format.Rfc5424Target;
import io.correlator.sources.format.TimedFormat;
import io.correlator.sources.format.WindowsJsonFormat;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * All that is attacked. The share says how many of all executions a target gets: those that are
 * slow get fewer.
 */
enum Targets {
  RFC5424(40, Rfc5424Target::new),
  RFC3164(120, () -> new LineTarget(new Rfc3164Format())),
  DETECTION(20, DetectionTarget::new),
  DEVICE_EVENTS(8, DeviceEventTarget::new),
  PAIRS(60, () -> new LineTarget(new LogfmtFormat())),
  ACCESS(140, () -> new LineTarget(new AccessFormat())),
  AUDIT(60, () -> new LineTarget(new AuditFormat())),
  TIMED(100, () -> new LineTarget(new TimedFormat())),
  JSON(40, JsonTarget::new),
  WINDOWS_JSON(30, () -> new LineTarget(new WindowsJsonFormat())),
  USER_FORMAT(80, () -> new LineTarget(FormatsTarget.shop())),
  LINES(20, LinesTarget::new),
  JSON_STREAM(8, SpansTarget::ofObjects),
  MULTILINE(12, SpansTarget::ofTraces),
  FRAMES(8, FramesTarget::new),
  CONNECTION(30, ConnectionTarget::new),
  HTTP_BODY(150, HttpBodyTarget::new),
  GZIP(30, GzipTarget::new),
  PEM(60, PemTarget::new),
  POSITIONS(50, PositionsTarget::new),
  CAPTURE(40, CaptureTarget::new),
  EVTX(2, EvtxTarget::new),
  SNAPSHOT(2, SnapshotTarget::new),
  STATE(1, StateTarget::new),
  DEAD_LETTERS(5, DeadLetterTarget::new),
  TEMPLATES(5, TemplateTarget::new),
  SIGMA(4, () -> new RulesTarget("rules.yml")),
  JSON_RULES(8, () -> new RulesTarget("rules.json")),
  FORMATS(1, FormatsTarget::new),
  MAPPINGS(5, MappingsTarget::new),
  REGEX(10, RegexTarget::new),
  PATTERNS(60, PatternsTarget::new);

  private final int share;

  @SuppressWarnings("ImmutableEnumChecker") // nothing is kept but how it is made
  private final Supplier<Target> target;

  Targets(int share, Supplier<Target> target) {
    this.share = share;
    this.target = target;
  }

  /** Makes the target. */
  Target open() {
    return target.get();
  }

  /** How many of {@code all} executions it gets. */
  long executions(long all) {
    long shares = 0;
    for (Targets each : values()) {
      shares += each.share;
    }
    return (all * share + shares - 1) / shares;
  }

  /** What its folder of inputs is called. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package io.correlator.sources.format;

import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordFormat;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;

/**
 * Formats told apart record by record: whatever {@code auto} and {@code syslog} find, the format
 * that they have chosen finds too.
 */
public final class DetectionTarget implements Target {
  private static final RecordFormat AUTO = new AutoFormat();
  private static final RecordFormat SYSLOG = new SyslogFormat();
  private static final RecordFormat RFC_5424 = new Rfc5424Format();
  private static final RecordFormat RFC_3164 = new Rfc3164Format();
  private static final RecordFormat WINDOWS = new WindowsJsonFormat();

  private final Target auto = new LineTarget(AUTO);
  private final Target syslog = new LineTarget(SYSLOG);

  /** Attacks both. */
  public DetectionTarget() {}

  @Override
  public void attack(byte[] line) throws Exception {
    auto.attack(line);
    syslog.attack(line);
    LogRecord byAuto = LineTarget.read(AUTO, line);
    LogRecord bySyslog = LineTarget.read(SYSLOG, line);
    if (JsonList.firstObject(line, 0, line.length) < line.length) {
      LineTarget.same(LineTarget.read(WINDOWS, line), byAuto, "JSON is read as JSON");
    } else if (bySyslog.failure().isEmpty()) {
      Claim.same(bySyslog.messageSlice(), byAuto.messageSlice(), "syslog is read as syslog");
      Claim.same(bySyslog.hostSlice(), byAuto.hostSlice(), "syslog is read as syslog");
      Claim.same(bySyslog.epochMilli(), byAuto.epochMilli(), "syslog is read as syslog");
    }
    boolean hasVersion = Rfc5424Parser.hasVersion(line, 0, line.length);
    LogRecord chosen = LineTarget.read(hasVersion ? RFC_5424 : RFC_3164, line);
    if (chosen.failure().isEmpty()) {
      Claim.same(chosen.failure(), bySyslog.failure(), "what a format reads, syslog reads");
      Claim.same(chosen.messageSlice(), bySyslog.messageSlice(), "syslog reads as its formats do");
      Claim.same(chosen.hostSlice(), bySyslog.hostSlice(), "syslog reads as its formats do");
      Claim.same(chosen.programSlice(), bySyslog.programSlice(), "syslog reads as its formats do");
      Claim.same(chosen.epochMilli(), bySyslog.epochMilli(), "syslog reads as its formats do");
    }
  }
}

package io.correlator.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.correlator.api.LogRecord;
import io.correlator.fuzz.Chance;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import io.correlator.sources.format.AutoFormat;
import io.correlator.sources.format.PlainFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What comes over a connection: lines and counted messages (RFC 6587), told apart by a simple
 * reader that has all of it at hand, and by ours, wherever it is cut.
 */
public final class FramesTarget implements Target {
  private static final Pattern LENGTH = Pattern.compile("(-?)([0-9]{1,20})( ?)<");

  /** Attacks it. */
  public FramesTarget() {}

  /** A record as it should be found. */
  private record Frame(String text, boolean truncated) {}

  @Override
  public void attack(byte[] sent) throws Exception {
    Chance chance = Chance.of(sent);
    // No limit is so low that a length does not fit.
    Reading plain = new Reading(new PlainFormat(), chance.oneOf(60, 200, 4096));
    Received whole = plain.connected(sent);
    asSent(sent, whole, plain.longest());
    same(whole, plain.connectedCut(sent, chance), "in pieces");
    same(whole, plain.connectedCutAt(sent, chance.below(sent.length + 1)), "in two pieces");
    Reading auto = new Reading(new AutoFormat(), plain.longest());
    Received read = auto.connected(sent);
    same(read, auto.connectedCut(sent, chance), "in pieces, with records of several lines");
  }

  static void same(Received expected, Received found, String how) {
    Claim.sameLists(expected.parts(), found.parts(), how);
    Claim.sameLists(expected.faults, found.faults, how);
  }

  private static void asSent(byte[] bytes, Received found, int longest) {
    String sent = new String(bytes, ISO_8859_1);
    List<Frame> frames = new ArrayList<>();
    List<ConnectionFault> faults = new ArrayList<>();
    Matcher length = LENGTH.matcher(sent);
    boolean afterCounted = false;
    int at = 0;
    while (at < sent.length()) {
      if (afterCounted && sent.charAt(at) == '\n') {
        at++;
        afterCounted = false;
        continue;
      }
      boolean counted = false;
      if (length.region(at, sent.length()).lookingAt()) {
        ConnectionFault fault = fault(length);
        counted = fault == null;
        if (fault != null) {
          faults.add(fault);
        }
      }
      if (counted) {
        int from = length.end() - 1;
        int to = from + Integer.parseInt(length.group(2));
        boolean whole = to <= sent.length();
        String text = sent.substring(from, Math.min(to, sent.length()));
        frames.add(frame(whole ? withoutEnd(text) : text, whole, longest));
        if (!whole && text.length() <= longest) {
          faults.add(ConnectionFault.MESSAGE_CUT_OFF);
        }
        at = Math.min(to, sent.length());
      } else {
        int end = sent.indexOf('\n', at);
        String text = sent.substring(at, end < 0 ? sent.length() : end);
        boolean cr = end > at && text.endsWith("\r");
        frames.add(frame(cr ? text.substring(0, text.length() - 1) : text, true, longest));
        at = end < 0 ? sent.length() : end + 1;
      }
      afterCounted = counted;
    }
    Claim.sameLists(frames, found.records.stream().map(FramesTarget::frame).toList(), "frames");
    Claim.sameLists(faults, found.faults, "faults");
  }

  private static @org.jspecify.annotations.Nullable ConnectionFault fault(Matcher length) {
    if (!length.group(1).isEmpty()) {
      return ConnectionFault.LENGTH_NEGATIVE;
    }
    if (length.group(3).isEmpty()) {
      return ConnectionFault.LENGTH_WITHOUT_BLANK;
    }
    String digits = length.group(2);
    if (digits.startsWith("0")) {
      return ConnectionFault.LENGTH_FROM_ZERO;
    }
    return digits.length() > 8 || Integer.parseInt(digits) > RecordLength.MOST
        ? ConnectionFault.LENGTH_TOO_LARGE
        : null;
  }

  private static String withoutEnd(String text) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return line.length() < text.length() && line.endsWith("\r")
        ? line.substring(0, line.length() - 1)
        : line;
  }

  private static Frame frame(String text, boolean whole, int longest) {
    return new Frame(
        text.substring(0, Math.min(text.length(), longest)), !whole || text.length() > longest);
  }

  private static Frame frame(LogRecord record) {
    return new Frame(
        new String(record.rawSlice().toByteArray(), ISO_8859_1),
        record.is(LogRecord.Flag.TRUNCATED));
  }
}

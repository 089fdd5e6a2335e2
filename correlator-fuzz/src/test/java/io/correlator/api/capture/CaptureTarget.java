package io.correlator.api.capture;

import io.correlator.fuzz.Chance;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Captures: every byte is in a step that is given or in a damage that is told, and without its
 * damages a capture says the same. The bodies of frames come from the input, with right checksums
 * around them, or the input is all of it.
 */
public final class CaptureTarget implements Target {
  /** Attacks it. */
  public CaptureTarget() {}

  /** What a reader finds. */
  private record Found(List<CapturedStep> steps, List<CaptureDamage> damages) {}

  @Override
  public void attack(byte[] input) throws Exception {
    Chance chance = Chance.of(input);
    boolean isCapture = input.length > 0 && input[0] == SegmentMark.MARK[0];
    accounted(isCapture ? input : capture(input, chance), chance);
    stuffed(input);
    position(new String(input, java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  private static void accounted(byte[] capture, Chance chance) {
    Found found = read(new ByteArrayInputStream(capture));
    Found slowly = read(new io.correlator.fuzz.Trickle(capture, chance.between(1, 100), chance));
    Claim.sameLists(found.steps(), slowly.steps(), "steps in pieces");
    Claim.sameLists(found.damages(), slowly.damages(), "damages in pieces");

    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    long at = 0;
    for (CaptureDamage damage : found.damages()) {
      Claim.that(
          damage.position() >= at
              && damage.length() > 0
              && damage.position() + damage.length() <= capture.length,
          "damages are parts of a capture, one behind the other");
      whole.write(capture, (int) at, (int) (damage.position() - at));
      at = damage.position() + damage.length();
    }
    whole.write(capture, (int) at, (int) (capture.length - at));
    Found undamaged = read(new ByteArrayInputStream(whole.toByteArray()));
    Claim.sameLists(List.of(), undamaged.damages(), "damages of what has none");
    Claim.sameLists(found.steps(), undamaged.steps(), "steps without the damages");
  }

  private static Found read(java.io.InputStream in) {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    try (CaptureReader reader = CaptureReader.of(Channels.newChannel(in), found.damages()::add)) {
      reader.steps().forEach(found.steps()::add);
    }
    return found;
  }

  /** Frames whose bodies are the lines of the input, in one segment or several. */
  private static byte[] capture(byte[] input, Chance chance) {
    ByteArrayOutputStream capture = new ByteArrayOutputStream();
    capture.writeBytes(CaptureLayout.header());
    int from = 0;
    while (from < input.length) {
      int to = from + 1;
      while (to < input.length && input[to] != '\n') {
        to++;
      }
      frame(Arrays.copyOfRange(input, from, to), capture);
      from = to + 1;
      if (chance.below(20) == 0) {
        capture.writeBytes(CaptureLayout.header());
      }
    }
    return capture.toByteArray();
  }

  /** A body begins with its type. One that has the mark in it is stuffed, as writers must. */
  private static void frame(byte[] typeAndBody, ByteArrayOutputStream capture) {
    byte[] body = SegmentMark.stuff(typeAndBody, 1, typeAndBody.length);
    boolean stuffed = body.length > typeAndBody.length - 1;
    ByteBuffer frame = ByteBuffer.allocate(CaptureLayout.FRAME_HEAD_BYTES + body.length);
    frame.putInt(0, 1 + body.length);
    frame.put(
        CaptureLayout.TYPE_AT,
        (byte) (stuffed ? typeAndBody[0] | CaptureLayout.STUFFED : typeAndBody[0]));
    frame.put(CaptureLayout.FRAME_HEAD_BYTES, body);
    frame.putInt(
        CaptureLayout.CHECKSUM_AT, CaptureLayout.frameChecksum(frame.array(), 0, 1 + body.length));
    capture.writeBytes(frame.array());
  }

  private static void stuffed(byte[] input) {
    byte[] stuffed = SegmentMark.stuff(input, 0, input.length);
    Claim.that(
        SegmentMark.indexOf(stuffed, 0, stuffed.length) < 0, "what is stuffed has no mark in it");
    Claim.sameBytes(
        input, SegmentMark.unstuff(stuffed, 0, stuffed.length), "stuffed and read again");
    Claim.that(
        SegmentMark.unstuff(input, 0, input.length).length <= input.length,
        "nothing grows by being read");
  }

  private static void position(String text) {
    try {
      CapturePosition position = CapturePosition.parse(text);
      Claim.same(position, CapturePosition.parse(position.text()), "written and read again");
    } catch (IllegalArgumentException e) {
      Claim.that(String.valueOf(e.getMessage()).contains("marks no place"), "a position is none");
    }
  }
}

package io.correlator.sources;

import io.correlator.fuzz.Chance;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import io.correlator.fuzz.Trickle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Archives: what was packed is unpacked, from one member or several; what is broken is told after
 * all text before it; and nothing depends on how it is read.
 */
public final class GzipTarget implements Target {
  /** Enough to see that it goes on. */
  private static final int ENOUGH = 1 << 20;

  /** Attacks it. */
  public GzipTarget() {}

  /** What a reader finds, and whether it was told that this is not all. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Text(byte[] bytes, boolean broken) {}

  @Override
  public void attack(byte[] input) throws Exception {
    Chance chance = Chance.of(input);
    if (!GzipInput.isGzip(input)) {
      byte[] archive = packed(input, chance);
      Text text = ours(new ByteArrayInputStream(archive), 8192);
      Claim.that(!text.broken(), "what was packed is an archive");
      Claim.sameBytes(input, text.bytes(), "what was packed");
      // From here on, one that is damaged where it is not only a head.
      int place = chance.below(archive.length);
      archive[place] ^= (byte) (1 << chance.below(8));
      unpack(archive, chance);
    } else {
      unpack(input, chance);
    }
  }

  private static void unpack(byte[] archive, Chance chance) throws IOException {
    Text text = ours(new ByteArrayInputStream(archive), 8192);
    Text slowly =
        ours(new Trickle(archive, chance.between(1, 50), chance), chance.between(1, 5000));
    Claim.sameBytes(text.bytes(), slowly.bytes(), "in pieces");
    Claim.same(text.broken(), slowly.broken(), "in pieces: whether it is broken");
    if (!text.broken() && text.bytes().length < ENOUGH) {
      byte[] theirs = theirs(archive);
      int differs = Arrays.mismatch(theirs, text.bytes());
      Claim.that(differs < 0 || differs == theirs.length, "the JDK finds no other text");
    }
  }

  private static Text ours(InputStream archive, int piece) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    byte[] bytes = new byte[piece];
    try (InputStream in = new GzipInput(archive)) {
      for (int count = in.read(bytes); count >= 0 && text.size() < ENOUGH; count = in.read(bytes)) {
        Claim.that(count > 0, "reading gives something");
        text.write(bytes, 0, count);
      }
    } catch (GzipInput.BrokenArchiveException e) {
      return new Text(most(text), true);
    }
    return new Text(most(text), false);
  }

  private static byte[] most(ByteArrayOutputStream text) {
    byte[] all = text.toByteArray();
    return all.length <= ENOUGH ? all : Arrays.copyOf(all, ENOUGH);
  }

  private static byte[] theirs(byte[] archive) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
      in.transferTo(text);
    } catch (IOException e) {
      // Of a head it checks more; RFC 1952 leaves that open.
      Claim.that(String.valueOf(e.getMessage()).contains("GZIP header"), "the JDK reads it: " + e);
    }
    return text.toByteArray();
  }

  /** In one member or several, and perhaps with padding behind. */
  private static byte[] packed(byte[] text, Chance chance) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    int from = 0;
    do {
      int to = chance.between(from, text.length);
      to = chance.below(3) == 0 ? text.length : to;
      try (GZIPOutputStream member = new GZIPOutputStream(archive)) {
        member.write(text, from, to - from);
      }
      from = to;
    } while (from < text.length);
    archive.write(new byte[chance.below(3)]);
    return archive.toByteArray();
  }
}

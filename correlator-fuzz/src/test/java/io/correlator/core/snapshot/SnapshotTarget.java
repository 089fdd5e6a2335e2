package io.correlator.core.snapshot;

import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file of a snapshot: it is the one that was written, or it is told what is wrong with it. And
 * its sections: they are read as they would be written, or not at all.
 */
public final class SnapshotTarget implements Target {
  private static final Path FILE = file();

  /** Attacks it. */
  public SnapshotTarget() {}

  private static Path file() {
    try {
      Path file = Files.createTempFile("snapshot", "");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void attack(byte[] input) throws Exception {
    sections(input);
    byte[] whole = SnapshotFile.layout(7, input);
    Claim.sameBytes(input, read(whole, 7), "the content that was written");
    Claim.that(read(whole, 8) == null, "another snapshot is not taken for it");
    Claim.that(read(input, 7) == null || isLayout(input), "only a snapshot is one");
    if (input.length > 0) {
      whole[Math.floorMod(java.util.Arrays.hashCode(input), whole.length)] ^= 4;
      Claim.that(read(whole, 7) == null, "a damaged snapshot is not used");
    }
  }

  private static boolean isLayout(byte[] input) {
    return input.length > 7 && input[0] == 'C' && input[7] == 'P';
  }

  private static byte @org.jspecify.annotations.Nullable [] read(byte[] file, long number)
      throws IOException {
    Files.write(FILE, file);
    try {
      return SnapshotFile.read(FILE, number);
    } catch (DamagedSnapshotException e) {
      Claim.that(String.valueOf(e.getMessage()).contains("is damaged: "), "damage is told");
      return null;
    }
  }

  private static void sections(byte[] input) throws IOException {
    Sections sections;
    try {
      sections = Sections.of(input);
    } catch (IOException e) {
      return;
    }
    byte[] written = sections.toBytes();
    Claim.sameBytes(written, Sections.of(written).toBytes(), "written and read again");
  }
}

package io.correlator.verification;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Logs for tests to write. */
final class Logs {
  /** A line that the {@code sshd} module finds a failed login in. */
  static final String FAILED_LOGIN =
      "Mar  1 07:14:03 gate sshd[2113]: Failed password for root from 203.0.113.7 port 54097 ssh2";

  private static final int MIB = 1024 * 1024;

  private Logs() {}

  /** Lines that each end in LF. */
  static Path write(Path file, String... lines) throws IOException {
    return Files.writeString(file, String.join("\n", lines) + "\n");
  }

  /** Exactly these bytes; characters above 255 are not for here. */
  static Path bytes(Path file, String bytes) throws IOException {
    return Files.write(file, bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The same line over and over. */
  static Path repeat(Path file, String line, int times) throws IOException {
    return Files.writeString(file, (line + "\n").repeat(times));
  }

  static byte[] gzip(Path file) throws IOException {
    Path packed = file.resolveSibling(file.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
    return Files.readAllBytes(packed);
  }

  /** One line that never seems to end, and one that does. */
  static void writeLongLine(OutputStream file, int mebibytes) throws IOException {
    byte[] chunk = new byte[MIB];
    Arrays.fill(chunk, (byte) 'x');
    try (OutputStream out = new BufferedOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        out.write(chunk);
      }
      out.write(("\n" + FAILED_LOGIN + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}

package io.correlator.core.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.correlator.core.fault.CrashPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The layout of a snapshot's file: a mark, the version of the layout, the number of the snapshot,
 * the length of its content, the content, and a CRC-32C of all before. Integers are big-endian.
 */
final class SnapshotFile {
  private static final byte[] MARK = "CORRSNAP".getBytes(US_ASCII);
  private static final int VERSION = 1;
  private static final int HEADER = MARK.length + Integer.BYTES + Long.BYTES + Integer.BYTES;
  private static final int FOOTER = Integer.BYTES;

  private SnapshotFile() {}

  /** Writes a snapshot to {@code file}, which is made, and forces it to disk. */
  static void write(Path file, long number, byte[] content) throws IOException {
    byte[] bytes = layout(number, content);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      CrashPoint.FILE_CREATED.reach();
      writeAll(channel, ByteBuffer.wrap(bytes, 0, bytes.length / 2));
      CrashPoint.FILE_HALF_WRITTEN.reach();
      writeAll(channel, ByteBuffer.wrap(bytes, bytes.length / 2, bytes.length - bytes.length / 2));
      CrashPoint.FILE_WRITTEN.reach();
      channel.force(true);
    }
  }

  /** All bytes of a snapshot's file. */
  static byte[] layout(long number, byte[] content) {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + content.length + FOOTER);
    bytes.put(MARK).putInt(VERSION).putLong(number).putInt(content.length).put(content);
    CRC32C sum = new CRC32C();
    sum.update(bytes.array(), 0, bytes.position());
    return bytes.putInt((int) sum.getValue()).array();
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * The content of snapshot {@code number} in {@code file}.
   *
   * @throws DamagedSnapshotException if the file is not that snapshot, whole
   * @throws IOException if it cannot be read
   */
  static byte[] read(Path file, long number) throws IOException, DamagedSnapshotException {
    long size = Files.size(file);
    if (size < HEADER + FOOTER || size > Integer.MAX_VALUE - 8) {
      throw new DamagedSnapshotException(file, "its size is " + size + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (bytes.limit() < HEADER + FOOTER) {
      throw new DamagedSnapshotException(file, "it has become shorter");
    }
    byte[] mark = new byte[MARK.length];
    bytes.get(mark);
    if (!Arrays.equals(mark, MARK)) {
      throw new DamagedSnapshotException(file, "it does not begin with the mark of a snapshot");
    }
    int version = bytes.getInt();
    long found = bytes.getLong();
    int length = bytes.getInt();
    if (length != bytes.limit() - HEADER - FOOTER) {
      throw new DamagedSnapshotException(
          file, "its content should have %d bytes".formatted(Integer.toUnsignedLong(length)));
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes.array(), 0, HEADER + length);
    if ((int) sum.getValue() != bytes.getInt(HEADER + length)) {
      throw new DamagedSnapshotException(file, "its checksum does not match");
    }
    if (version != VERSION) {
      throw new DamagedSnapshotException(
          file, "it has layout %d, and %d can be read".formatted(version, VERSION));
    }
    if (found != number) {
      throw new DamagedSnapshotException(file, "it is snapshot " + found);
    }
    return Arrays.copyOfRange(bytes.array(), HEADER, HEADER + length);
  }
}

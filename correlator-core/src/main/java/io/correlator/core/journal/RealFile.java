package io.correlator.core.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A file of the machine. */
final class RealFile implements Disk.File {
  private final RandomAccessFile file;

  private RealFile(RandomAccessFile file) {
    this.file = file;
  }

  static RealFile create(Path path) throws IOException {
    Files.createFile(path, forOwnerOnly());
    return new RealFile(new RandomAccessFile(path.toFile(), "rw"));
  }

  private static FileAttribute<?>[] forOwnerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public void append(byte[] bytes, int from, int length) throws IOException {
    file.write(bytes, from, length);
  }

  @Override
  public void truncate(long length) throws IOException {
    file.setLength(length);
    file.seek(length);
  }

  @Override
  public void force() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package io.correlator.listeners;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows by whole pieces: a piece that cannot be written in full, because the disk is
 * full for instance, is taken back, so that it can be tried again and nothing stands there twice or
 * by half. So are whole pieces, back to the last that were confirmed.
 *
 * <p>It is a {@link RandomAccessFile} and not a channel, because an interrupt in the middle of a
 * write closes a channel, and the engine interrupts threads to stop them: the last events must
 * still be written then.
 */
final class AppendFile implements Target {
  private final RandomAccessFile file;

  private long confirmed;

  AppendFile(RandomAccessFile file) throws IOException {
    this.file = file;
    this.confirmed = file.length();
  }

  /** Opens the file, which is made if it is not there, and so are the folders above it. */
  static AppendFile open(Path path) throws IOException {
    createParent(path);
    return new AppendFile(new RandomAccessFile(path.toFile(), "rw"));
  }

  static void createParent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      createDirectory(parent);
    }
  }

  /** Makes a folder unless there is one; {@link Files} alone would refuse a link to one. */
  static void createDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
  }

  long size() throws IOException {
    return file.length();
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    // Asked each time: someone else may have cut the file off, as logrotate's copytruncate does.
    long end = file.length();
    confirmed = Math.min(confirmed, end);
    try {
      file.seek(end);
      file.write(bytes, 0, length);
    } catch (IOException e) {
      takeBack(end, e);
      throw e;
    }
  }

  private void takeBack(long end, IOException reason) {
    try {
      file.setLength(end);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** Ends the last line if a crash has left it without its end. */
  void endLine() throws IOException {
    long end = file.length();
    if (end > 0) {
      file.seek(end - 1);
      if (file.read() != '\n') {
        write(new byte[] {'\n'}, 1);
      }
    }
  }

  @Override
  public void confirm() throws IOException {
    confirmed = file.length();
  }

  @Override
  public void takeBack() throws IOException {
    if (file.length() > confirmed) {
      file.setLength(confirmed);
    }
  }

  @Override
  public void force() throws IOException {
    file.getFD().sync();
  }

  /** Waits until the disk knows which files are in a folder; not every system can do that. */
  static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows refuses to open a folder, and has written the name already.
    }
  }

  /** Waits until the disk has everything, and closes. */
  @Override
  public void close() throws IOException {
    try (file) {
      file.getFD().sync();
    }
  }
}

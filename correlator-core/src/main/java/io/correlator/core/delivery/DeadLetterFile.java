package io.correlator.core.delivery;

import static java.util.Objects.requireNonNull;

import io.correlator.core.codec.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file of dead letters: one JSON object a line, with the whole event, so that it can be offered
 * again ({@link DeadLetterReplay}).
 *
 * <p>Each letter is on its way to the disk when {@link #keep} returns, and the file is open only
 * while one is written, so it may be moved away at any time. It never grows beyond {@value
 * #LARGEST} bytes: then letters are refused, and counted as lost. May be used by any thread;
 * several engines need several files.
 */
public final class DeadLetterFile implements DeadLetters {
  /** How large a file may be: 1 GiB. */
  public static final long LARGEST = 1L << 30;

  private final Path path;
  private final long largest;

  private DeadLetterFile(Path path, long largest) {
    this.path = path;
    this.largest = largest;
  }

  /** The file at {@code path}, which is made, with the folders above it, when it is written to. */
  public static DeadLetterFile at(Path path) {
    return at(path, LARGEST);
  }

  static DeadLetterFile at(Path path, long largest) {
    return new DeadLetterFile(requireNonNull(path, "path"), largest);
  }

  /**
   * Nothing, if the file can be written to; makes it if need be.
   *
   * @throws IOException if it cannot
   */
  public void check() throws IOException {
    append(new byte[0]);
  }

  @Override
  public boolean keep(DeadLetter letter) throws IOException {
    append((DeadLetterLine.of(letter) + "\n").getBytes(StandardCharsets.US_ASCII));
    return true;
  }

  /** Not a channel: an interrupt would close that in the middle of a line. */
  private synchronized void append(byte[] line) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      long end = file.length();
      if (end + line.length > largest) {
        throw new IOException("the file of dead letters is full: " + path);
      }
      try {
        appendTo(file, end, line);
      } catch (IOException e) {
        file.setLength(end);
        throw e;
      }
    }
  }

  private static void appendTo(RandomAccessFile file, long end, byte[] line) throws IOException {
    if (end > 0 && line.length > 0) {
      file.seek(end - 1);
      if (file.read() != '\n') {
        file.write('\n'); // a crash has left the last line without its end
      }
    }
    file.seek(file.length());
    file.write(line);
  }

  /** Takes what a file says, line by line. */
  public interface Reader {
    /** One letter. */
    void letter(DeadLetter letter) throws IOException;

    /**
     * A line that is no letter, for instance because a crash has cut it off.
     *
     * @param line its number, from 1
     * @param text what stands there
     * @param problem why it cannot be read
     */
    void unreadable(long line, String text, String problem) throws IOException;
  }

  /**
   * Reads the file from beginning to end.
   *
   * @throws NoSuchFileException if there is none
   */
  public void read(Reader reader) throws IOException {
    try (InputStream in = Files.newInputStream(path);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        read(number, line, reader);
      }
    }
  }

  private static void read(long number, String line, Reader reader) throws IOException {
    DeadLetter letter;
    try {
      letter = DeadLetterLine.read(line);
    } catch (IOException e) {
      reader.unreadable(number, line, JsonObject.problem(e));
      return;
    }
    reader.letter(letter);
  }
}

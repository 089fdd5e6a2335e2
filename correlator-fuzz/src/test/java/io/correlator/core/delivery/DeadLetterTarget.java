package io.correlator.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of dead letters: each line is a letter, which is written and read again as it is, or it is
 * told what is wrong with it.
 */
public final class DeadLetterTarget implements Target {
  private static final Path FILE = file();

  /** Attacks it. */
  public DeadLetterTarget() {}

  private static Path file() {
    try {
      Path file = Files.createTempFile("letters", "");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void attack(byte[] input) throws Exception {
    letter(new String(input, UTF_8));
    Files.write(FILE, input);
    List<Long> numbers = new ArrayList<>();
    DeadLetterFile.at(FILE)
        .read(
            new DeadLetterFile.Reader() {
              @Override
              public void letter(DeadLetter letter) {
                numbers.add(numbers.size() + 1L);
              }

              @Override
              public void unreadable(long line, String text, String problem) {
                numbers.add(line);
                Claim.that(!problem.isBlank() && !problem.contains("\n"), "a problem is one line");
              }
            });
    long lines = new String(input, UTF_8).lines().count();
    Claim.same(lines, (long) numbers.size(), "each line is a letter, or unreadable");
    for (int i = 0; i < numbers.size(); i++) {
      Claim.same(i + 1L, numbers.get(i), "the number of a line");
    }
  }

  private static void letter(String line) throws IOException {
    DeadLetter letter;
    try {
      letter = DeadLetterLine.read(line);
    } catch (IOException e) {
      return;
    }
    String written = DeadLetterLine.of(letter);
    Claim.that(written.indexOf('\n') < 0, "a letter is one line");
    Claim.same(written, DeadLetterLine.of(DeadLetterLine.read(written)), "written and read again");
  }
}

package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendFileTest {
  @TempDir Path folder;
  private Path path = Path.of("");

  @BeforeEach
  void name() {
    path = folder.resolve("a/b/events");
  }

  @Test
  void makesTheFoldersAboveIt() throws IOException {
    append("x");
    assertThat(path).hasContent("x");
  }

  @Test
  void appendsToWhatIsThere() throws IOException {
    append("x");
    append("y");
    assertThat(path).hasContent("xy");
  }

  @Test
  void followsAFileThatSomeoneElseCutsOff() throws IOException {
    try (AppendFile file = AppendFile.open(path)) {
      write(file, "before");
      Files.write(path, new byte[0]);
      write(file, "after");
    }
    assertThat(path).hasContent("after");
  }

  @Test
  void takesBackAPieceThatWasWrittenByHalf() throws IOException {
    append("whole\n");
    try (AppendFile file = new AppendFile(new FillingDisk(path))) {
      assertThatThrownBy(() -> write(file, "half")).hasMessage("disk full");
    }
    assertThat(path).hasContent("whole\n");
  }

  @Test
  void takesBackWholePiecesToTheLastThatWasConfirmed() throws IOException {
    append("before ");
    try (AppendFile file = AppendFile.open(path)) {
      write(file, "kept ");
      file.confirm();
      write(file, "lost ");
      write(file, "lost too ");
      file.takeBack();
      write(file, "after");
    }
    assertThat(path).hasContent("before kept after");
  }

  @Test
  void takesNothingBackFromAFileThatSomeoneElseHasCutOff() throws IOException {
    append("long before");
    try (AppendFile file = AppendFile.open(path)) {
      Files.write(path, new byte[0]);
      write(file, "x");
      file.takeBack();
      write(file, "y");
    }
    assertThat(path).hasContent("y");
  }

  @Test
  void writesOnAThreadThatWasInterrupted() throws IOException {
    try (AppendFile file = AppendFile.open(path)) {
      Thread.currentThread().interrupt();
      write(file, "last words");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(path).hasContent("last words");
  }

  private void append(String text) throws IOException {
    try (AppendFile file = AppendFile.open(path)) {
      write(file, text);
    }
  }

  private static void write(AppendFile file, String text) throws IOException {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    file.write(bytes, bytes.length);
  }

  private static final class FillingDisk extends RandomAccessFile {
    FillingDisk(Path path) throws IOException {
      super(path.toFile(), "rw");
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      super.write(bytes, from, length / 2);
      throw new IOException("disk full");
    }
  }
}

package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatedFilesTest {
  @TempDir Path folder;

  @Test
  void theNewestIsNumberOne() throws IOException {
    rotate(3, "a", "b");
    assertThat(file("x.1")).hasContent("b");
    assertThat(file("x.2")).hasContent("a");
  }

  @Test
  void theOldestGoesWhenThereAreTooMany() throws IOException {
    rotate(2, "a", "b", "c");
    assertThat(file("x.1")).hasContent("c");
    assertThat(file("x.2")).hasContent("b");
    assertThat(file("x.3")).doesNotExist();
  }

  @Test
  void keepsOneIfOneIsKept() throws IOException {
    rotate(1, "a", "b");
    assertThat(file("x.1")).hasContent("b");
    assertThat(file("x.2")).doesNotExist();
  }

  @Test
  void fillsANumberThatIsUnusedAndLeavesTheOlder() throws IOException {
    Files.writeString(file("x.3"), "old");
    rotate(5, "a", "b", "c");
    assertThat(file("x.1")).hasContent("c");
    assertThat(file("x.2")).hasContent("b");
    assertThat(file("x.3")).hasContent("a");
    assertThat(file("x.4")).hasContent("old");
  }

  private void rotate(int keep, String... contents) throws IOException {
    RotatedFiles rotated = new RotatedFiles(file("x"), keep);
    for (String content : contents) {
      Files.writeString(file("x"), content);
      rotated.rotate();
    }
    assertThat(file("x")).doesNotExist();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}

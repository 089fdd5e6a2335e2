package io.correlator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.sources.FakeSourceContext.Unreadable;
import io.correlator.sources.format.PlainFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
  @TempDir Path outside;
  private Path folder = Path.of("unset");
  private final FakeSourceContext context = new FakeSourceContext();

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(outside.resolve("log"));
  }

  @Test
  void readsTheFilesOldestFirst() throws Exception {
    write("b.log", "b");
    write("auth.log", "new");
    write("auth.log.1", "old");
    write("auth.log.2.gz", "oldest");
    write("auth.log-20260301", "dated");

    run();

    assertThat(context.messages()).containsExactly("dated", "oldest", "old", "new", "b");
  }

  @Test
  void readsTheFilesBelowIt() throws Exception {
    write("a.log", "a");
    write("sub/deep/b.log", "b");

    run();

    assertThat(context.messages()).containsExactly("a", "b");
    assertThat(context.records.get(1).source())
        .isEqualTo(folder.resolve("sub/deep/b.log").toString());
  }

  @Test
  void leavesOutWhatIsHidden() throws Exception {
    write(".a.log.swp", "a");
    write(".git/b.log", "b");
    write("c.log", "c");

    run();

    assertThat(context.messages()).containsExactly("c");
  }

  @Test
  void reportsAFolderWithoutFiles() throws Exception {
    run();

    assertThat(context.unreadable)
        .containsExactly(new Unreadable(folder.toString(), "there are no files in this folder"));
  }

  @Test
  void skipsBinaryFilesAndSaysSo() throws Exception {
    Path binary = write("wtmp", "a\0b");
    write("z.log", "z");

    run();

    assertThat(context.messages()).containsExactly("z");
    assertThat(context.unreadable)
        .containsExactly(new Unreadable(binary.toString(), "skipped: binary file"));
  }

  @Test
  void followsALinkOutOfTheFolderButReadsNothingTwice() throws Exception {
    Path elsewhere = Files.writeString(outside.resolve("elsewhere.log"), "elsewhere\n");
    Path inside = write("a.log", "inside");
    Files.createSymbolicLink(folder.resolve("current"), inside);
    Files.createSymbolicLink(folder.resolve("other"), elsewhere);

    run();

    assertThat(context.messages()).containsExactly("inside", "elsewhere");
  }

  @Test
  void isNotCaughtInACircleOfLinks() throws Exception {
    write("sub/a.log", "a");
    Files.createSymbolicLink(folder.resolve("sub/up"), folder);
    Files.createSymbolicLink(folder.resolve("self"), folder.resolve("self"));

    run();

    assertThat(context.messages()).containsExactly("a");
  }

  private void run() throws InterruptedException {
    FileSource.builder().format(new PlainFormat()).path(folder).build().run(context);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(file, text + "\n");
  }
}

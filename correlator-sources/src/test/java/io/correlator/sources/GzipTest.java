package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.sources.format.PlainFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GzipTest {
  @TempDir Path folder;
  private final FakeSourceContext context = new FakeSourceContext();

  @Test
  void unpacksAnArchiveWhateverItIsCalled() throws Exception {
    run("auth.log", gzip("one\ntwo\n"));

    assertThat(context.messages()).containsExactly("one", "two");
    assertThat(context.unreadable).isEmpty();
  }

  @Test
  void readsAFileThatIsOnlyCalledAnArchive() throws Exception {
    run("auth.log.gz", "one\n".getBytes(UTF_8));

    assertThat(context.messages()).containsExactly("one");
  }

  @Test
  void unpacksAllMembersAndPaddingBehindThem() throws Exception {
    run("a.gz", gzip("one\ntw"), gzip("o\nthree\n"), gzip(""), gzip("four"), new byte[512]);

    assertThat(context.messages()).containsExactly("one", "two", "three", "four");
    assertThat(context.unreadable).isEmpty();
  }

  @Test
  void unpacksAHeaderWithAllItsParts() throws Exception {
    byte[] archive = gzip("one\n");
    byte[] header = Arrays.copyOf(archive, 10);
    header[3] = 2 | 4 | 8 | 16;
    byte[] parts = {3, 0, 'x', 'y', 'z', 'n', 'a', 'm', 'e', 0, 'c', 0, 1, 2};
    run("a.gz", header, parts, Arrays.copyOfRange(archive, 10, archive.length));

    assertThat(context.messages()).containsExactly("one");
    assertThat(context.unreadable).isEmpty();
  }

  @Test
  void countsPositionsInTheTextAndProgressInTheArchive() throws Exception {
    byte[] archive = gzip("line\n".repeat(10_000));
    run("a.gz", archive);

    assertThat(context.records.get(9_999).position()).isEqualTo(49_995);
    assertThat(context.progress)
        .allMatch(progress -> progress.done() <= archive.length)
        .endsWith(new FakeSourceContext.Progress(archive.length, archive.length));
  }

  /** However much is asked for at once, the text before the damage comes before it. */
  @Test
  void givesAllTextBeforeTheDamage() throws Exception {
    // A block with the text, an empty one, and one of a kind that there is not.
    byte[] archive = {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, 0, 74, 76, 74, 6, 0, 0, 0, -1, -1, 7};
    for (int most : new int[] {1, 2, 3, 8192}) {
      InputStream in = new GzipInput(new ByteArrayInputStream(archive));
      ByteArrayOutputStream text = new ByteArrayOutputStream();

      assertThatThrownBy(
              () -> {
                byte[] bytes = new byte[most];
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                  text.write(bytes, 0, count);
                }
              })
          .isInstanceOf(GzipInput.BrokenArchiveException.class);
      assertThat(text.toString(UTF_8)).isEqualTo("abc");
    }
  }

  @Test
  void keepsTheWholeLinesOfAnArchiveThatBreaksOff() throws Exception {
    String text = noise(20_000);
    byte[] archive = gzip(text);
    run("a.gz", Arrays.copyOf(archive, archive.length / 2));

    assertThat(context.records).hasSizeGreaterThan(1000);
    assertThat(text).startsWith(String.join("\n", context.messages()) + "\n");
    assertThat(context.unreadable).hasSize(1);
    assertThat(context.unreadable.get(0).reason())
        .matches("the archive breaks off after \\d{5,} bytes of text; .*");
  }

  @Test
  void reportsEveryPlaceWhereAnArchiveCanBreakOff() throws Exception {
    byte[] archive = gzip("one\ntwo\n");
    for (int length = 2; length < archive.length; length++) {
      run("a.gz", Arrays.copyOf(archive, length));
    }

    assertThat(context.unreadable).hasSize(archive.length - 2);
    assertThat(context.unreadable)
        .allMatch(each -> each.reason().startsWith("the archive breaks off"));
  }

  @Test
  void reportsACorruptArchive() throws Exception {
    byte[] archive = gzip(noise(20_000));
    Arrays.fill(archive, archive.length / 2, archive.length / 2 + 50, (byte) 0xff);
    run("a.gz", archive);

    assertThat(context.unreadable.get(0).reason()).startsWith("the archive is corrupt");
  }

  @Test
  void reportsAWrongChecksum() throws Exception {
    byte[] archive = gzip("one\n");
    archive[archive.length - 8] ^= 1;
    run("a.gz", archive);

    assertThat(context.unreadable.get(0).reason()).contains("checksum");
  }

  @Test
  void reportsWhatFollowsAMemberAndIsNone() throws Exception {
    run("a.gz", gzip("one\n"), "two\n".getBytes(UTF_8));

    assertThat(context.messages()).containsExactly("one");
    assertThat(context.unreadable.get(0).reason()).contains("no gzip");
  }

  @Test
  void goesOnAfterABrokenArchive() throws Exception {
    Path broken = Files.write(folder.resolve("a.gz"), Arrays.copyOf(gzip("one\n"), 12));
    Path good = Files.write(folder.resolve("b.gz"), gzip("two\n"));

    source(broken, good).run(context);

    assertThat(context.messages()).containsExactly("two");
  }

  private void run(String name, byte[]... parts) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    source(Files.write(folder.resolve(name), all.toByteArray())).run(context);
  }

  private static FileSource source(Path... paths) {
    return FileSource.builder().format(new PlainFormat()).paths(List.of(paths)).build();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  /** Lines that do not pack well. */
  private static String noise(int lines) {
    Random random = new Random(4711);
    return String.join(
            "\n", Collections.nCopies(lines, "").stream().map(x -> "" + random.nextLong()).toList())
        + "\n";
  }
}

package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.sources.FakeSourceContext.Progress;
import io.correlator.sources.FakeSourceContext.Unreadable;
import io.correlator.sources.format.PlainFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
  private static final String LINE = "Mar  1 07:28:03 web1 sshd[4711]: hello\n";

  @TempDir Path folder;
  private final FakeSourceContext context = new FakeSourceContext();

  @Test
  void readsSyslogByDefault() throws Exception {
    run(FileSource.of(write("auth.log", LINE)));

    LogRecord record = context.records.get(0);
    assertThat(record.host()).contains("web1");
    assertThat(record.program()).contains("sshd");
    assertThat(record.processId()).contains("4711");
    assertThat(record.message()).isEqualTo("hello");
    assertThat(record.received()).isEqualTo(FakeSourceContext.NOW);
  }

  @Test
  void readsFilesInTheOrderGiven() throws Exception {
    run(plain().path(write("b.log", "b1\nb2\n")).path(write("a.log", "a1\n")).build());

    assertThat(context.messages()).containsExactly("b1", "b2", "a1");
  }

  @Test
  void namesARecordAfterThePathAsGivenAndItsPlaceInTheFile() throws Exception {
    Path file = write("auth.log", "first\r\nsecond\n");

    run(plain().path(file).build());

    assertThat(context.records.get(1).source()).isEqualTo(file.toString());
    assertThat(context.records.get(1).position()).isEqualTo(7);
    assertThat(context.records.get(1).line()).isEqualTo(2);
  }

  @Test
  void takesTheYearFromWhenTheFileWasLastWritten() throws Exception {
    Path file = write("auth.log", LINE);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2019-03-05T00:00:00Z")));

    run(FileSource.of(file));

    assertThat(context.records.get(0).timestamp()).isEqualTo("2019-03-01T07:28:03Z");
  }

  @Test
  void takesTheYearGiven() throws Exception {
    Path file =
        write("auth.log", LINE + "Dec 31 23:59:59 web1 cron: x\nJan  1 00:00:00 web1 cron: x\n");

    run(FileSource.builder().path(file).year(2008).zone(ZoneId.of("Europe/Berlin")).build());

    assertThat(context.records.stream().map(LogRecord::timestamp))
        .containsExactly(
            Instant.parse("2008-03-01T06:28:03Z"),
            Instant.parse("2008-12-31T22:59:59Z"),
            Instant.parse("2007-12-31T23:00:00Z"));
  }

  @Test
  void takesTheYearNearTheReferenceGiven() throws Exception {
    run(
        FileSource.builder()
            .path(write("auth.log", LINE))
            .reference(Instant.parse("2012-02-01T00:00:00Z"))
            .build());

    assertThat(context.records.get(0).timestamp()).isEqualTo("2011-03-01T07:28:03Z");
  }

  @Test
  void givesALineWithoutTimeTheTimeOfTheLineBefore() throws Exception {
    Path file = write("auth.log", "what\n" + LINE + "  at Foo.java\n\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2019-03-05T00:00:00Z")));

    run(FileSource.of(file));

    assertThat(context.records.stream().map(LogRecord::timestamp))
        .containsExactly(
            Instant.parse("2019-03-05T00:00:00Z"),
            Instant.parse("2019-03-01T07:28:03Z"),
            Instant.parse("2019-03-01T07:28:03Z"),
            Instant.parse("2019-03-01T07:28:03Z"));
    assertThat(context.records.get(2).is(LogRecord.Flag.TIME_FALLBACK)).isTrue();
    assertThat(context.records.get(3).failure()).contains(ParseFailure.EMPTY);
  }

  @Test
  void skipsAByteOrderMark() throws Exception {
    run(plain().path(write("a.log", "\ufeffone\n")).build());

    assertThat(context.messages()).containsExactly("one");
    assertThat(context.records.get(0).position()).isEqualTo(3);
  }

  @Test
  void doesNotReadUtf16() throws Exception {
    Path file =
        Files.write(
            folder.resolve("a.log"), "one\n".getBytes(java.nio.charset.StandardCharsets.UTF_16));

    run(FileSource.of(file));

    assertThat(context.records).isEmpty();
    assertThat(reason(file)).contains("UTF-16").contains("iconv");
  }

  @Test
  void makesNoRecordOfAnEmptyFileAndDoesNotComplain() throws Exception {
    run(FileSource.of(write("a.log", "")));

    assertThat(context.records).isEmpty();
    assertThat(context.unreadable).isEmpty();
  }

  @Test
  void reportsAMissingFileAndGoesOn() throws Exception {
    Path missing = folder.resolve("missing.log");

    run(plain().path(missing).path(write("a.log", "one\n")).build());

    assertThat(context.unreadable)
        .containsExactly(new Unreadable(missing.toString(), "no such file or folder"));
    assertThat(context.messages()).containsExactly("one");
  }

  @Test
  void reportsAFileWithoutPermissionAndGoesOn() throws Exception {
    Path secret = write("secret.log", "one\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(secret), "skipped: this user may read everything");

    run(plain().path(secret).path(write("a.log", "one\n")).build());

    assertThat(reason(secret)).isEqualTo("permission denied");
    assertThat(context.messages()).containsExactly("one");
  }

  @Test
  void doesNotReadADevice() throws Exception {
    Path device = Path.of("/dev/zero");
    assumeTrue(Files.exists(device), "skipped: no devices here");

    run(FileSource.of(device));

    assertThat(reason(device)).isEqualTo("is a device");
  }

  @Test
  void readsANamedFileThatIsBinary() throws Exception {
    run(FileSource.of(write("a.bin", "\0\1\2\n" + LINE)));

    assertThat(context.records.get(0).failure()).contains(ParseFailure.BINARY);
    assertThat(context.records.get(1).message()).isEqualTo("hello");
  }

  @Test
  void tellsHowFarItIs() throws Exception {
    Path first = write("a.log", "0123456789\n".repeat(100));
    Path second = write("b.log", "0123456789\n".repeat(100));

    run(plain().path(first).path(second).blockSize(512).build());

    assertThat(context.progress)
        .isSortedAccordingTo(java.util.Comparator.comparing(Progress::done))
        .contains(new Progress(1100, 2200))
        .endsWith(new Progress(2200, 2200))
        .hasSizeGreaterThan(4);
  }

  @Test
  void readsStandardInput() throws Exception {
    run(FileSource.builder().standardInput(Input.standardInput(() -> bytes(LINE))).build());

    LogRecord record = context.records.get(0);
    assertThat(record.source()).isEqualTo("-");
    assertThat(record.timestamp()).isEqualTo("2026-03-01T07:28:03Z");
    assertThat(context.progress).allMatch(progress -> progress.total() == 0);
  }

  @Test
  void handsOverWhatItHasBeforeItWaitsForAPipe() throws Exception {
    PipedOutputStream out = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(out);
    out.write("one\ntwo\n".getBytes(UTF_8));
    out.close();

    run(plain().standardInput(Input.standardInput(() -> in)).build());

    assertThat(context.messages()).containsExactly("one", "two");
    assertThat(context.flushes).isGreaterThanOrEqualTo(2);
  }

  @Test
  void readsAPipeThatIsNamed() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(makePipe(pipe), "skipped: cannot make a pipe");
    Thread writer = new Thread(() -> writeTo(pipe));
    writer.start();

    run(plain().path(pipe).build());
    writer.join();

    assertThat(context.messages()).containsExactly("one", "two");
    assertThat(context.records.get(0).source()).isEqualTo(pipe.toString());
  }

  private static boolean makePipe(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void writeTo(Path pipe) {
    try {
      Files.writeString(pipe, "one\ntwo\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void stopsAtOnceWhenInterrupted() throws Exception {
    Path file = write("a.log", LINE.repeat(100_000));

    Thread.currentThread().interrupt();
    run(FileSource.of(file, file));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(context.records).isEmpty();
    assertThat(context.unreadable).isEmpty();
  }

  @Test
  void stopsBetweenTwoRecordsWhenInterrupted() throws Exception {
    Path file = write("a.log", LINE.repeat(100_000));
    FakeSourceContext interrupting =
        new FakeSourceContext() {
          @Override
          public void accept(LogRecord record) throws InterruptedException {
            super.accept(record);
            if (records.size() == 5) {
              Thread.currentThread().interrupt();
            }
          }
        };

    assertThatThrownBy(() -> FileSource.of(file).run(interrupting))
        .isInstanceOf(InterruptedException.class);

    assertThat(interrupting.records).hasSize(5);
    assertThat(interrupting.unreadable).isEmpty();
  }

  @Test
  void stopsWaitingForAPipeWhenInterrupted() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.sink().write(ByteBuffer.wrap("one\ntwo".getBytes(UTF_8)));
    Thread reader = Thread.currentThread();
    FakeSourceContext interrupting =
        new FakeSourceContext() {
          @Override
          public void flush() {
            super.flush();
            if (!records.isEmpty()) {
              reader.interrupt();
            }
          }
        };
    Input input = Input.standardInput(() -> Channels.newInputStream(pipe.source()));

    plain().standardInput(input).build().run(interrupting);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(interrupting.messages()).containsExactly("one");
    assertThat(interrupting.unreadable).isEmpty();
  }

  @Test
  void truncatesALongLineAndKeepsTheNext() throws Exception {
    run(
        plain()
            .path(write("a.log", "x".repeat(1_000_000) + "\nnext\n"))
            .maxRecordLength(1024)
            .build());

    assertThat(context.records.get(0).is(LogRecord.Flag.TRUNCATED)).isTrue();
    assertThat(context.records.get(0).length()).isEqualTo(1024);
    assertThat(context.records.get(1).message()).isEqualTo("next");
  }

  @Test
  void readsStructuredDataOnDemand() throws Exception {
    run(FileSource.of(write("a.log", "<13>1 - - - - ID1 [a b=\"c\"] x\n")));

    assertThat(context.records.get(0).field("sd.a.b")).contains("c");
  }

  @Test
  void isCalledLikeItsFirstFile() {
    assertThat(FileSource.of(Path.of("a.log")).name()).isEqualTo("a.log");
    assertThat(FileSource.of(Path.of("a.log"), Path.of("b.log"), Path.of("c.log")).name())
        .isEqualTo("a.log and 2 more");
    assertThat(FileSource.builder().standardInput().build().name()).isEqualTo("-");
  }

  @Test
  void refusesWhatMakesNoSense() {
    FileSource.Builder builder = FileSource.builder();
    assertThatThrownBy(builder::build).hasMessageContaining("nothing to read");
    assertThatThrownBy(() -> builder.maxRecordLength(1023)).hasMessageContaining("1023");
    assertThatThrownBy(() -> builder.maxRecordLength((16 << 20) + 1))
        .hasMessageContaining("maxRecordLength");
    assertThatThrownBy(() -> builder.year(26)).hasMessageContaining("year");
    assertThatThrownBy(builder.path(folder).year(2026).reference(Instant.EPOCH)::build)
        .hasMessageContaining("exclude");
  }

  private FileSource.Builder plain() {
    return FileSource.builder().format(new PlainFormat());
  }

  private void run(FileSource source) throws InterruptedException {
    source.run(context);
  }

  private String reason(Path path) {
    return context.unreadable.stream()
        .filter(each -> each.input().equals(path.toString()))
        .map(Unreadable::reason)
        .findFirst()
        .orElse("none");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}

package io.correlator.sources;

import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.DropReason;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.ReplaySink;
import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import io.correlator.sources.format.Rfc3164Format;
import io.correlator.sources.format.Rfc5424Format;
import io.correlator.sources.format.SyslogFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints what reading costs, in nanoseconds of CPU time and bytes of heap per line. A program to
 * run by hand: a test never fails by time.
 */
final class ReadingSpeed {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int LINES = 200_000;
  private static final int ROUNDS = 25;
  private static final int FILE_LINES = 5_000_000;

  private ReadingSpeed() {}

  interface Work {
    long run() throws Exception;
  }

  @SuppressWarnings("SystemOut") // A program for people.
  private static final PrintStream OUT = System.out;

  public static void main(String[] arguments) throws Exception {
    byte[] rfc3164 = rfc3164Lines(LINES);
    byte[] rfc5424 = rfc5424Lines(LINES);
    measure("newlines, byte by byte", LINES, () -> countByByte(rfc3164));
    measure("newlines, 8 at a time", LINES, () -> countLines(rfc3164));
    parse("parse rfc3164", new Rfc3164Format(), ZoneOffset.UTC, rfc3164);
    parse("parse rfc3164, Berlin", new Rfc3164Format(), ZoneId.of("Europe/Berlin"), rfc3164);
    parse("parse rfc3164 as syslog", new SyslogFormat(), ZoneOffset.UTC, rfc3164);
    parse("parse rfc3164, ISO time", new Rfc3164Format(), ZoneOffset.UTC, isoLines(LINES));
    parse("parse rfc5424 with data", new Rfc5424Format(), ZoneOffset.UTC, rfc5424);
    parse("parse rfc5424 as syslog", new SyslogFormat(), ZoneOffset.UTC, rfc5424);
    Path file = Files.createTempFile("correlator", ".log");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        for (int i = 0; i < FILE_LINES / LINES; i++) {
          out.write(rfc3164);
        }
      }
      OUT.printf(Locale.ROOT, "file of %,d bytes%n", Files.size(file));
      for (int i = 0; i < 4; i++) {
        measureOnce("file: read and scan only", FILE_LINES, () -> scanFile(file));
        measureOnce("file: to records", FILE_LINES, () -> readFile(file));
        measureOnce("file: followed to its end", FILE_LINES, () -> followFile(file));
      }
    } finally {
      Files.delete(file);
    }
  }

  private static long scanFile(Path file) throws IOException {
    byte[] block = new byte[128 * 1024];
    long lines = 0;
    try (var in = java.nio.channels.Channels.newInputStream(Files.newByteChannel(file))) {
      for (int n = in.read(block); n > 0; n = in.read(block)) {
        int at = Newlines.indexOf(block, 0, n);
        while (at >= 0) {
          lines++;
          at = Newlines.indexOf(block, at + 1, n);
        }
      }
    }
    return lines;
  }

  private static long readFile(Path file) throws Exception {
    CountingContext context = new CountingContext();
    FileSource.of(file).run(context);
    return context.count;
  }

  private static long followFile(Path file) throws Exception {
    CountingContext context = new CountingContext();
    FollowSource source =
        FollowSource.builder()
            .path(file)
            .start(FollowSource.Start.BEGINNING)
            .pause(
                time -> {
                  throw new InterruptedException("all is read");
                })
            .build();
    try {
      source.run(context);
    } catch (InterruptedException e) {
      // As intended.
    }
    return context.position == null ? 0 : context.count;
  }

  private static final class CountingContext implements SourceContext, RecordSink {
    private @Nullable Supplier<SourcePosition> positions;
    private @Nullable SourcePosition position;

    // The engine hands records over in batches: they escape, so they must really be made.
    private final LogRecord[] batch = new LogRecord[1024];
    private long count;

    @Override
    public RecordSink openBacklog(String name) {
      return sink();
    }

    @Override
    public RecordSink sink() {
      return this;
    }

    @Override
    public Optional<String> resumeFrom() {
      return Optional.empty();
    }

    @Override
    public void positions(Supplier<SourcePosition> current) {
      positions = current;
    }

    @Override
    public ReplaySink openReplay(String name) {
      throw new AssertionError("this source replays nothing");
    }

    @Override
    public RecordSink openPipe(String name) {
      return openFile(name);
    }

    @Override
    public RecordSink openFile(String name) {
      return this;
    }

    @Override
    public void end() {}

    @Override
    public Executor workers() {
      return Runnable::run;
    }

    @Override
    public boolean handOver(List<LogRecord> more, String note) {
      for (LogRecord record : more) {
        accept(record);
      }
      return true;
    }

    @Override
    public List<String> notes() {
      return List.of();
    }

    @Override
    public void force() {}

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }

    @Override
    public void dropped(DropReason reason, long count) {}

    @Override
    public void unreadable(String input, String reason) {
      throw new IllegalStateException(reason);
    }

    @Override
    public void progress(long done, long total) {}

    @Override
    public void accept(LogRecord record) {
      batch[(int) (count++ % batch.length)] = record;
      if (count % batch.length == 0 && positions != null) {
        position = positions.get();
      }
    }

    @Override
    public void flush() {}
  }

  private static void parse(String what, RecordFormat format, ZoneId zone, byte[] lines)
      throws Exception {
    RecordParser parser =
        format.open(new FormatContext(zone, Instant.parse("2026-03-02T00:00:00Z")));
    RecordHeader header = new RecordHeader();
    int[] ends = ends(lines);
    measure(
        what,
        LINES,
        () -> {
          long read = 0;
          int from = 0;
          for (int end : ends) {
            header.reset();
            parser.parse(lines, from, end, header);
            read += header.hasTimestamp() && !header.hasFailed() ? 1 : 0;
            from = end + 1;
          }
          return read;
        });
  }

  private static int[] ends(byte[] lines) {
    int[] ends = new int[LINES];
    int from = 0;
    for (int i = 0; i < LINES; i++) {
      ends[i] = Newlines.indexOf(lines, from, lines.length);
      from = ends[i] + 1;
    }
    return ends;
  }

  private static long countLines(byte[] bytes) {
    long lines = 0;
    int at = Newlines.indexOf(bytes, 0, bytes.length);
    while (at >= 0) {
      lines++;
      at = Newlines.indexOf(bytes, at + 1, bytes.length);
    }
    return lines;
  }

  private static long countByByte(byte[] bytes) {
    long lines = 0;
    int at = indexOf(bytes, 0);
    while (at >= 0) {
      lines++;
      at = indexOf(bytes, at + 1);
    }
    return lines;
  }

  private static int indexOf(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static void measure(String what, int lines, Work work) throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      work.run();
    }
    long best = Long.MAX_VALUE;
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      check(work.run(), lines);
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
    }
    allocated = (THREADS.getCurrentThreadAllocatedBytes() - allocated) / ROUNDS;
    print(what, (double) best / lines, (double) allocated / lines);
  }

  private static void measureOnce(String what, int lines, Work work) throws Exception {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    check(work.run(), lines);
    long time = THREADS.getCurrentThreadCpuTime() - start;
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    print(what, (double) time / lines, (double) allocated / lines);
  }

  private static void check(long count, int lines) {
    if (count != lines) {
      throw new IllegalStateException(count + " lines, not " + lines);
    }
  }

  private static void print(String what, double nanos, double bytes) {
    OUT.printf(Locale.ROOT, "%-28s %7.1f ns/line %7.1f B/line%n", what, nanos, bytes);
  }

  private static byte[] rfc3164Lines(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int second = i / 20;
      text.append(
          String.format(
              Locale.ROOT,
              "Mar  1 %02d:%02d:%02d web%d sshd[%d]: Failed password for invalid user u%d from"
                  + " 192.0.2.%d port %d ssh2%n",
              second / 3600 % 24,
              second / 60 % 60,
              second % 60,
              i % 7,
              1000 + i % 5000,
              i % 100,
              i % 250,
              1024 + i % 60_000));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] isoLines(int count) {
    String text = new String(rfc3164Lines(count), StandardCharsets.UTF_8);
    return text.replaceAll("(?m)^Mar  1 (\\S+) ", "2026-03-01T$1.123456+01:00 ")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] rfc5424Lines(int count) {
    String text = new String(rfc3164Lines(count), StandardCharsets.UTF_8);
    return text.replaceAll(
            "(?m)^Mar  1 (\\S+) (\\S+) sshd.(\\d+)]: ",
            "<38>1 2026-03-01T$1.123Z $2 sshd $3 ID47 [origin ip=\"192.0.2.1\""
                + " software=\"sshd\"][meta sequenceId=\"17\"] ")
        .getBytes(StandardCharsets.UTF_8);
  }
}

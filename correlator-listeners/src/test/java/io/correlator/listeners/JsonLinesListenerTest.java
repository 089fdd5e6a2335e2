package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Event;
import io.correlator.api.Severity;
import io.correlator.api.config.Config;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesListenerTest {
  @TempDir Path folder;

  @Test
  void writesOneLinePerEvent() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(JsonLinesListener.to(out), "one", Samples.HOSTILE, "three");
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
  }

  @Test
  void writesWhenFlushed() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonLinesListener listener = JsonLinesListener.to(out);
    listener.open();
    listener.accept(Samples.summary("x"));
    assertThat(out.size()).isZero();
    listener.flush();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(EventJson.render(Samples.summary("x")) + "\n");
  }

  @Test
  void doesNotCloseAStreamItDidNotOpen() throws Exception {
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };
    run(JsonLinesListener.to(out), "x");
  }

  @Test
  void appendsAfterARestart() throws Exception {
    Path file = folder.resolve("events.jsonl");
    run(JsonLinesListener.into(file), "one");
    run(JsonLinesListener.into(file), "two");
    assertThat(file)
        .hasContent(
            EventJson.render(Samples.summary("one"))
                + "\n"
                + EventJson.render(Samples.summary("two"))
                + "\n");
  }

  @Test
  void startsALineOfItsOwnAfterATornOne() throws Exception {
    Path file = folder.resolve("events.jsonl");
    Files.writeString(file, "{\"type\":\"x");
    run(JsonLinesListener.into(file), "one");
    assertThat(Files.readAllLines(file))
        .containsExactly("{\"type\":\"x", EventJson.render(Samples.summary("one")));
  }

  @Test
  void reportsAStreamThatBreaks() throws Exception {
    JsonLinesListener listener = JsonLinesListener.to(new BrokenPipe());
    listener.open();
    listener.accept(Samples.summary("x"));
    assertThatThrownBy(listener::flush).isInstanceOf(IOException.class).hasMessage("broken pipe");
  }

  @Test
  void reportsAPrintStreamThatBreaksInSilence() throws Exception {
    PrintStream silent = new PrintStream(new BrokenPipe(), false, StandardCharsets.UTF_8);
    JsonLinesListener listener = JsonLinesListener.to(silent);
    listener.open();
    listener.accept(Samples.summary("x"));
    assertThatThrownBy(listener::flush).isInstanceOf(IOException.class);
  }

  @Test
  void refusesEventsWhenTooManyWaitForABrokenStream() throws Exception {
    JsonLinesListener listener = JsonLinesListener.to(new BrokenPipe());
    listener.open();
    listener.accept(Samples.summary("x".repeat(Spool.CAPACITY)));
    assertThatThrownBy(() -> listener.accept(Samples.summary("y"))).isInstanceOf(IOException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void reportsAFullDisk() throws Exception {
    JsonLinesListener listener = JsonLinesListener.into(Path.of("/dev/full"));
    listener.open();
    listener.accept(Samples.summary("x"));
    assertThatThrownBy(listener::flush).isInstanceOf(IOException.class);
  }

  @Test
  void refusesToStartWhereItCannotWrite() {
    assertThatThrownBy(() -> JsonLinesListener.into(folder).open()).isInstanceOf(IOException.class);
  }

  @Test
  void canBeClosedWithoutHavingBeenOpened() throws Exception {
    JsonLinesListener.into(folder).close();
  }

  @Test
  void writesToTheFileOfItsOptions() throws Exception {
    Path file = folder.resolve("x.jsonl");
    Config config = Config.of(Map.of("file", file.toString()));
    run(new JsonLinesListener().configure(config), "x");
    assertThat(file).exists();
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void keepsItsStreamUnlessAFileIsNamed() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(JsonLinesListener.to(out).configure(Config.empty()), "x");
    assertThat(out.size()).isPositive();
  }

  @Test
  void rejectsAFileWithoutAName() {
    Config config = Config.of(Map.of("file", ""));
    new JsonLinesListener().configure(config);
    assertThat(config.problems()).containsExactly("file: name a file, such as 'events.jsonl'");
  }

  @Test
  void optionsNarrowWhatReachesIt() {
    Config config =
        Config.of(Map.of("least", "warning", "events", "A + B", "origins", "sshd+engine"));
    assertThat(new JsonLinesListener().configure(config).interest())
        .isEqualTo(
            new Interest(Severity.WARNING, Set.of("A", "B"), Set.of("sshd", "engine"), false));
  }

  @Test
  void optionsLeaveAnInterestThatTheyDoNotMention() {
    Interest interest = Interest.inTypes("A").withLeast(Severity.ERROR);
    JsonLinesListener listener = JsonLinesListener.builder().interest(interest).build();
    assertThat(listener.configure(Config.empty()).interest()).isEqualTo(interest);
  }

  @Test
  void anEventThatCannotBeRenderedLeavesNoTrace() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonLinesListener listener = JsonLinesListener.to(out);
    listener.open();
    assertThatThrownBy(() -> listener.accept(Samples.emitted(new Broken())))
        .hasMessage("no summary");
    listener.accept(Samples.summary("x"));
    listener.close();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(EventJson.render(Samples.summary("x")) + "\n");
  }

  private static void run(Listener listener, String... summaries) throws Exception {
    listener.open();
    for (String summary : summaries) {
      listener.accept(Samples.summary(summary));
    }
    listener.close();
  }

  private static final class BrokenPipe extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      throw new IOException("broken pipe");
    }
  }

  /** Breaks the promise of {@link Event} that accessors do not throw. */
  private static final class Broken implements Event {
    @Override
    public java.time.Instant timestamp() {
      return Samples.TIME;
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String summary() {
      throw new IllegalStateException("no summary");
    }
  }
}

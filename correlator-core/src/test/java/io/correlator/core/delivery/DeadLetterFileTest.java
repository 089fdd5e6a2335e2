package io.correlator.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterFileTest {
  private static final Instant NOW = Instant.parse("2026-03-01T07:28:03Z");

  @TempDir Path folder;
  private Path path = Path.of("");
  private final List<String> received = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private final List<Long> unreadable = new ArrayList<>();

  @BeforeEach
  void name() {
    path = folder.resolve("state/dead.jsonl");
  }

  private static DeadLetter letter(String summary) {
    EmittedEvent event =
        EmittedEvent.causedByTime(NOW, "sshd", Event.error("Alarm").summary(summary).build(NOW), 0);
    return new DeadLetter(
        "webhook", DeadLetter.Reason.EXHAUSTED, 20, "503 \u001b[31m\n", NOW, event);
  }

  private void keep(String... summaries) throws IOException {
    for (String summary : summaries) {
      DeadLetterFile.at(path).keep(letter(summary));
    }
  }

  private List<String> read() throws IOException {
    letters.clear();
    unreadable.clear();
    DeadLetterFile.at(path)
        .read(
            new DeadLetterFile.Reader() {
              @Override
              public void letter(DeadLetter letter) {
                letters.add(letter);
              }

              @Override
              public void unreadable(long line, String text, String problem) {
                unreadable.add(line);
              }
            });
    return letters.stream().map(letter -> letter.event().summary()).toList();
  }

  private Listener listener(Listener.Action action) {
    return Listener.of("second", Interest.everything(), action);
  }

  private DeadLetterReplay.Outcome replay(Listener... listeners) throws Exception {
    return DeadLetterReplay.run(path, List.of(listeners), () -> NOW);
  }

  @Test
  void keepsALetterAsOneLineAndGivesItBack() throws IOException {
    keep("a\nb", "c");

    assertThat(Files.readAllLines(path)).hasSize(2);
    assertThat(read()).containsExactly("a\nb", "c");
    assertThat(letters.get(0))
        .usingRecursiveComparison()
        .ignoringFields("event")
        .isEqualTo(letter("a\nb"));
  }

  @Test
  void aTornLineCostsNoOther() throws IOException {
    keep("a");
    Files.writeString(path, "{\"listener\":\"web", StandardOpenOption.APPEND);
    keep("b");

    assertThat(read()).containsExactly("a", "b");
    assertThat(unreadable).containsExactly(2L);
  }

  @Test
  void refusesToGrowBeyondItsLimit() throws IOException {
    DeadLetterFile small = DeadLetterFile.at(path, 2_000);
    small.keep(letter("a"));

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10; i++) {
                small.keep(letter("b"));
              }
            })
        .hasMessageContaining("full");
    assertThat(Files.size(path)).isLessThanOrEqualTo(2_000);
    assertThat(read()).startsWith("a", "b");
  }

  @Test
  void tellsThatItCannotBeWritten() throws IOException {
    Files.createDirectories(path);

    assertThatThrownBy(() -> DeadLetterFile.at(path).check()).isInstanceOf(IOException.class);
  }

  @Test
  void replayDeliversUnderTheSameId() throws Exception {
    keep("a", "b");
    List<String> ids = new ArrayList<>();

    DeadLetterReplay.Outcome outcome = replay(listener(event -> ids.add(event.id())));

    assertThat(ids).containsExactly(letter("a").event().id(), letter("b").event().id());
    assertThat(outcome).isEqualTo(new DeadLetterReplay.Outcome(2, 0, 0, 0));
    assertThat(folder.resolve("state")).isEmptyDirectory();
  }

  @Test
  void replayKeepsWhatFailsAgain() throws Exception {
    keep("a", "b", "c");

    DeadLetterReplay.Outcome outcome =
        replay(
            listener(
                event -> {
                  if (event.summary().equals("b")) {
                    throw new IOException("still down");
                  }
                  received.add(event.summary());
                }));

    assertThat(outcome).isEqualTo(new DeadLetterReplay.Outcome(2, 1, 0, 0));
    assertThat(received).containsExactly("a", "c");
    assertThat(read()).containsExactly("b");
    assertThat(letters.get(0).listener()).isEqualTo("second");
    assertThat(letters.get(0).attempts()).isEqualTo(21);
    assertThat(letters.get(0).error()).contains("still down");
  }

  @Test
  void replayKeepsWhatNobodyWantsAndWhatIsNoLetter() throws Exception {
    keep("a");
    Files.writeString(path, "not a letter\n", StandardOpenOption.APPEND);

    DeadLetterReplay.Outcome outcome =
        replay(Listener.of("other", Interest.inTypes("Other"), event -> received.add("x")));

    assertThat(outcome).isEqualTo(new DeadLetterReplay.Outcome(0, 0, 1, 1));
    assertThat(read()).containsExactly("a");
    assertThat(Files.readString(path)).endsWith("not a letter\n");
  }

  @Test
  void aReplayThatWasBrokenOffIsTakenUp() throws Exception {
    keep("a");
    Files.move(path, path.resolveSibling("dead.jsonl.replaying"));
    keep("b");

    replay(listener(event -> received.add(event.summary())));

    assertThat(received).containsExactly("a");
    assertThat(read()).containsExactly("b");
  }

  @Test
  void aListenerThatCannotBeOpenedLeavesTheLetters() throws Exception {
    keep("a");
    Listener closed =
        new Listener() {
          @Override
          public String name() {
            return "closed";
          }

          @Override
          public void open() throws IOException {
            throw new IOException("no");
          }

          @Override
          public void accept(EmittedEvent event) {}
        };

    assertThatThrownBy(() -> replay(closed)).hasMessage("no");
    assertThat(read()).containsExactly("a");
  }

  @Test
  void replayOfNoFileSaysSo() {
    assertThatThrownBy(this::replay).isInstanceOf(NoSuchFileException.class);
  }
}

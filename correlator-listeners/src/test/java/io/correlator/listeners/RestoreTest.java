package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.AuditSchema;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import io.correlator.api.listener.DeliverySettings.Guarantee;
import io.correlator.api.listener.Listener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that goes on from saved state leaves the files as if the crash had not been. */
class RestoreTest {
  private static final AuditSchema LOGIN =
      AuditSchema.builder("Login").text("user").integer("number").build();
  private static final AuditSchema LOGOUT = AuditSchema.builder("Logout").text("user").build();

  @TempDir Path folder;

  private CsvListener csv() {
    return CsvListener.builder().directory(folder).maxSize(400).keep(3).build();
  }

  private static EmittedEvent login(int number) {
    return Samples.row(LOGIN, Fields.builder().put("user", "root").put("number", number).build());
  }

  private static void accept(Listener listener, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      listener.accept(login(i));
    }
    listener.flush();
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        contents.put(path.getFileName().toString(), Files.readString(path));
      }
    }
    return contents;
  }

  /** Writes what a run writes that crashes after the position was taken. */
  private String crashAfter(int before, int after) throws Exception {
    CsvListener crashed = csv();
    crashed.open();
    accept(crashed, 0, before);
    String position = crashed.position().orElseThrow();
    Map<String, String> saved = files();
    accept(crashed, before, before + after);
    crashed.accept(Samples.row(LOGOUT, Fields.of("user", "root")));
    crashed.close();

    csv().restore(position);

    assertThat(files()).isEqualTo(saved);
    return position;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5, 8, 11, 13})
  void csvFilesAreWhatTheyWere(int after) throws Exception {
    crashAfter(2, after);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 6})
  void csvFilesThatWereSetAsideBeforeKeepTheirNumbers(int after) throws Exception {
    crashAfter(7, after);
  }

  @Test
  void aRunThatGoesOnHasNoRowTwiceAndNoneMissing() throws Exception {
    String position = crashAfter(4, 3);
    CsvListener next = csv();

    next.restore(position);
    next.open();
    accept(next, 4, 8);
    next.close();
    Map<String, String> twice = files();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        Files.delete(path);
      }
    }
    CsvListener once = csv();
    once.open();
    accept(once, 0, 8);
    once.close();

    assertThat(twice).isEqualTo(files());
  }

  @Test
  void otherFilesInTheFolderStay() throws Exception {
    CsvListener listener = csv();
    listener.open();
    accept(listener, 0, 1);
    String position = listener.position().orElseThrow();
    listener.close();
    Files.writeString(folder.resolve("notes.csv"), "mine\r\n");

    csv().restore(position);

    assertThat(folder.resolve("notes.csv")).hasContent("mine");
  }

  @Test
  void aTableThatHadNoEventInThisRunStays() throws Exception {
    CsvListener before = csv();
    before.open();
    before.accept(Samples.row(LOGOUT, Fields.of("user", "root")));
    before.close();
    CsvListener listener = csv();
    listener.open();
    String position = listener.position().orElseThrow();
    accept(listener, 0, 1);
    listener.close();

    csv().restore(position);

    assertThat(files()).containsOnlyKeys("Logout.csv");
  }

  @Test
  void aFileThatIsShorterThanItWasIsRefused() throws Exception {
    CsvListener listener = csv();
    listener.open();
    accept(listener, 0, 2);
    String position = listener.position().orElseThrow();
    listener.close();
    Files.writeString(folder.resolve("Login.csv"), "timestamp");

    assertThatThrownBy(() -> csv().restore(position))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Login.csv");
    assertThat(folder.resolve("Login.csv")).hasContent("timestamp");
  }

  @Test
  void anotherFileOfTheSameLengthIsRefused() throws Exception {
    CsvListener listener = csv();
    listener.open();
    accept(listener, 0, 2);
    String position = listener.position().orElseThrow();
    listener.close();
    String text = Files.readString(folder.resolve("Login.csv"));
    Files.writeString(folder.resolve("Login.csv"), text.replace("root", "toor"));

    assertThatThrownBy(() -> csv().restore(position)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2 Login=1:0", "1 ../x=1:0", "1 Login", "1 Login=x:0", "1 Login=1", "1 =1:0"})
  void aPositionThatMakesNoSenseIsRefused(String position) {
    assertThatThrownBy(() -> csv().restore(position)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTableThatCannotBeOpenedCostsNoOther() throws Exception {
    CsvListener listener = csv();
    listener.open();
    accept(listener, 0, 1);
    Map<String, String> before = files();
    Files.createDirectory(folder.resolve("Logout.csv"));

    listener.accept(login(1));
    assertThatThrownBy(() -> listener.accept(Samples.row(LOGOUT, Fields.of("user", "root"))))
        .isInstanceOf(IOException.class);
    Files.delete(folder.resolve("Logout.csv"));
    listener.close();

    assertThat(Files.readString(folder.resolve("Login.csv")))
        .startsWith(before.getOrDefault("Login.csv", "none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "text"})
  void linesAreCutOffWhereTheyEnded(String kind) throws Exception {
    Path file = folder.resolve("events");
    Files.writeString(file, "from a run before\n");
    Listener crashed = lines(kind, file);
    crashed.open();
    accept(crashed, 0, 5);
    String position = crashed.position().orElseThrow();
    String saved = Files.readString(file);
    accept(crashed, 5, 9);
    crashed.close();
    Files.writeString(file, "torn", StandardOpenOption.APPEND);

    lines(kind, file).restore(position);

    assertThat(Files.readString(file)).isEqualTo(saved);
  }

  @Test
  void linesOfAnotherFileAreNotCutOff() throws Exception {
    Path file = folder.resolve("events");
    Listener listener = lines("jsonl", file);
    listener.open();
    accept(listener, 0, 5);
    String position = listener.position().orElseThrow();
    listener.close();
    Files.writeString(file, "x".repeat(10_000));

    assertThatThrownBy(() -> lines("jsonl", file).restore(position)).hasMessageContaining("events");
    assertThat(file).hasSize(10_000);
    assertThatThrownBy(() -> lines("jsonl", file).restore("2 x"))
        .hasMessageContaining("another version");
  }

  @Test
  void aStreamHasNoPositionAndIsServedOnce() throws Exception {
    JsonLinesListener listener = JsonLinesListener.to(new ByteArrayOutputStream());
    listener.open();

    assertThat(listener.position()).isEmpty();
    assertThat(listener.delivery().guarantee()).isEqualTo(Guarantee.BEST_EFFORT);
    assertThat(lines("text", folder.resolve("x")).delivery().guarantee())
        .isEqualTo(Guarantee.AT_LEAST_ONCE);
  }

  private static Listener lines(String kind, Path file) {
    return kind.equals("text") ? TextListener.into(file) : JsonLinesListener.into(file);
  }
}

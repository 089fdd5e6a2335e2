package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import io.correlator.api.AuditSchema;
import io.correlator.api.AuditSchema.Kind;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import io.correlator.api.Severity;
import io.correlator.api.config.Config;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvListenerTest {
  private static final AuditSchema LOGIN =
      AuditSchema.builder("SshLogin").text("user").integer("port").build();
  private static final String HEADER = "timestamp,origin,severity,id,user,port\r\n";

  @TempDir Path folder;

  @Test
  void writesAFilePerTypeWithAHeader() throws Exception {
    EmittedEvent login = login("root", 22);
    EmittedEvent other =
        Samples.row(AuditSchema.builder("Other").text("x").build(), Fields.empty());
    run(listener(), login, other);
    assertThat(Files.readString(file("SshLogin.csv")))
        .isEqualTo(HEADER + "2026-03-01T07:28:03Z,sshd,notice," + login.id() + ",root,22\r\n");
    assertThat(Files.readString(file("Other.csv")))
        .isEqualTo(
            "timestamp,origin,severity,id,x\r\n2026-03-01T07:28:03Z,sshd,notice,"
                + other.id()
                + ",\r\n");
  }

  @Test
  void writesEachKindOfValue() throws Exception {
    AuditSchema schema =
        AuditSchema.builder("Kinds")
            .column("text", Kind.TEXT)
            .column("integer", Kind.INTEGER)
            .column("real", Kind.REAL)
            .column("boolean", Kind.BOOLEAN)
            .column("timestamp", Kind.TIMESTAMP)
            .column("duration", Kind.DURATION)
            .build();
    run(
        listener(),
        Samples.row(
            schema,
            Fields.builder()
                .put("text", "-1")
                .put("integer", -1)
                .put("real", -0.5)
                .put("boolean", true)
                .put("timestamp", Instant.EPOCH)
                .put("duration", Duration.ofMinutes(-5))
                .build()));
    assertThat(read("Kinds.csv").get(0).subList(4, 10))
        .containsExactly("text", "integer", "real", "boolean", "Kinds.timestamp", "duration");
    assertThat(read("Kinds.csv").get(1).subList(4, 10))
        .containsExactly("'-1", "-1", "-0.5", "true", "1970-01-01T00:00:00Z", "PT-5M");
  }

  @Test
  void tellsAnEmptyTextFromNone() throws Exception {
    run(listener(), login("", 22), Samples.row(LOGIN, Fields.of("port", 22)));
    assertThat(Files.readString(file("SshLogin.csv")))
        .containsSubsequence(",\"\",22\r\n", ",,22\r\n");
  }

  @Test
  void disarmsFormulasAndQuotesThem() throws Exception {
    run(listener(), login("=1+1", 22));
    assertThat(Files.readString(file("SshLogin.csv"))).endsWith(",\"'=1+1\",22\r\n");
  }

  @Test
  void keepsFormulasIfToldTo() throws Exception {
    Config config = Config.of(Map.of("formula-guard", "false"));
    run(listener().configure(config), login("=1+1", 22));
    assertThat(Files.readString(file("SshLogin.csv"))).endsWith(",=1+1,22\r\n");
  }

  @Test
  void hostileTextIsReadBackAsItWas() throws Exception {
    String hostile = "\u0000\u0001\t\n\r\r\n\u001b[31m\",\"x\u0085\u2028\u202e\ufeff😀'";
    run(listener(), login(hostile, 22), login("next", 22));
    assertThat(users()).containsExactly(hostile, "next");
  }

  @Test
  void halfACharacterIsReplaced() throws Exception {
    run(listener(), login("a\ud800b", 22));
    assertThat(users()).containsExactly("a\ufffdb");
  }

  @Test
  void aThousandRandomRowsAreReadBackAsTheyWere() throws Exception {
    Random random = new Random(42);
    List<String> written = new ArrayList<>();
    CsvListener listener = listener();
    listener.open();
    for (int i = 0; i < 1_000; i++) {
      String user = randomText(random);
      written.add(user);
      listener.accept(login(user, random.nextInt()));
    }
    listener.close();
    assertThat(users()).isEqualTo(written);
  }

  private static String randomText(Random random) {
    String alphabet = "ab,;\"'\r\n\t =+-@#\\\u0000\u001b\u0085\u2028é李😀";
    int[] codePoints = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
    }
    return text.toString();
  }

  @Test
  void appendsAfterARestartWithoutASecondHeader() throws Exception {
    run(listener(), login("a", 1));
    run(listener(), login("b", 2));
    assertThat(users()).containsExactly("a", "b");
  }

  @Test
  void setsAFileWithOtherColumnsAside() throws Exception {
    Files.writeString(file("SshLogin.csv"), "timestamp,user\r\nx,y\r\n");
    run(listener(), login("a", 1));
    assertThat(file("SshLogin.csv.1")).hasContent("timestamp,user\r\nx,y\r\n");
    assertThat(users()).containsExactly("a");
  }

  @Test
  void setsAFileAsideWhoseHeaderIsTorn() throws Exception {
    Files.writeString(file("SshLogin.csv"), "timestamp,ori");
    run(listener(), login("a", 1));
    assertThat(file("SshLogin.csv.1")).hasContent("timestamp,ori");
    assertThat(users()).containsExactly("a");
  }

  @Test
  void startsAnEmptyFileWithAHeader() throws Exception {
    Files.createFile(file("SshLogin.csv"));
    run(listener(), login("a", 1));
    assertThat(users()).containsExactly("a");
    assertThat(file("SshLogin.csv.1")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-03-01T07:28:03Z,sshd,not", "x,sshd,notice,0,\"ro\r\not", "a,b,c,d,e,19"})
  void movesATornRowOutOfTheFile(String torn) throws Exception {
    run(listener(), login("a", 1), login("quoted\r\nname", 2));
    String whole = Files.readString(file("SshLogin.csv"));
    Files.writeString(file("SshLogin.csv"), whole + torn);
    run(listener(), login("b", 3));
    assertThat(users()).containsExactly("a", "quoted\r\nname", "b");
    assertThat(Files.readString(file("SshLogin.csv.torn"))).isEqualTo(torn + "\n");
  }

  @Test
  void findsTheLastWholeRowWhereverTheCrashWas() throws Exception {
    run(listener(), login("x\r\n\"y\",", 1));
    long first = Files.size(file("SshLogin.csv"));
    run(listener(), login("second", 2));
    byte[] all = Files.readAllBytes(file("SshLogin.csv"));
    Path cut = file("Cut.csv");
    for (int length = HEADER.length(); length < all.length; length++) {
      Files.write(cut, Arrays.copyOf(all, length));
      long expected = length < first ? HEADER.length() : first;
      assertThat(TornRow.endOfLastRow(cut)).as("cut at %d", length).isEqualTo(expected);
    }
  }

  @Test
  void aFileGrowsToItsLargestSizeAndNoFurther() throws Exception {
    int row = rowLength();
    CsvListener listener = sized(HEADER.length() + 2L * row, 10);
    run(listener, login("a", 1), login("b", 2), login("c", 3));
    assertThat(Files.size(file("SshLogin.csv.1"))).isEqualTo(HEADER.length() + 2L * row);
    assertThat(users("SshLogin.csv.1")).containsExactly("a", "b");
    assertThat(users()).containsExactly("c");
  }

  @Test
  void oneByteLessIsTooSmallForTheSecondRow() throws Exception {
    CsvListener listener = sized(HEADER.length() + 2L * rowLength() - 1, 10);
    run(listener, login("a", 1), login("b", 2));
    assertThat(users("SshLogin.csv.1")).containsExactly("a");
    assertThat(users()).containsExactly("b");
  }

  @Test
  void aRowThatNeverFitsStillGetsAFileOfItsOwn() throws Exception {
    run(sized(1, 10), login("a", 1), login("b", 2));
    assertThat(users("SshLogin.csv.1")).containsExactly("a");
    assertThat(users()).containsExactly("b");
    assertThat(file("SshLogin.csv.2")).doesNotExist();
  }

  @Test
  void keepsOnlySoManyFullFiles() throws Exception {
    run(sized(1, 2), login("a", 1), login("b", 2), login("c", 3), login("d", 4));
    assertThat(users("SshLogin.csv.1")).containsExactly("c");
    assertThat(users("SshLogin.csv.2")).containsExactly("b");
    assertThat(file("SshLogin.csv.3")).doesNotExist();
  }

  @Test
  void countsWhatWasThereBeforeARestart() throws Exception {
    long size = HEADER.length() + 2L * rowLength();
    run(sized(size, 10), login("a", 1), login("b", 2));
    run(sized(size, 10), login("c", 3));
    assertThat(users("SshLogin.csv.1")).containsExactly("a", "b");
    assertThat(users()).containsExactly("c");
  }

  @Test
  void aFileWithoutLimitIsNeverSetAside() throws Exception {
    run(sized(0, 10), login("a", 1), login("b", 2));
    assertThat(users()).containsExactly("a", "b");
  }

  @Test
  void goesOnWhenRotatingWorksAgain() throws Exception {
    CsvListener listener = sized(1, 1);
    listener.open();
    listener.accept(login("a", 1));
    Path obstacle = Files.createDirectories(file("SshLogin.csv.1/x"));
    assertThatThrownBy(() -> listener.accept(login("b", 2))).isInstanceOf(IOException.class);
    Files.delete(obstacle);
    listener.accept(login("c", 3));
    listener.close();
    assertThat(users("SshLogin.csv.1")).containsExactly("a");
    assertThat(users()).containsExactly("c");
  }

  @Test
  void writesWhenFlushed() throws Exception {
    CsvListener listener = listener();
    listener.open();
    listener.accept(login("a", 1));
    listener.flush();
    assertThat(users()).containsExactly("a");
    listener.close();
  }

  @Test
  void makesItsFolderWhenOpened() throws Exception {
    CsvListener listener = CsvListener.into(folder.resolve("x/y"));
    assertThat(folder.resolve("x")).doesNotExist();
    listener.open();
    assertThat(folder.resolve("x/y")).isDirectory();
  }

  @Test
  void writesToAFolderBehindALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    run(CsvListener.into(link), login("a", 1));
    assertThat(users()).containsExactly("a");
  }

  @Test
  void refusesToStartWhereAFileIsInTheWay() throws Exception {
    Path inTheWay = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> CsvListener.into(inTheWay).open()).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".hidden", "a/b", "../x", "a\\b", "a b", "a\u0000", "ä", "a:b"})
  void refusesATypeThatCannotNameAFile(String type) throws Exception {
    CsvListener listener = listener();
    listener.open();
    EmittedEvent event = Samples.row(AuditSchema.builder(type).build(), Fields.empty());
    assertThatThrownBy(() -> listener.accept(event)).isInstanceOf(RejectedException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SshLogin", "SSHLOGIN"})
  void refusesASecondSchemaForOneFile(String type) throws Exception {
    CsvListener listener = listener();
    listener.open();
    listener.accept(login("a", 1));
    EmittedEvent other =
        Samples.row(AuditSchema.builder(type).text("other").build(), Fields.empty());
    assertThatThrownBy(() -> listener.accept(other))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("other columns");
    listener.close();
    assertThat(users()).containsExactly("a");
  }

  @Test
  void refusesWhatIsNoAuditEvent() {
    assertThatThrownBy(() -> listener().accept(Samples.summary("x")))
        .isInstanceOf(RejectedException.class)
        .hasMessage("SshLoginTriesExceeded: only audit events can be rows");
  }

  @Test
  void asksForAuditEventsOnly() {
    CsvListener listener = CsvListener.builder().interest(Interest.atLeast(Severity.ERROR)).build();
    assertThat(listener.configure(Config.empty()).interest())
        .isEqualTo(Interest.inAudit().withLeast(Severity.ERROR));
  }

  @Test
  void rejectsASizeBeyondAllBounds() {
    Config config = Config.of(Map.of("max-size", "999999999999999GiB"));
    new CsvListener().configure(config);
    assertThat(config.problems()).singleElement().asString().startsWith("max-size: cannot read");
  }

  @Test
  void rejectsToKeepNothing() {
    Config config = Config.of(Map.of("keep", "0"));
    new CsvListener().configure(config);
    assertThat(config.problems()).containsExactly("keep: must be at least 1, was 0");
  }

  private CsvListener listener() {
    return CsvListener.into(folder);
  }

  private CsvListener sized(long maxSize, int keep) {
    return CsvListener.builder().directory(folder).maxSize(maxSize).keep(keep).build();
  }

  private static EmittedEvent login(String user, int port) {
    return Samples.row(LOGIN, Fields.builder().put("user", user).put("port", port).build());
  }

  private static int rowLength() {
    return new CsvFormat(LOGIN, CsvListener.Formulas.DISARMED).row(login("a", 1)).length;
  }

  private static void run(CsvListener listener, EmittedEvent... events) throws Exception {
    listener.open();
    for (EmittedEvent event : events) {
      listener.accept(event);
    }
    listener.close();
  }

  private List<String> users() throws IOException {
    return users("SshLogin.csv");
  }

  /** The column of users as a program reads it, without the apostrophe of the guard. */
  private List<String> users(String file) throws IOException {
    return read(file).stream()
        .skip(1)
        .map(row -> row.get(4))
        .map(user -> user.startsWith("'") ? user.substring(1) : user)
        .toList();
  }

  private List<List<String>> read(String file) throws IOException {
    try (var reader = CsvReader.builder().ofCsvRecord(file(file))) {
      return reader.stream().map(row -> List.copyOf(row.getFields())).toList();
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}

package io.correlator.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A {@link ReceiveApplication} with many lives, and what they have told. */
final class ReceiverLives {
  private final Path folder;
  private final int snapshotMillis;
  private final long journalBytes;
  private final List<String> options = new ArrayList<>();

  ReceiverLives(Path folder, int snapshotMillis, long journalBytes) {
    this.folder = folder;
    this.snapshotMillis = snapshotMillis;
    this.journalBytes = journalBytes;
  }

  /** A line that was evaluated. */
  record Line(String sender, long number) {
    static Line of(String text, String separator) {
      String[] parts = text.strip().split(separator, -1);
      return new Line(parts[parts.length - 2], Long.parseLong(parts[parts.length - 1]));
    }
  }

  /** The JVM's options in the lives to come, instead of those before. */
  void options(String... wanted) {
    options.clear();
    options.addAll(List.of(wanted));
  }

  /** Begins a life; it may not listen yet. */
  Process start() throws IOException {
    Files.deleteIfExists(folder.resolve("ports"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ReceiveApplication.class.getName());
    command.add(folder.toString());
    command.add(Integer.toString(snapshotMillis));
    command.add(Long.toString(journalBytes));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
        .start();
  }

  /** Waits until a life listens. */
  void awaitListening(Process process) throws Exception {
    while (port(0).isEmpty()) {
      assertThat(process.waitFor(5, TimeUnit.MILLISECONDS)).as(said()).isFalse();
    }
  }

  Optional<Integer> tcpPort() {
    return port(0);
  }

  Optional<Integer> httpPort() {
    return port(1);
  }

  private Optional<Integer> port(int index) {
    try {
      return Optional.of(
          Integer.parseInt(Files.readString(folder.resolve("ports")).split(" ", -1)[index]));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Ends a life in good order when it has evaluated all that was sent: records wait to be put in
   * order until time goes on, for which it is sent more.
   */
  void endWhenAllIsEvaluated(Process process) throws Exception {
    NumberedSender sender = new NumberedSender("last", this::tcpPort);
    Thread thread = new Thread(sender, sender.name());
    thread.start();
    while (rows("Seen").stream().noneMatch(line -> line.sender().equals(sender.name()))) {
      assertThat(process.waitFor(100, TimeUnit.MILLISECONDS)).as(said()).isFalse();
    }
    sender.stop();
    thread.join();
    process.destroy();
    process.waitFor();
  }

  String said() throws IOException {
    String all = Files.readString(folder.resolve("out"));
    return all.substring(Math.max(0, all.length() - 10_000));
  }

  /** The rows of a table that are whole, in their order. */
  List<Line> rows(String type) throws IOException {
    Path table = folder.resolve("csv").resolve(type + ".csv");
    if (!Files.exists(table)) {
      return List.of();
    }
    String all = Files.readString(table);
    return all.substring(0, all.lastIndexOf('\n') + 1)
        .lines()
        .skip(1)
        .map(row -> Line.of(row.replace("\"", ""), ","))
        .toList();
  }

  long length(String type) throws IOException {
    Path table = folder.resolve("csv").resolve(type + ".csv");
    return Files.exists(table) ? Files.size(table) : 0;
  }

  /**
   * What was told once stays true: no row is there twice, none is missing that some life has told
   * of, no number of a record was given to two, and rounds are those of somebody who was never
   * killed.
   */
  void assertThatNothingToldWasTakenBack() throws IOException {
    List<Line> seen = rows("Seen");
    Set<Line> once = new HashSet<>(seen);
    assertThat(once).as("no line twice").hasSameSizeAs(seen);
    Set<Line> rounds = new HashSet<>(rows("Round"));
    assertThat(rounds).isEqualTo(new HashSet<>(roundsOf(seen)));
    Map<String, String> byPosition = new HashMap<>();
    try (BufferedReader witness = Files.newBufferedReader(folder.resolve("witness"))) {
      for (String told = witness.readLine(); told != null; told = witness.readLine()) {
        String[] words = told.split(" ", 4);
        String other = byPosition.putIfAbsent(words[1] + words[2], words[3]);
        assertThat(other == null || other.equals(words[3])).as("%s and %s", told, other).isTrue();
        Set<Line> table = words[0].equals("Seen") ? once : rounds;
        assertThat(table.contains(Line.of(words[3], " "))).as(told).isTrue();
      }
    }
  }

  private static List<Line> roundsOf(List<Line> seen) {
    Map<String, Integer> counts = new HashMap<>();
    return seen.stream()
        .filter(
            line -> counts.merge(line.sender(), 1, Integer::sum) % ReceiveApplication.ROUND == 0)
        .toList();
  }
}

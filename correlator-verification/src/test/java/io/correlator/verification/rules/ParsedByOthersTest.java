package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.api.LogRecord;
import io.correlator.rules.mapping.Mapping;
import io.correlator.verification.sshd.Corpora;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where other programs have read the same lines: who it was, and when. */
final class ParsedByOthersTest {
  /** How an answer of ours compares with theirs. */
  private enum Answer {
    SAME,
    NONE,
    OTHER
  }

  private final Map<String, Map<Answer, Integer>> byService = new TreeMap<>();
  private final Map<Answer, Integer> all = new TreeMap<>();

  private void count(String service, Optional<String> ours, String theirs) {
    Answer answer =
        ours.map(each -> each.equals(theirs) ? Answer.SAME : Answer.OTHER).orElse(Answer.NONE);
    byService.computeIfAbsent(service, any -> new TreeMap<>()).merge(answer, 1, Integer::sum);
    all.merge(answer, 1, Integer::sum);
  }

  private static Optional<String> field(LogRecord record, String name) {
    return Optional.ofNullable(Mapping.standard().map(record).value(name)).map(Object::toString);
  }

  private void print(String what) {
    System.out.println(what + ": " + all);
    byService.forEach(
        (service, answers) -> {
          if (answers.keySet().size() > 1 || !answers.containsKey(Answer.SAME)) {
            System.out.println("  " + service + " " + answers);
          }
        });
  }

  @Test
  void findsTheAddressesThatCrowdsecFinds() throws IOException {
    for (Path folder : crowdsecTests()) {
      List<String> lines = lines(folder);
      for (JsonNode parsed : parsed(folder, "s01-parse")) {
        String theirs = parsed.path("meta").path("source_ip").asText("");
        int line = parsed.get("line").asInt();
        if (!theirs.isEmpty() && line < lines.size() && lines.get(line).contains(theirs)) {
          count(name(folder), field(RecordedEvents.read(lines.get(line)), "parsed.src_ip"), theirs);
        }
      }
    }
    print("addresses, as crowdsec finds them");

    assertThat(all).isEqualTo(Map.of());
  }

  @Test
  void findsTheTimesThatCrowdsecFinds() throws IOException {
    for (Path folder : crowdsecTests()) {
      List<String> lines = lines(folder);
      for (JsonNode parsed : parsed(folder, "s02-enrich")) {
        String theirs = parsed.path("meta").path("timestamp").asText("");
        int line = parsed.get("line").asInt();
        if (theirs.length() >= 19 && line < lines.size()) {
          LogRecord record = RecordedEvents.read(lines.get(line));
          count(
              name(folder),
              record.is(LogRecord.Flag.TIME_FALLBACK)
                  ? Optional.empty()
                  : Optional.of(withoutYear(record.timestamp().toString())),
              withoutYear(java.time.OffsetDateTime.parse(theirs).toInstant().toString()));
        }
      }
    }
    print("times, as crowdsec finds them");

    assertThat(all).isEqualTo(Map.of());
  }

  @Test
  void findsTheHostsThatFail2banFinds() throws IOException {
    for (Path file : files("fail2ban", ".jsonl")) {
      for (JsonNode each : Corpora.jsonLines("fail2ban/" + file.getFileName())) {
        String line = each.path("input").asText("");
        String theirs = each.path("expect").path("host").asText("");
        if (!theirs.isEmpty() && line.contains(theirs)) {
          count(
              String.valueOf(file.getFileName()),
              field(RecordedEvents.read(line), "parsed.src_ip"),
              theirs);
        }
      }
    }
    print("hosts, as fail2ban finds them");

    assertThat(all).isEqualTo(Map.of());
  }

  /** Where a line has no year, theirs is that of the day on which they made the case. */
  private static String withoutYear(String time) {
    return time.substring(5, 19);
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }

  private static List<Path> crowdsecTests() throws IOException {
    try (Stream<Path> folders = Files.list(Corpora.file("crowdsec/tests"))) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static List<Path> files(String folder, String end) throws IOException {
    try (Stream<Path> files = Files.list(Corpora.file(folder))) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  private static List<String> lines(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> logs = files.filter(file -> file.toString().endsWith(".log")).toList();
      return logs.size() == 1
          ? List.of(Files.readString(logs.get(0), StandardCharsets.UTF_8).split("\n", -1))
          : List.of();
    }
  }

  /** What the parsers of a stage have read. */
  private static List<JsonNode> parsed(Path folder, String stage) {
    JsonNode parsers =
        Corpora.json("crowdsec/tests/" + name(folder) + "/expected.json").path("parser");
    java.util.ArrayList<JsonNode> all = new java.util.ArrayList<>();
    parsers
        .path(stage)
        .forEach(
            parser ->
                parser.forEach(
                    result -> {
                      if (result.path("success").asBoolean() && result.has("meta")) {
                        all.add(result);
                      }
                    }));
    return all;
  }
}

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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where other programs have read the same lines: who it was, and when. Where we have no answer, the
 * line is of a service that no class knows, or has its time where nobody looks for one. Where we
 * have another:
 *
 * <ul>
 *   <li>charon tells of packets that it sends: for us, the source is who sent them.
 *   <li>Jellyfin writes offsets, which crowdsec leaves out; Fastly writes two times, of which we
 *       take that of the header.
 *   <li>A proxy stands between (sabnzbd, Upsun), a name is a reversed address (exim), an address
 *       has been forwarded (xrdp): the first of two addresses is not the one that is meant.
 *   <li>For the client of sshd that calls itself like an origin, see {@link ClassifiedLogsTest}.
 * </ul>
 */
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

  private static Map<Answer, Integer> answers(int same, int none, int other) {
    return Map.of(Answer.SAME, same, Answer.NONE, none, Answer.OTHER, other);
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

    assertThat(all).isEqualTo(answers(335, 408, 33));
  }

  @Test
  void findsTheRequestsThatCrowdsecFinds() throws IOException {
    Map<String, String> fields =
        Map.of(
            "http_verb", "cs-method",
            "http_status", "sc-status",
            "http_user_agent", "cs-user-agent",
            "http_path", "cs-uri");
    for (Path folder : crowdsecTests()) {
      List<String> lines = lines(folder);
      for (JsonNode parsed : parsed(folder, "s01-parse")) {
        int line = parsed.get("line").asInt();
        String agent = parsed.path("meta").path("http_user_agent").asText("");
        if (line < lines.size() && !agent.isEmpty() && lines.get(line).contains(agent)) {
          LogRecord record = RecordedEvents.read(lines.get(line));
          fields.forEach(
              (theirs, ours) -> {
                String value = parsed.path("meta").path(theirs).asText("");
                if (value.length() > 1) {
                  count(name(folder), field(record, ours), value);
                }
              });
        }
      }
    }
    print("requests, as crowdsec finds them");

    // What is no request of HTTP is none, and the message has it; two are formats of their own.
    assertThat(all).isEqualTo(Map.of(Answer.SAME, 202, Answer.NONE, 140));
  }

  @Test
  void findsTheTimesThatCrowdsecFinds() throws IOException {
    for (Path folder : crowdsecTests()) {
      List<String> lines = lines(folder);
      for (JsonNode parsed : parsed(folder, "s02-enrich")) {
        String theirs = parsed.path("meta").path("timestamp").asText("");
        String line = line(parsed, lines);
        if (theirs.length() >= 19 && !line.isEmpty()) {
          LogRecord record = RecordedEvents.read(line);
          count(
              name(folder),
              record.is(LogRecord.Flag.TIME_FALLBACK)
                  ? Optional.empty()
                  : Optional.of(withoutYear(record.timestamp().toString())),
              withoutYear(OffsetDateTime.parse(theirs).toInstant().toString()));
        }
      }
    }
    print("times, as crowdsec finds them");

    assertThat(all).isEqualTo(answers(606, 53, 6));
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

    assertThat(all).isEqualTo(answers(275, 171, 4));
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

  /**
   * The line that was parsed: the numbers count what reached a stage, so the message must be in it.
   */
  private static String line(JsonNode parsed, List<String> lines) {
    String message = parsed.path("parsed").path("message").asText("");
    if (message.isEmpty()) {
      return "";
    }
    int number = parsed.get("line").asInt();
    return Stream.concat(lines.stream().skip(number).limit(1), lines.stream())
        .filter(line -> line.contains(message))
        .findFirst()
        .orElse("");
  }

  /** What the parsers of a stage have read. */
  private static List<JsonNode> parsed(Path folder, String stage) {
    JsonNode parsers =
        Corpora.json("crowdsec/tests/" + name(folder) + "/expected.json").path("parser");
    List<JsonNode> all = new ArrayList<>();
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

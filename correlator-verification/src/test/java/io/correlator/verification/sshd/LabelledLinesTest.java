package io.correlator.verification.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.modules.sshd.SshLoginFailed;
import io.correlator.modules.sshd.SshLoginTriesExceeded;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.verification.sshd.LabelledLine.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Lines that the authors of fail2ban, OSSEC and CrowdSec have labelled. Each file goes through the
 * module as a stream. A line counts as a match when a failure is told while it is read, or when it
 * is evidence of a failure that becomes certain later; it counts as no match when nothing is told
 * while it is read.
 */
final class LabelledLinesTest {
  /** Lines where the module knows better, or has to choose; anything else must agree. */
  private static final Map<String, String> EXPLAINED =
      Map.of(
          "Failed none for root",
          "A client that asks which methods there are has not tried to log in. OSSEC counts the"
              + " question, loghub's labels do not: three connections there do nothing else.");

  /** OSSEC's rules for failed logins; all other rules about sshd are about something else. */
  private static final Set<String> OSSEC_FAILURES = Set.of("5710", "5716", "5758", "2503");

  private List<LabelledLine> lines;

  @BeforeEach
  void read() {
    lines = Stream.of(fail2ban(), ossec(), crowdsec()).flatMap(List::stream).toList();
  }

  private static List<LabelledLine> label(
      String corpus, Replay replay, List<Expectation> expectations, List<Optional<String>> hosts) {
    return IntStream.range(0, expectations.size())
        .mapToObj(
            i ->
                new LabelledLine(
                    corpus,
                    replay.lines().get(i),
                    expectations.get(i),
                    hosts.get(i),
                    replay.failedAt(i),
                    replay.failedBecauseOf(i)))
        .toList();
  }

  private static List<LabelledLine> fail2ban() {
    List<JsonNode> cases =
        Corpora.jsonLines("fail2ban/sshd.jsonl").stream()
            .filter(node -> node.hasNonNull("input"))
            .toList();
    Replay replay =
        Replay.of(
            new SshdModule(), cases.stream().map(node -> node.get("input").asText()).toList());
    return label(
        "fail2ban",
        replay.later(),
        cases.stream().map(LabelledLinesTest::ofFail2ban).toList(),
        cases.stream()
            .map(node -> Optional.ofNullable(node.path("expect").path("host").asText(null)))
            .toList());
  }

  /** What counts in the normal mode; the other modes also count what is no login. */
  private static Expectation ofFail2ban(JsonNode node) {
    JsonNode options = node.path("filterOptions");
    boolean normal =
        !options.isArray()
            || IntStream.range(0, options.size()).anyMatch(i -> !options.get(i).has("mode"));
    String constraint = node.path("expect").path("constraint").asText("");
    if (!normal || !node.has("expect") || constraint.contains("== 'aggressive'")) {
      return Expectation.APART;
    }
    return node.get("expect").get("match").asBoolean() ? Expectation.MATCH : Expectation.NO_MATCH;
  }

  private static List<LabelledLine> ossec() {
    List<LabelledLine> all = new ArrayList<>();
    for (JsonNode node : Corpora.jsonLines("ossec/cases.jsonl")) {
      boolean sshd = node.get("decoder").asText().equals("sshd");
      if (sshd || node.get("logs").get(0).get("line").asText().contains(" sshd(pam_unix)[")) {
        List<JsonNode> logs = new ArrayList<>();
        node.get("logs").forEach(logs::add);
        String rule = node.get("rule").asText();
        Replay replay =
            Replay.of(
                new SshdModule(), logs.stream().map(log -> log.get("line").asText()).toList());
        all.addAll(
            label(
                "OSSEC " + rule,
                replay.later(),
                logs.stream().map(log -> ofOssec(rule, sshd, log)).toList(),
                logs.stream().map(log -> Optional.<String>empty()).toList()));
      }
    }
    return all;
  }

  /** A line that must not give a rule gives another one, which the corpus does not name. */
  private static Expectation ofOssec(String rule, boolean sshd, JsonNode log) {
    if (!sshd || (rule.equals("5758") && !log.get("must_match").asBoolean())) {
      return Expectation.APART;
    }
    return OSSEC_FAILURES.contains(rule) && log.get("must_match").asBoolean()
        ? Expectation.MATCH
        : Expectation.NO_MATCH;
  }

  private static List<LabelledLine> crowdsec() {
    return crowdsecTests().flatMap(test -> crowdsec(test).stream()).toList();
  }

  private static Stream<JsonNode> crowdsecTests() {
    return Corpora.jsonLines("crowdsec/index.jsonl").stream()
        .filter(test -> test.get("test").asText().matches("(ssh-|sshd-|endlessh-).*"));
  }

  private static List<LabelledLine> crowdsec(JsonNode test) {
    String folder = "crowdsec/tests/" + test.get("test").asText() + "/";
    JsonNode overflow = Corpora.json(folder + "expected.json").path("overflows").path(0);
    boolean failedLogins =
        overflow.path("events").path(0).path("log_type").asText().equals("ssh_failed-auth");
    Replay replay =
        Replay.of(new SshdModule(), Corpora.lines(folder + test.get("log").asText())).later();
    int size = replay.lines().size();
    return label(
        "CrowdSec " + test.get("test").asText(),
        replay,
        IntStream.range(0, size)
            .mapToObj(i -> failedLogins ? Expectation.MATCH : Expectation.NO_MATCH)
            .toList(),
        IntStream.range(0, size)
            .mapToObj(i -> address(overflow).filter(host -> failedLogins))
            .toList());
  }

  private static Optional<String> address(JsonNode overflow) {
    return Optional.ofNullable(overflow.path("events").path(0).path("source_ip").asText(null));
  }

  @Test
  void neverTakesAnythingElseForAFailedLogin() {
    assertThat(lines(Expectation.NO_MATCH)).hasSizeGreaterThan(60).allMatch(LabelledLine::agrees);
  }

  @Test
  void findsEveryFailedLoginButThoseExplained() {
    List<LabelledLine> missed =
        lines(Expectation.MATCH).stream().filter(line -> !line.agrees()).toList();

    assertThat(missed)
        .as("lines missed, or with another address: explain each, or mend the module")
        .allMatch(line -> EXPLAINED.keySet().stream().anyMatch(line.text()::contains));
    assertThat(EXPLAINED.keySet())
        .as("explanations of lines that agree by now: remove them")
        .allMatch(text -> missed.stream().anyMatch(line -> line.text().contains(text)));
    assertThat(missed.size()).isLessThanOrEqualTo(lines(Expectation.MATCH).size() * 2 / 100);
  }

  @Test
  void countsTheTriesOfAConnectionApartFromItsLines() {
    assertThat(tries("sshd[32310]: Disconnecting: Too many")).as("keys refused").isEqualTo(3);
    assertThat(tries("sshd[1558]: Accepted password")).as("another user's tries").isEqualTo(1);
    assertThat(tries("sshd[1559]: Accepted password"))
        .as("fail2ban counts the accepted try of the other user, too: 3")
        .isEqualTo(2);
  }

  private int tries(String text) {
    LabelledLine line =
        lines.stream()
            .filter(candidate -> candidate.text().contains(text))
            .findFirst()
            .orElseThrow();
    return line.when().stream().mapToInt(SshLoginFailed::failures).sum();
  }

  @Test
  void raisesTheAlarmWhereCrowdsecDoes() {
    // A bucket of five that loses one each ten seconds overflows where six come within fifty.
    SshdModule bucket = new SshdModule(6, Duration.ofSeconds(50));

    for (String test : List.of("ssh-bf", "sshd-invalid-bf")) {
      String folder = "crowdsec/tests/" + test + "/";
      JsonNode expected = Corpora.json(folder + "expected.json");
      Replay replay =
          Replay.inOrderOfTime(bucket, Corpora.lines(folder + expected.get("log").asText()));

      assertThat(replay.later().exceeded())
          .as(test)
          .singleElement()
          .extracting(SshLoginTriesExceeded::address)
          .isEqualTo(address(expected.get("overflows").get(0)).orElseThrow());
    }
  }

  @Test
  void writesTheTableOfAllLines() throws IOException {
    List<String> report = new ArrayList<>();
    report.add("# How each labelled line of sshd is classified");
    report.add("");
    report.add(summary());
    report.add("");
    report.add("| corpus | label | module | reading | address | user | tries | line |");
    report.add("| --- | --- | --- | --- | --- | --- | --- | --- |");
    lines.stream().map(LabelledLine::row).forEach(report::add);
    EXPLAINED.forEach((text, reason) -> report.add("\nExplained: `" + text + "`: " + reason));

    Path file = Files.write(Path.of("target", "sshd-classification.md"), report);

    assertThat(file).isNotEmptyFile();
    System.out.println(summary());
  }

  private String summary() {
    return Stream.of(Expectation.MATCH, Expectation.NO_MATCH)
        .map(
            expectation ->
                "%s: %d of %d lines agree"
                    .formatted(
                        expectation,
                        count(expectation, LabelledLine::agrees),
                        count(expectation, line -> true)))
        .collect(Collectors.joining("; ", "sshd, labelled lines: ", ""));
  }

  private long count(Expectation expectation, Predicate<LabelledLine> filter) {
    return lines(expectation).stream().filter(filter).count();
  }

  private List<LabelledLine> lines(Expectation expectation) {
    return lines.stream().filter(line -> line.expectation() == expectation).toList();
  }
}

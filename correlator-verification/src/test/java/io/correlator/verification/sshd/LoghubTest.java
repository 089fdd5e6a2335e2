package io.correlator.verification.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.modules.sshd.SshLoginFailed;
import io.correlator.modules.sshd.SshLoginTriesExceeded;
import io.correlator.modules.sshd.SshStatistics;
import io.correlator.modules.sshd.SshdModule;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Half a day of attacks on a real server, with numbers that others have counted. */
final class LoghubTest {
  private JsonNode expected;
  private Replay log;

  @BeforeEach
  void read() {
    expected = Corpora.json("loghub/OpenSSH/expected-summary.json");
    log = Replay.of(new SshdModule(), Corpora.lines("loghub/OpenSSH/OpenSSH_2k.log")).finish();
  }

  @Test
  void tellsEachRefusedPasswordOnce() {
    int direct = expected.get("failed_password_total").asInt();
    int repeated = expected.get("message_repeated").get("Failed password").asInt();

    assertThat(direct + repeated).isEqualTo(528);
    assertThat(log.failed()).hasSize(528);
    assertThat(log.failed()).allMatch(event -> event.failures() == 1);
    assertThat(log.counter("failed")).isEqualTo(528);
  }

  @Test
  void countsAsMuchForEachAddressAsTheAuthorsOfTheLabels() {
    Map<String, Integer> byAddress = new TreeMap<>();
    expected
        .get("failed_password_by_ip")
        .forEach(pair -> byAddress.put(pair.get(0).asText(), pair.get(1).asInt()));
    repeated().forEach((address, times) -> byAddress.merge(address, times, Integer::sum));

    Map<String, Integer> told =
        log.failed().stream()
            .collect(
                Collectors.groupingBy(
                    SshLoginFailed::address,
                    TreeMap::new,
                    Collectors.summingInt(SshLoginFailed::failures)));

    assertThat(told).isEqualTo(byAddress);
  }

  @Test
  void triesAsManyUsersFromEachAddress() {
    Map<String, Long> users =
        log.failed().stream()
            .collect(
                Collectors.groupingBy(
                    SshLoginFailed::address,
                    Collectors.collectingAndThen(
                        Collectors.mapping(SshLoginFailed::user, Collectors.toSet()),
                        set -> (long) set.size())));

    JsonNode distinct = expected.get("distinct_users_tried_by_ip");
    assertThat(users).hasSize(distinct.size());
    users.forEach(
        (address, count) ->
            assertThat(count).as(address).isEqualTo(distinct.get(address).asLong()));
  }

  @Test
  void findsTheOneLoginThatSucceeded() {
    assertThat(log.succeeded())
        .singleElement()
        .satisfies(
            login -> {
              JsonNode accepted = expected.get("accepted").get(0);
              assertThat(login.user()).isEqualTo(accepted.get("user").asText());
              assertThat(login.address()).isEqualTo(accepted.get("ip").asText());
              assertThat(login.method()).contains("password");
              assertThat(login.failures()).isZero();
            });
  }

  @Test
  void raisesTheAlarmForTheElevenAddressesThatFailFiveTimesInFiveMinutes() {
    Set<String> fast = new TreeSet<>(repeated().keySet());
    expected
        .get("max_failed_in_300s_sliding")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().asInt() >= 5) {
                fast.add(entry.getKey());
              }
            });

    assertThat(fast).hasSize(11);
    assertThat(log.exceeded().stream().map(SshLoginTriesExceeded::address).distinct())
        .containsExactlyInAnyOrderElementsOf(fast);
  }

  /** What "message repeated N times" lines stand for, which the labels leave out. */
  private Map<String, Integer> repeated() {
    Pattern repeated =
        Pattern.compile("message repeated (\\d+) times: \\[ Failed .* from (\\S+) port");
    Map<String, Integer> times = new TreeMap<>();
    for (String line : log.lines()) {
      Matcher matcher = repeated.matcher(line);
      if (matcher.find()) {
        times.merge(matcher.group(2), Integer.valueOf(matcher.group(1)), Integer::sum);
      }
    }
    return times;
  }

  @Test
  void sumsUpTheDay() {
    assertThat(log.statistics())
        .singleElement()
        .satisfies(
            day -> {
              assertThat(day.partial()).isTrue();
              assertThat(day.succeeded()).isEqualTo(1);
              assertThat(day.failed()).isEqualTo(528);
              assertThat(day.failedWithoutSuccess()).isEqualTo(528);
              assertThat(day.addressesOverLimit()).isEqualTo(11);
            })
        .returns(false, SshStatistics::approximate);
  }

  @Test
  void understandsEveryLineThatSpeaksOfALogin() {
    assertThat(log.counter("unreadable")).isZero();
  }
}

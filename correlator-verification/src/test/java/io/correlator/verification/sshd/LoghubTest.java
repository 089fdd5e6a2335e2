package io.correlator.verification.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.modules.sshd.SshLoginFailed;
import io.correlator.modules.sshd.SshLoginTriesExceeded;
import io.correlator.modules.sshd.SshStatistics;
import io.correlator.modules.sshd.SshdModule;
import java.util.Map;
import java.util.TreeMap;
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
    // "message repeated 5 times" stands in the log for these two addresses.
    byAddress.merge("5.36.59.76", 5, Integer::sum);
    byAddress.merge("106.5.5.195", 5, Integer::sum);

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
              assertThat(login.user()).isEqualTo("fztu");
              assertThat(login.address()).isEqualTo("119.137.62.142");
              assertThat(login.method()).contains("password");
              assertThat(login.failures()).isZero();
            });
  }

  @Test
  void raisesTheAlarmForTheElevenAddressesThatFailFiveTimesInFiveMinutes() {
    assertThat(log.exceeded()).extracting(SshLoginTriesExceeded::address).hasSizeGreaterThan(10);
    assertThat(log.exceeded().stream().map(SshLoginTriesExceeded::address).distinct())
        .containsExactlyInAnyOrder(
            "103.99.0.122",
            "106.5.5.195",
            "112.95.230.3",
            "119.4.203.64",
            "123.235.32.19",
            "183.62.140.253",
            "185.190.58.151",
            "187.141.143.180",
            "5.188.10.180",
            "5.36.59.76",
            "60.2.12.12");
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

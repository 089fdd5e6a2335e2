package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.rules.mapping.MappedRecord;
import io.correlator.rules.mapping.Mapping;
import io.correlator.verification.sshd.Corpora;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the classifier says of logs that others recorded or wrote down as cases. */
final class ClassifiedLogsTest {
  /**
   * A client that calls itself {@code test from 127.0.0.1 port 58946 ssh2:}. The case takes what
   * follows for details, which few clients can choose; a name, any can.
   */
  private static final String NAMED_LIKE_AN_ORIGIN =
      "invalid user test from 127.0.0.1 port 58946 ssh2: from";

  private static MappedRecord read(String line) {
    return Mapping.standard().map(RecordedEvents.read(line));
  }

  private static String text(MappedRecord record, String field) {
    return Optional.ofNullable(record.value(field)).map(Object::toString).orElse("-");
  }

  @Test
  void countsTheFailedLoginsOfARealServer() {
    Map<String, Integer> types = new TreeMap<>();
    Map<String, Integer> failures = new TreeMap<>();
    for (String line : Corpora.lines("loghub/OpenSSH/OpenSSH_2k.log")) {
      MappedRecord record = read(line);
      String type = text(record, "parsed.event_type");
      types.merge(type, 1, Integer::sum);
      // rsyslog writes equal lines as one; the summary counts those that are written out.
      if (type.equals("auth_fail") && !line.contains("message repeated ")) {
        failures.merge(text(record, "parsed.src_ip"), 1, Integer::sum);
      }
    }
    System.out.println("loghub OpenSSH: " + types);

    JsonNode expected = Corpora.json("loghub/OpenSSH/expected-summary.json");
    Map<String, Integer> byAddress = new TreeMap<>();
    expected
        .get("failed_password_by_ip")
        .forEach(pair -> byAddress.put(pair.get(0).asText(), pair.get(1).asInt()));
    assertThat(failures).isEqualTo(byAddress);
    assertThat(failures.values().stream().mapToInt(i -> i).sum())
        .isEqualTo(expected.get("failed_password_total").asInt());
    assertThat(types).containsEntry("auth_success", 1);
  }

  @Test
  void findsTheHostOfEachLineOfSshdThatNamesIt() {
    List<String> wrong = new ArrayList<>();
    int hosts = 0;
    for (JsonNode each : Corpora.jsonLines("fail2ban/sshd.jsonl")) {
      String line = each.path("input").asText();
      String host = each.path("expect").path("host").asText("");
      if (!host.isEmpty() && line.contains(host) && !line.contains(NAMED_LIKE_AN_ORIGIN)) {
        hosts++;
        String found = text(read(line), "parsed.src_ip");
        if (!found.equals(host)) {
          wrong.add("%s, not %s: %s".formatted(found, host, line));
        }
      }
    }
    System.out.printf("fail2ban sshd: %d hosts, %d wrong%n", hosts, wrong.size());

    assertThat(wrong).isEmpty();
    assertThat(hosts).isGreaterThanOrEqualTo(50);
  }
}

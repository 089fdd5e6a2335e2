package io.correlator.verification.contract;

import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A rule of each kind, and lines in which most of them find something. */
final class RuleContract {
  static final List<String> LINES =
      List.of(
          "Mar  1 10:00:00 gate sshd[21]: word=a host=x n=1",
          "Mar  1 10:00:00 gate sshd[21]: word=a host=x n=5",
          "Mar  1 10:00:00 gate sshd[21]: word=b host=x n=2",
          "Mar  1 10:00:01 gate sshd[21]: word=a host=y n=3",
          "Mar  1 10:00:01 gate sshd[21]: word=c",
          "Mar  1 10:00:01 gate sshd[21]: word=a host=y n=4",
          "Mar  1 10:00:01 gate sshd[21]: word=b host=y n=4",
          "Mar  1 10:00:02 gate sshd[21]: word=c host=x n=9",
          "Mar  1 10:00:09 gate sshd[21]: word=a host=z n=9");

  private static final String RULES =
      """
      title: A
      name: a
      logsource: {product: linux, service: sshd}
      detection: {k: ['word=a'], condition: k}
      ---
      title: B
      name: b
      logsource: {product: linux, service: sshd}
      detection: {k: ['word=b'], condition: k}
      ---
      title: Any
      logsource: {product: linux, service: sshd}
      detection: {k: ['word='], condition: k}
      correlator: {quota: 2/1s}
      ---
      title: C
      name: c
      logsource: {product: linux, service: sshd}
      detection: {k: ['word=c'], condition: k}
      ---
      title: Twice
      name: twice
      correlation:
        {type: event_count, rules: a, group-by: program, timespan: 2s, condition: {gte: 2}}
      ---
      title: Twice and then B
      correlation:
        {type: temporal_ordered, rules: [twice, b], group-by: program, timespan: 2s, generate: true}
      correlator: {rearm: every, until: c}
      ---
      title: A without C
      correlation:
        {type: temporal, rules: [a, b, c], timespan: 2s, condition: (a or b) and not c}
      ---
      title: No C
      correlation: {type: event_count, rules: a, timespan: 2s, condition: {gte: 1}}
      correlator: {absence: {expected: c, pending: each}}
      ---
      title: Silent
      correlation:
        {type: event_count, rules: a, group-by: program, timespan: 2s, condition: {lt: 1}}
      correlator: {heartbeat: {expect: [sshd, cron]}}
      ---
      title: Many
      correlation: {type: event_count, rules: a, timespan: 2s, condition: {gte: 2}}
      correlator: {clear: {lte: 0, timespan: 1s}}
      ---
      title: Hosts
      correlation:
        {type: value_count, rules: [a, b], timespan: 2s, condition: {field: host, gte: 1}}
      ---
      title: A or C, then B
      correlation:
        {type: temporal_ordered, rules: [a, c, b], timespan: 2s, condition: (a or c) and b}
      """;

  private RuleContract() {}

  static RulesModule module() {
    try {
      Path file = Files.createTempFile("rules", ".yml");
      try {
        RuleSet set = Rules.load(Files.writeString(file, RULES));
        if (set.hasErrors()) {
          throw new IllegalStateException(set.problems().toString());
        }
        return RulesModule.of(set);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

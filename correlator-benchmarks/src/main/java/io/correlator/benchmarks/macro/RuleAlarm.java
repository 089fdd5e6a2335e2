package io.correlator.benchmarks.macro;

import io.correlator.api.module.Module;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.rules.mapping.Mapping;
import java.util.Map;

/**
 * What {@link FailureAlarm} finds, as a rule in Sigma: no code at all. The times of the log are
 * whole seconds, so 59 of them with both ends are less than a minute.
 */
final class RuleAlarm {
  private static final String RULE =
      """
      title: Failed password
      name: failed
      logsource: {product: linux, service: sshd}
      detection:
        password: {message|startswith: 'Failed password for '}
        condition: password
      ---
      title: Failure alarm
      correlation:
        type: event_count
        rules: [failed]
        group-by: [parsed.src_ip]
        timespan: 59s
        condition: {gte: 5}
      correlator: {rearm: reset}
      """;

  private RuleAlarm() {}

  static Module module() {
    RuleSet rules = Rules.parse(Mapping.standard(), Map.of("alarm.yml", RULE));
    if (!rules.problems().isEmpty()) {
      throw new IllegalStateException(rules.problems().toString());
    }
    return RulesModule.of(rules);
  }
}

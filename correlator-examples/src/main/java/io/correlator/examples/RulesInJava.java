package io.correlator.examples;

import static io.correlator.rules.dsl.RuleDsl.absence;
import static io.correlator.rules.dsl.RuleDsl.any;
import static io.correlator.rules.dsl.RuleDsl.count;
import static io.correlator.rules.dsl.RuleDsl.field;
import static io.correlator.rules.dsl.RuleDsl.pattern;
import static io.correlator.rules.dsl.RuleDsl.rules;
import static io.correlator.rules.dsl.RuleDsl.sequence;

import io.correlator.rules.RuleSet;
import io.correlator.rules.model.Level;
import java.time.Duration;

/** Rules that an application writes in Java. */
public final class RulesInJava {
  private RulesInJava() {}

  /** What this application looks for. */
  public static RuleSet logins() {
    return RuleSet.of(
        rules(
            pattern("failed").when(field("raw").contains("Failed password")),
            pattern("root")
                .when(any(field("raw").matches("opened for (user )?root"), field("uid").equalTo(0)))
                .level(Level.LOW),
            count("brute-force")
                .of("failed")
                .atLeast(5)
                .within(Duration.ofMinutes(1))
                .by("source")
                .level(Level.HIGH)
                .tags("attack.t1110"),
            sequence("taken")
                .step("brute-force")
                .unless(field("raw").contains("banned"))
                .step("root")
                .within(Duration.ofMinutes(5))
                .level(Level.CRITICAL)
                .generate(),
            absence("no-backup")
                .after(field("raw").contains("backup started"))
                .expect(field("raw").contains("backup done"))
                .within(Duration.ofHours(1))));
  }
}

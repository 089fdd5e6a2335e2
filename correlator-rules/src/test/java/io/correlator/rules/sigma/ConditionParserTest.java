package io.correlator.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Fields;
import io.correlator.rules.problem.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConditionParserTest {
  private static final List<String> NAMES = List.of("sel_a", "sel_b", "filter_c", "_d");

  /** A rule in which each selection holds if there is a field of its name. */
  private static String rule(String condition) {
    StringBuilder detection = new StringBuilder();
    NAMES.forEach(
        name -> detection.append("  ").append(name).append(": {").append(name).append(": 1}\n"));
    return Rules.detecting(detection + "  condition: '" + condition + "'");
  }

  private static Fields holding(Set<String> names) {
    Fields.Builder fields = Fields.builder();
    names.forEach(name -> fields.put(name, 1));
    return fields.build();
  }

  @ParameterizedTest
  @CsvSource({
    "sel_a or sel_b and filter_c, sel_a, true",
    "(sel_a or sel_b) and filter_c, sel_a, false",
    "not sel_a and sel_b, sel_b, true",
    "not (sel_a and sel_b), sel_b, true",
    "1 of sel_*, sel_b, true",
    "any of sel_*, filter_c, false",
    "all of sel_*, sel_a, false",
    "sel_a and not 1 of filter*, sel_a, true",
    "1 of them, _d, false",
    "all of *_*, _d, false",
    "_d, _d, true",
    "not not sel_a, sel_a, true",
    "SEL_A or sel_a, sel_a, false"
  })
  void bindsAsTheSpecificationSays(String condition, String holding, boolean expected) {
    if (condition.startsWith("SEL_A")) {
      assertThat(Rules.problems(rule(condition))).containsExactly("sigma-unknown-selection");
      return;
    }
    assertThat(Rules.matches(rule(condition), holding(Set.of(holding)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "sel_a and, sigma-condition",
    "sel_a sel_b, sigma-condition",
    "(sel_a, sigma-condition",
    "sel_a), sigma-condition",
    "and sel_a, sigma-condition",
    "sel_x, sigma-unknown-selection",
    "sel_*, sigma-unknown-selection",
    "1 of x_*, sigma-unknown-selection",
    "2 of sel_*, sigma-condition-count",
    "1 of, sigma-condition",
    "sel_a & sel_b, sigma-condition",
    "sel_a | count() > 5, sigma-legacy-aggregation"
  })
  void whatCannotBeReadIsNamed(String condition, String id) {
    assertThat(Rules.problems(rule(condition))).containsExactly(id);
  }

  @Test
  void pointsAtThePlace() {
    Problem problem = Rules.read(rule("sel_a and sel_x")).problems().get(0);

    assertThat(problem.position().line()).isEqualTo(9);
    assertThat(problem.position().column()).isEqualTo("  condition: 'sel_a and s".length());
  }

  @Test
  void isBounded() {
    assertThat(Rules.problems(rule("(".repeat(5_000) + "sel_a" + ")".repeat(5_000))))
        .containsExactly("sigma-condition-too-large");
    assertThat(Rules.problems(rule("not ".repeat(5_000) + "sel_a")))
        .containsExactly("sigma-condition-too-large");
    assertThat(Rules.problems(rule("sel_a" + " or sel_a".repeat(1_000))))
        .containsExactly("sigma-condition-too-large");
  }

  /** A condition and what it means, made together. */
  private record Meant(String text, java.util.function.Predicate<Set<String>> holds) {}

  @Property(tries = 300)
  void meansWhatItWasMadeFor(
      @ForAll("conditions") Meant meant, @ForAll Set<@net.jqwik.api.From("names") String> held) {
    assertThat(Rules.matches(rule(meant.text()), holding(new HashSet<>(held))))
        .as(meant.text())
        .isEqualTo(meant.holds().test(held));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(NAMES);
  }

  @Provide
  Arbitrary<Meant> conditions() {
    return Arbitraries.recursive(
        () -> Arbitraries.of(NAMES).map(name -> new Meant(name, held -> held.contains(name))),
        inner ->
            Arbitraries.oneOf(
                inner.map(a -> new Meant("not (" + a.text() + ")", held -> !a.holds().test(held))),
                net.jqwik.api.Combinators.combine(inner, inner)
                    .as(
                        (a, b) ->
                            new Meant(
                                "(" + a.text() + ") or " + b.text(),
                                held -> a.holds().test(held) || b.holds().test(held)))
                    .map(or -> new Meant("(" + or.text() + ")", or.holds())),
                net.jqwik.api.Combinators.combine(inner, inner)
                    .as(
                        (a, b) ->
                            new Meant(
                                "((" + a.text() + ") and (" + b.text() + "))",
                                held -> a.holds().test(held) && b.holds().test(held)))),
        1,
        4);
  }
}

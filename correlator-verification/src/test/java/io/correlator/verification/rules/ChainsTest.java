package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.Alert;
import org.junit.jupiter.api.Test;

/** Correlations of correlations. */
final class ChainsTest {
  /** Two by host and user, then c by host. */
  private static final String BY_USER =
      """
      title: Twice
      name: twice
      correlation:
        {type: event_count, rules: a, group-by: [host, user], timespan: 1s, condition: {gte: 2}}
      """;

  private static final String BY_HOST =
      """
      title: Then
      name: then
      correlation: {type: temporal_ordered, rules: [twice, c], group-by: host, timespan: 1s}
      """;

  private static Constructs chain() {
    return Constructs.sigma(BY_HOST, BY_USER);
  }

  @Test
  void aCorrelationIsAHitAtTheTimeAtWhichItFires() {
    assertThat(
            chain()
                .at(0, "a host=x user=u")
                .at(500, "a host=x user=u")
                .at(1_500, "c host=x")
                .fired())
        .containsExactly("Then: host=x at 1500");
    assertThat(
            chain()
                .at(0, "a host=x user=u")
                .at(500, "a host=x user=u")
                .at(1_501, "c host=x")
                .fired())
        .isEmpty();
  }

  @Test
  void aCorrelationThatAnotherNamesGivesNoAlertUnlessItGenerates() {
    Constructs loud =
        Constructs.sigma(BY_HOST.replace("timespan", "generate: true, timespan"), BY_USER);

    loud.at(0, "a host=x user=u", "a host=x user=u", "c host=x");

    assertThat(loud.fired())
        .containsExactly("Twice: host=x, user=u at 0", "Word c at 0", "Then: host=x at 0");
  }

  @Test
  void keysThatDifferAreKeptApart() {
    assertThat(
            chain()
                .at(0, "a host=x user=u", "a host=x user=v", "c host=x")
                .at(1, "a host=y user=u", "a host=y user=u", "c host=x")
                .fired())
        .isEmpty();
  }

  @Test
  void theAlertNamesTheAlertsThatItIsMadeOf() {
    Constructs loud =
        Constructs.sigma(BY_HOST.replace("timespan", "generate: true, timespan"), BY_USER);

    loud.at(3, "a host=x user=u").at(5, "a host=x user=u").at(8, "c host=x");
    Alert child = loud.alerts().get(0);
    Alert parent = loud.alerts().get(2);

    assertThat(parent.children()).hasSize(1);
    assertThat(parent.children().get(0).rule()).isEqualTo("twice");
    assertThat(parent.children().get(0).id()).isEqualTo(child.id());
    assertThat(parent.children().get(0).key().text("user")).contains("u");
    assertThat(parent.children().get(0).observed()).isEqualTo(2);
    assertThat(Constructs.millis(parent.firstSeen())).isEqualTo(3);
    assertThat(parent.evidence())
        .extracting(Object::toString)
        .containsExactly("a host=x user=u", "c host=x");
  }

  @Test
  void whatARecordIsByItselfComesBeforeWhatItCompletes() {
    String both =
        """
        title: Both
        correlation: {type: temporal_ordered, rules: [%s], timespan: 1s}
        """;

    // The second a completes the correlation, and is a hit itself; that comes first.
    assertThat(
            Constructs.sigma(both.formatted("a, twice"), BY_USER)
                .at(0, "a host=x user=u", "a host=x user=u")
                .fired())
        .hasSize(1);
    assertThat(
            Constructs.sigma(both.formatted("twice, b, a"), BY_USER)
                .at(0, "a host=x user=u", "a host=x user=u", "b", "b")
                .fired())
        .isEmpty();
  }

  @Test
  void aFieldThatIsNotInTheKeyComesFromTheCompletingRecord() {
    String byPort =
        """
        title: Ports
        correlation:
          type: value_count
          rules: twice
          group-by: [host]
          timespan: 1s
          condition: {field: port, gte: 2}
        """;
    Constructs ports = Constructs.sigma(byPort, BY_USER);

    ports.at(0, "a host=x user=u port=1", "a host=x user=u port=2");
    ports.at(1, "a host=x user=v port=1", "a host=x user=v port=3");

    assertThat(ports.fired()).containsExactly("Ports: host=x at 1");
  }

  @Test
  void anAliasMayNameAFieldOfTheKey() {
    String alias =
        """
        title: Alias
        correlation:
          type: temporal
          rules: [twice, b]
          group-by: [name]
          aliases: {name: {twice: user, b: owner}}
          timespan: 1s
        """;

    assertThat(
            Constructs.sigma(alias, BY_USER)
                .at(0, "a host=x user=u", "a host=x user=u", "b owner=u")
                .fired())
        .containsExactly("Alias: name=u at 0");
  }

  @Test
  void aDeadlineIsAHitToo() {
    String missing =
        """
        title: Missing
        name: missing
        correlation: {type: event_count, rules: a, group-by: host, timespan: 1s, condition: {lt: 1}}
        correlator: {heartbeat: {expect: [x, y, z]}}
        """;
    String many =
        """
        title: Many missing
        correlation: {type: value_count, rules: missing, timespan: 1s, condition: {field: host, gte: 3}}
        """;
    Constructs chain = Constructs.sigma(missing, many);

    chain.at(0, "a host=w").until(5_000);

    assertThat(chain.fired()).containsExactly("Many missing at 1000");
    assertThat(chain.alerts().get(0).children()).hasSize(3);
  }

  @Test
  void severalLevelsAreSeenInOneStep() {
    String top =
        """
        title: Top
        correlation: {type: event_count, rules: then, timespan: 1s, condition: {gte: 2}}
        """;

    assertThat(
            Constructs.sigma(top, BY_HOST, BY_USER)
                .at(0, "a host=x user=u", "a host=x user=u", "c host=x")
                .at(1, "a host=y user=u", "a host=y user=u", "c host=y")
                .fired())
        .containsExactly("Top at 1");
  }
}

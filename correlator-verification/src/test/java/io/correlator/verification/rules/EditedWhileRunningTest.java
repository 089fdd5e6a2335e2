package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.core.pipeline.Crew;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.pipeline.QuarantineSettings;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import io.correlator.rules.LiveRules;
import io.correlator.rules.RuleSet;
import io.correlator.rules.json.JsonRules;
import io.correlator.rules.model.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What an edit of rules does not touch goes on as if there had been none, with any number of
 * partitions, and as it would over a restart.
 */
final class EditedWhileRunningTest {
  private static final int RECORDS = 60;
  private static final Set<String> UNTOUCHED =
      Set.of("u-count", "u-all", "u-steps", "u-alone", "u-quota");

  private static List<Rule> read(String text) {
    JsonRules rules = JsonRules.read("test.json", text);
    assertThat(rules.problems()).isEmpty();
    return rules.rules();
  }

  private static List<Rule> threshold(
      String name, String kind, int count, String seconds, boolean keyed, String tag) {
    return read(
        """
        {"name": "%s", "type": "threshold", "severity": "info", "tags": ["%s"],
         "config": {"field": "parsed.kind", "value": "%s", "count": %d, "window_seconds": %s%s}}
        """
            .formatted(
                name, tag, kind, count, seconds, keyed ? ", \"group_by\": \"parsed.key\"" : ""));
  }

  private static List<Rule> steps(String name, boolean ordered, String seconds, String... kinds) {
    List<String> conditions = new ArrayList<>();
    for (String kind : kinds) {
      conditions.add("{\"field\": \"parsed.kind\", \"value\": \"%s\"}".formatted(kind));
    }
    return read(
        """
        {"name": "%s", "type": "correlation", "severity": "info",
         "config": {"conditions": %s, "within_seconds": %s, "ordered": %s,
                    "group_by": "parsed.key"}}
        """
            .formatted(name, conditions, seconds, ordered));
  }

  private static List<Rule> sum(String name, String atLeast, int minCount) {
    return read(
        """
        {"name": "%s", "type": "aggregate", "severity": "info",
         "config": {"field": "parsed.kind", "regex": "[bc]", "function": "sum", "of": "parsed.number",
                    "at_least": %s, "min_count": %d, "window_seconds": 0.015, "group_by": "parsed.key"}}
        """
            .formatted(name, atLeast, minCount));
  }

  private static List<Rule> some(String name, int atLeast) {
    return read(
        """
        {"name": "%s", "type": "correlation", "severity": "info",
         "config": {"conditions": [{"field": "parsed.kind", "value": "a"},
                                   {"field": "parsed.kind", "value": "b"},
                                   {"field": "parsed.kind", "value": "c"}],
                    "at_least": %d, "within_seconds": 0.015, "group_by": "parsed.key"}}
        """
            .formatted(name, atLeast));
  }

  private static List<Rule> alarm(String name, int count) {
    return read(
        """
        {"name": "%s", "type": "alarm", "severity": "info",
         "config": {"field": "parsed.kind", "value": "b", "count": %d, "window_seconds": 0.020,
                    "clear_count": 1, "clear_window_seconds": 0.010, "group_by": "parsed.key"}}
        """
            .formatted(name, count));
  }

  private static List<Rule> quota(String name, int alerts) {
    return read(
        """
        {"name": "%s", "type": "pattern", "severity": "info",
         "config": {"field": "parsed.kind", "regex": "a",
                    "quota": {"count": %d, "window_seconds": 0.020}}}
        """
            .formatted(name, alerts));
  }

  private static List<Rule> untouched() {
    List<Rule> rules = new ArrayList<>();
    rules.addAll(threshold("u-count", "a", 3, "0.020", true, "x"));
    rules.addAll(steps("u-all", false, "0.015", "a", "b"));
    rules.addAll(steps("u-steps", true, "0.030", "a", "b", "c"));
    rules.addAll(threshold("u-alone", "b", 4, "0.040", false, "x"));
    rules.addAll(quota("u-quota", 2));
    return rules;
  }

  /** Rules that are edited, as they are at some time. */
  private static List<Rule> touched(Random random) {
    List<Rule> rules = new ArrayList<>();
    String tag = "t" + random.nextInt(3);
    int count = 2 + random.nextInt(10);
    if (random.nextInt(4) > 0) {
      rules.addAll(threshold("e-count", "a", count, "0.020", true, tag));
    }
    if (random.nextInt(4) > 0) {
      rules.addAll(threshold("e-window", "c", 2, "0.0" + (10 + random.nextInt(3)), true, tag));
    }
    if (random.nextInt(4) > 0) {
      rules.addAll(threshold("e-what", random.nextBoolean() ? "a" : "b", 2, "0.020", false, tag));
    }
    if (random.nextInt(4) > 0) {
      rules.addAll(steps("e-steps", random.nextBoolean(), "0.030", "c", "a"));
    }
    if (random.nextInt(4) > 0) {
      rules.addAll(
          sum("e-sum", random.nextInt(6) + "." + random.nextInt(10), 1 + random.nextInt(3)));
    }
    if (random.nextInt(4) > 0) {
      rules.addAll(some("e-some", 1 + random.nextInt(3)));
    }
    if (random.nextInt(4) > 0) {
      rules.addAll(quota("e-quota", 1 + random.nextInt(3)));
    }
    if (random.nextInt(4) > 0) {
      rules.addAll(alarm("e-alarm", 2 + random.nextInt(5)));
    }
    return rules;
  }

  /** Rules that are now {@code touched} beside the others, which keep their places. */
  private static void edit(LiveRules live, List<Rule> touched) {
    Set<String> wanted =
        touched.stream()
            .map(rule -> rule.metadata().key())
            .collect(java.util.stream.Collectors.toSet());
    for (String name :
        List.of(
            "e-count", "e-window", "e-what", "e-steps", "e-sum", "e-some", "e-quota", "e-alarm")) {
      boolean there =
          live.rules().rules().stream().anyMatch(rule -> rule.metadata().key().equals(name));
      if (there && !wanted.contains(name)) {
        live.remove(name);
      }
    }
    assertThat(live.replace(touched).hasErrors()).isFalse();
  }

  private static LogRecord record(Random random, long time, int number) {
    byte[] line =
        ("k" + random.nextInt(3) + " " + (char) ('a' + random.nextInt(3)))
            .getBytes(StandardCharsets.UTF_8);
    RecordHeader header = new RecordHeader();
    header.timestamp(time);
    Provenance provenance =
        new Provenance("test", 0, Counting.BYTES, EditedWhileRunningTest::fields);
    return Block.of(line, provenance, number * 10L, number + 1L, Instant.EPOCH)
        .record(0, line.length, 0, header, Instant.EPOCH);
  }

  private static Fields fields(LogRecord record) {
    String[] words = record.raw().split(" ", -1);
    return Fields.builder()
        .put("key", words[0])
        .put("kind", words[1])
        .put("number", words[1].charAt(0) - 'a')
        .build();
  }

  /** A pipeline and what it says. */
  private static final class Run {
    final LiveRules live;
    final Pipeline pipeline;
    final List<String> events = new ArrayList<>();
    final List<String> alertsOfUntouched = new ArrayList<>();

    Run(List<Rule> rules, int partitions) throws Exception {
      live = LiveRules.of(rules);
      pipeline =
          new Pipeline(
              Duration.ofSeconds(1),
              Pipeline.STATE_BYTES,
              QuarantineSettings.off(),
              partitions == 1 ? Crew.alone() : Crew.of(partitions),
              failure -> {
                throw new AssertionError(failure.cause());
              },
              this::onEvent);
      pipeline.open("rules", live);
    }

    private void onEvent(EmittedEvent event) {
      String text =
          "%s %s %s %s %s"
              .formatted(
                  event.type(),
                  event.timestamp(),
                  event.summary(),
                  event.fields(),
                  event.evidence().stream().map(LogRecord::id).toList());
      events.add(event.id() + " " + text);
      if (UNTOUCHED.stream().anyMatch(name -> event.summary().startsWith(name))) {
        alertsOfUntouched.add(text);
      }
    }

    /** Records {@code from} to {@code to} of the log of a seed, with edits if they are wanted. */
    Run feed(long seed, int from, int to, boolean edited) {
      long time = 1_000;
      for (int i = 0; i < to; i++) {
        Random random = new Random(seed * 31 + i);
        time += random.nextInt(6);
        LogRecord record = record(random, time, i);
        boolean edits = random.nextInt(8) == 0;
        if (i >= from) {
          if (edits && edited) {
            edit(live, touched(random));
          }
          pipeline.process(record);
        }
      }
      return this;
    }

    byte[] saved() {
      StateOutput out = new StateOutput();
      pipeline.save(out);
      return out.toByteArray();
    }

    Run restored(byte[] saved) {
      pipeline.load(new StateInput(saved, name -> EditedWhileRunningTest::fields));
      return this;
    }

    Run finish() {
      pipeline.finish();
      pipeline.close();
      return this;
    }
  }

  @Property(tries = 50)
  void rulesThatAreNotTouchedFindWhatTheyWouldHaveFoundAnyway(@ForAll long seed) throws Exception {
    List<Rule> both = new ArrayList<>(untouched());
    both.addAll(touched(new Random(seed)));

    Run plain = new Run(untouched(), 1).feed(seed, 0, RECORDS, false).finish();
    Run edited = new Run(both, 1).feed(seed, 0, RECORDS, true).finish();

    assertThat(edited.alertsOfUntouched).isEqualTo(plain.alertsOfUntouched);
  }

  @Property(tries = 20)
  void editsTakeEffectAtTheSameRecordWithAnyNumberOfPartitions(@ForAll long seed) throws Exception {
    List<Rule> both = new ArrayList<>(untouched());
    both.addAll(touched(new Random(seed)));
    Run one = new Run(both, 1).feed(seed, 0, RECORDS, true);
    String saved = HexFormat.of().formatHex(one.saved());
    one.finish();

    for (int partitions : new int[] {2, 4}) {
      Run several = new Run(both, partitions).feed(seed, 0, RECORDS, true);
      assertThat(HexFormat.of().formatHex(several.saved()).equals(saved)).isTrue();
      assertThat(several.finish().events).isEqualTo(one.events);
    }
  }

  @Property(tries = 40)
  void aRestartWithOtherRulesIsLikeAnEdit(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    int cut = 1 + random.nextInt(RECORDS - 1);
    List<Rule> before = new ArrayList<>(untouched());
    before.addAll(touched(random));
    Run edited = new Run(before, 1).feed(seed, 0, cut, true);
    byte[] saved = edited.saved();
    int told = edited.events.size();
    edit(edited.live, touched(random));
    edited.pipeline.takeChanges();
    RuleSet after = edited.live.rules();

    Run restarted = new Run(after.rules(), 2).restored(saved).feed(seed, cut, RECORDS, true);
    edited.feed(seed, cut, RECORDS, true);

    assertThat(alerts(restarted.finish().events))
        .isEqualTo(alerts(edited.finish().events.subList(told, edited.events.size())));
  }

  private static List<String> alerts(List<String> events) {
    return events.stream().filter(event -> event.contains("Alert")).toList();
  }
}

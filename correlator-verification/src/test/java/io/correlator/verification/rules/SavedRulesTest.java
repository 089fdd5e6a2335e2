package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Block;
import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.core.pipeline.Crew;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.pipeline.QuarantineSettings;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import io.correlator.rules.RulesModule;
import io.correlator.testkit.TestPipeline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of each kind, saved in the middle of their windows. */
final class SavedRulesTest {
  private static final String[] RULES = {
    """
    title: Twice
    name: twice
    correlation: {type: event_count, rules: a, group-by: host, timespan: 1s, condition: {gte: 2}}
    """,
    """
    title: Twice, then b
    correlation: {type: temporal_ordered, rules: [twice, b], group-by: host, timespan: 1s}
    correlator: {until: d, rearm: reset}
    """,
    """
    title: Not c
    correlation: {type: temporal, rules: [a, b, c], timespan: 1s, condition: a and b and not c}
    correlator: {lookback: 1s}
    """,
    """
    title: In order, not d
    correlation: {type: temporal_ordered, rules: [a, b, d], timespan: 1s, condition: a and b and not d}
    """,
    """
    title: a, then b or c
    correlation: {type: temporal_ordered, rules: [a, b, c], timespan: 1s, condition: a and (b or c)}
    """,
    """
    title: Missing
    correlation: {type: event_count, rules: a, group-by: host, timespan: 1s, condition: {gte: 1}}
    correlator: {absence: {expected: c}}
    """,
    """
    title: Silent
    correlation: {type: event_count, rules: a, group-by: host, timespan: 1s, condition: {lt: 1}}
    correlator: {heartbeat: {expect: [x, y]}}
    """,
    """
    title: Alarm
    correlation: {type: event_count, rules: [a, b], timespan: 1s, condition: {gte: 3}}
    correlator: {clear: {lte: 1, timespan: 1s}}
    """,
  };

  private static final String[] LINES = {
    "a host=x",
    "c host=y",
    "a host=x",
    "b host=x",
    "a host=y",
    "d",
    "a host=y",
    "b host=y",
    "c host=x"
  };

  /** A pipeline of its own, and all that it says. */
  private static final class Run {
    private final List<String> events;
    private final Pipeline pipeline;

    Run(RulesModule rules, List<String> events) throws Exception {
      this.events = events;
      pipeline =
          new Pipeline(
              Pipeline.DAY,
              Pipeline.STATE_BYTES,
              QuarantineSettings.off(),
              Crew.alone(),
              failure -> {
                throw new AssertionError(failure.cause());
              },
              this::onEvent);
      pipeline.open("rules", rules);
    }

    private void onEvent(EmittedEvent event) {
      events.add(event.id() + " " + event.timestamp() + " " + event.summary() + event.fields());
    }

    void feed(int line) {
      byte[] text = LINES[line].getBytes(StandardCharsets.UTF_8);
      RecordHeader header = new RecordHeader();
      header.reset();
      header.message(0);
      Block.Provenance from =
          new Block.Provenance("test", 0, Block.Counting.RECORDS, "words", Constructs::fields);
      var time = TestPipeline.START.plusMillis(line * 300L);
      LogRecord record =
          Block.of(text, from, line, line + 1, time).record(0, text.length, 0, header, time);
      pipeline.process(record);
    }

    void end() {
      pipeline.advanceTo(TestPipeline.START.plusSeconds(60));
      pipeline.finish();
    }

    byte[] saved() {
      StateOutput out = new StateOutput();
      pipeline.save(out);
      return out.toByteArray();
    }

    void load(byte[] saved) {
      pipeline.load(new StateInput(saved, format -> Constructs::fields));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 7, 9})
  void goOnAsIfNothingHadHappened(int cut) throws Exception {
    RulesModule rules = Constructs.sigmaModule(RULES);
    List<String> uninterrupted = new ArrayList<>();
    Run whole = new Run(rules, uninterrupted);
    List<String> interrupted = new ArrayList<>();
    Run before = new Run(rules, interrupted);
    Run after = new Run(rules, interrupted);
    for (int i = 0; i < LINES.length; i++) {
      whole.feed(i);
    }
    whole.end();
    for (int i = 0; i < cut; i++) {
      before.feed(i);
    }
    after.load(before.saved());
    for (int i = cut; i < LINES.length; i++) {
      after.feed(i);
    }
    after.end();

    assertThat(interrupted).isEqualTo(uninterrupted);
    assertThat(uninterrupted).hasSizeGreaterThan(8);
  }
}

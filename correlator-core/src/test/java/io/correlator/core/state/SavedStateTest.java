package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import io.correlator.api.state.Rearm;
import io.correlator.core.Records;
import io.correlator.core.pipeline.Crew;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.pipeline.QuarantineSettings;
import io.correlator.core.state.BruteForce.Hit;
import io.correlator.core.state.StateUser.Kind;
import io.correlator.core.state.StateUser.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What is saved and restored goes on as if nothing had happened; what throws leaves no trace. */
final class SavedStateTest {
  /** State of every kind, with and without room. */
  record Setting(Kind kind, Rearm rearm, int maxKeys, long stateBytes) {}

  @Provide
  Arbitrary<List<Hit>> hits() {
    return Hits.upTo(2, 3);
  }

  @Provide
  Arbitrary<Setting> settings() {
    return net.jqwik.api.Combinators.combine(
            Arbitraries.of(Kind.values()),
            Hits.rearms(),
            Arbitraries.of(1, 2, 100),
            Arbitraries.of(1L, 1L << 40, 1L << 40))
        .as(Setting::new);
  }

  /** A pipeline, and all that it says. */
  static final class Run {
    final List<String> events = new ArrayList<>();
    final Pipeline pipeline;

    Run(Setting setting, Moment moment) {
      pipeline =
          new Pipeline(
              Duration.ofMillis(50),
              setting.stateBytes(),
              QuarantineSettings.off(),
              Crew.alone(),
              failure -> {},
              this::onEvent);
      try {
        pipeline.open(
            "user", new StateUser(setting.kind(), setting.rearm(), setting.maxKeys(), moment));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    private void onEvent(EmittedEvent event) {
      events.add(
          event.id()
              + " "
              + event.timestamp()
              + " "
              + event.type()
              + event.fields()
              + event.summary());
    }

    void feed(Hit hit, long offset, String end) {
      pipeline.process(
          Records.at(hit.time(), offset, hit.key() + " " + hit.kind() + " " + hit.value() + end));
    }

    byte[] saved() {
      StateOutput out = new StateOutput();
      pipeline.save(out);
      return out.toByteArray();
    }

    void load(byte[] saved) {
      pipeline.load(new StateInput(saved, format -> record -> Fields.empty()));
    }
  }

  @Property
  void aRestoredPipelineGoesOnAsTheOneThatWasSaved(
      @ForAll("settings") Setting setting,
      @ForAll("hits") List<Hit> hits,
      @ForAll @IntRange(min = 0, max = 60) int cut) {
    Run uninterrupted = new Run(setting, Moment.AFTER_EVERYTHING);
    Run before = new Run(setting, Moment.AFTER_EVERYTHING);
    Run after = new Run(setting, Moment.AFTER_EVERYTHING);
    // With the same seed of hashes, all bytes can be compared.
    uninterrupted.load(before.saved());
    int border = Math.min(cut, hits.size());
    for (int i = 0; i < border; i++) {
      uninterrupted.feed(hits.get(i), i, "");
      before.feed(hits.get(i), i, "");
    }
    after.load(before.saved());
    for (int i = border; i < hits.size(); i++) {
      uninterrupted.feed(hits.get(i), i, "");
      after.feed(hits.get(i), i, "");
    }
    uninterrupted.pipeline.finish();
    after.pipeline.finish();

    before.events.addAll(after.events);
    assertThat(before.events).isEqualTo(uninterrupted.events);
    assertThat(after.saved()).isEqualTo(uninterrupted.saved());
  }

  @Property
  void aCallThatThrowsLeavesNoTrace(
      @ForAll("settings") Setting setting, @ForAll("hits") List<Hit> hits, @ForAll long throwing) {
    Run late = new Run(setting, Moment.AFTER_EVERYTHING);
    Run early = new Run(setting, Moment.BEFORE_ANYTHING);
    byte[] start = late.saved();
    early.load(start);
    for (int i = 0; i < hits.size(); i++) {
      String end = (throwing >>> i & 1) != 0 ? "!" : "";
      late.feed(hits.get(i), i, end);
      early.feed(hits.get(i), i, end);
    }

    assertThat(late.events).isEqualTo(early.events);
    assertThat(late.saved()).isEqualTo(early.saved());
  }
}

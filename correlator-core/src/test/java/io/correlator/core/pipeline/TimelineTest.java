package io.correlator.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.core.Records;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TimelineTest {
  private final Timeline timeline = new Timeline(2);

  private void comes(long time) {
    timeline.move(time, time);
    timeline.add(record(time), time);
  }

  private static LogRecord record(long time) {
    return Records.at(time, "one");
  }

  private static Timeline.Passed passed(int next, long deadline) {
    Moment moment = new Moment();
    moment.begin(null, deadline);
    return new Timeline.Passed(next, deadline, moment);
  }

  private List<Long> times() {
    return IntStream.range(0, timeline.size()).mapToObj(timeline::time).toList();
  }

  @Test
  void aRecordComesAtTheMomentToWhichTimeHasJustCome() {
    comes(10);
    timeline.add(record(10), 10);

    assertThat(times()).containsExactly(10L, 10L);
    assertThat(timeline.recordCount()).isEqualTo(2);
  }

  @Test
  void isFullUnlessARecordBelongsToItsLastMoment() {
    comes(10);
    timeline.move(20, 20);

    assertThat(timeline.isFull(2)).isFalse();
    timeline.add(record(20), 20);
    assertThat(timeline.isFull(2)).isTrue();
  }

  @Test
  void putsDeadlinesBeforeTheMomentsThatTheyPrecede() {
    comes(10);
    comes(20);
    comes(30);
    timeline.moment(1);

    timeline.insert(List.of(passed(0, 5), passed(1, 15), passed(1, 16), passed(2, 25)));

    assertThat(times()).containsExactly(5L, 10L, 15L, 16L, 20L, 25L, 30L);
    assertThat(timeline.record(0)).isNull();
    assertThat(timeline.record(4)).isNotNull();
    assertThat(timeline.isMade(4)).isTrue();
    assertThat(timeline.isMade(6)).isFalse();
    assertThat(timeline.recordCount()).isEqualTo(3);
  }

  @Test
  void aDeadlinePassesBeforeTheFirstMomentThatMovesTimeBeyondIt() {
    comes(10);
    timeline.add(record(10), 10);
    comes(20);

    assertThat(timeline.after(9, 0)).isZero();
    assertThat(timeline.after(10, 0)).isEqualTo(2);
  }

  @Test
  void whatIsDueBeforeTheLastMoveHappens() {
    comes(10);
    comes(20);
    timeline.add(record(20), 20);

    assertThat(timeline.lastBound(0, 2)).isEqualTo(20);
    assertThat(timeline.lastBound(2, 2)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void makesAMomentOnceWithTheRecordThatComes() {
    comes(10);

    assertThat(timeline.isMade(0)).isFalse();
    Moment made = timeline.moment(0);

    assertThat(timeline.moment(0)).isSameAs(made);
    assertThat(made.record()).isSameAs(timeline.record(0));
    assertThat(made.time()).isEqualTo(10);
  }

  @Test
  void letsGoOfEverything() {
    comes(10);
    timeline.moment(0);

    timeline.clear();
    timeline.move(20, 20);

    assertThat(timeline.size()).isEqualTo(1);
    assertThat(timeline.recordCount()).isZero();
    assertThat(timeline.record(0)).isNull();
    assertThat(timeline.isMade(0)).isFalse();
  }
}

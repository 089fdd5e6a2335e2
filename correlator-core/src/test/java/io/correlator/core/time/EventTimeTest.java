package io.correlator.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import io.correlator.api.RecordHeader;
import io.correlator.core.monitor.TimeStatistics;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import io.correlator.core.time.EventTime.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class EventTimeTest {
  private static final long BASE = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final Duration LATENESS = Duration.ofMillis(100);

  private final List<LogRecord> out = new ArrayList<>();
  private final List<Long> passed = new ArrayList<>();
  private final EventTime.Output output =
      new EventTime.Output() {
        @Override
        public void record(LogRecord record) {
          out.add(record);
        }

        @Override
        public void passed(Instant time) {
          passed.add(time.toEpochMilli() - BASE);
        }
      };
  private EventTime time = new EventTime(TimeSettings.defaults().withLateness(LATENESS), output);

  private static LogRecord record(String source, long position, long at) {
    return record(source, position, at, at);
  }

  private static LogRecord record(String source, long position, long at, long received) {
    RecordHeader header = new RecordHeader();
    header.timestamp(BASE + at);
    return record(source, position, header, received);
  }

  private static LogRecord timeless(String source, long position) {
    return record(source, position, new RecordHeader(), 0);
  }

  private static LogRecord record(
      String source, long position, RecordHeader header, long received) {
    byte[] bytes = (source + position).getBytes(StandardCharsets.UTF_8);
    Provenance provenance =
        new Provenance(source, 0, Counting.RECORDS, "test", unused -> Fields.empty());
    return Block.of(bytes, provenance, position, 0, Instant.ofEpochMilli(BASE + received))
        .record(0, bytes.length, 0, header, Instant.ofEpochMilli(BASE));
  }

  private List<String> names() {
    return out.stream().map(LogRecord::raw).toList();
  }

  private List<Long> times() {
    return out.stream().map(each -> each.epochMilli() - BASE).toList();
  }

  private void feed(Lane lane, String source, long... times) {
    for (int i = 0; i < times.length; i++) {
      lane.accept(record(source, i, times[i]));
    }
    time.release();
  }

  @Test
  void putsStragglersInTheirPlace() {
    Lane lane = time.openFile();

    feed(lane, "a", 0, 50, 20, 100, 70);
    time.finish();

    assertThat(times()).containsExactly(0L, 20L, 50L, 70L, 100L);
  }

  @Test
  void equalTimesGoBySourceAndPosition() {
    Lane b = time.openFile();
    Lane a = time.openFile();

    feed(b, "b", 10, 10);
    feed(a, "a", 10, 10);
    time.finish();

    assertThat(names()).containsExactly("a0", "a1", "b0", "b1");
  }

  @Test
  void holdsARecordUntilNoEarlierOneCanCome() {
    Lane lane = time.openFile();

    feed(lane, "a", 0, 0, 0, 100);
    assertThat(out).isEmpty();
    lane.accept(record("a", 9, 101));
    time.release();

    assertThat(times()).containsExactly(0L, 0L, 0L);
    assertThat(passed).endsWith(0L);
  }

  @Test
  void theLaneThatIsBehindHoldsBackTheOthers() {
    Lane ahead = time.openFile();
    Lane behind = time.openFile();

    feed(ahead, "a", 0, 1000, 2000);
    feed(behind, "b", 0, 1, 2);
    assertThat(out).isEmpty();
    behind.end();

    assertThat(times()).containsExactly(0L, 0L, 1L, 2L, 1000L);
  }

  @Test
  void aLateRecordIsFlaggedAndLookedAtAtOnce() {
    Lane lane = time.openFile();
    feed(lane, "a", 0, 500, 1000);

    lane.accept(record("a", 9, 899));

    assertThat(out.get(out.size() - 1).is(Flag.LATE)).isTrue();
    assertThat(time.statistics().late()).isZero();
    time.finish();
    assertThat(time.statistics().late()).isEqualTo(1);
  }

  @Test
  void aRecordExactlyAtTheEdgeOfTheLatenessIsNotLate() {
    Lane lane = time.openFile();
    feed(lane, "a", 0, 500, 1000);

    lane.accept(record("a", 9, 900));
    time.finish();

    assertThat(time.statistics().late()).isZero();
    assertThat(times()).containsExactly(0L, 500L, 900L, 1000L);
  }

  @Test
  void lateRecordsCanBeDropped() {
    time =
        new EventTime(
            TimeSettings.defaults().withLateness(LATENESS).withLate(TimeSettings.Late.DROP),
            output);
    Lane lane = time.openFile();
    feed(lane, "a", 0, 500, 1000, 10);
    time.finish();

    assertThat(times()).containsExactly(0L, 500L, 1000L);
    assertThat(time.statistics().lateDropped()).isEqualTo(1);
  }

  @Test
  void tooManyWaitingRecordsAreGivenOutEarlyAndCounted() {
    time = new EventTime(TimeSettings.defaults().withLateness(LATENESS).withCapacity(2), output);
    Lane lane = time.openFile();

    feed(lane, "a", 1, 2, 3, 4);

    assertThat(times()).containsExactly(1L, 2L);
    assertThat(time.statistics().forcedAdvances()).isEqualTo(2);
  }

  @Test
  void aForgedTimeInAFileIsNotBelieved() {
    long century = Duration.ofDays(36_500).toMillis();
    Lane lane = time.openFile();

    feed(lane, "a", 0, 10, 20, century, 30, 40);
    time.finish();

    assertThat(times()).containsExactly(0L, 10L, 20L, 20L, 30L, 40L);
    assertThat(out.get(3).is(Flag.CLOCK_SKEW)).isTrue();
    assertThat(time.statistics().skewed()).isEqualTo(1);
  }

  @Test
  void aForgedTimeAtTheVeryBeginningIsNotBelieved() {
    long century = Duration.ofDays(36_500).toMillis();
    Lane lane = time.openFile();

    feed(lane, "a", century, 10, 20, 30);
    time.finish();

    assertThat(names()).containsExactlyInAnyOrder("a0", "a1", "a2", "a3");
    assertThat(times()).doesNotContain(century);
  }

  @Test
  void aNightWithoutRecordsIsBelievedWhenThreeRecordsFollow() {
    long morning = Duration.ofHours(8).toMillis();
    Lane lane = time.openFile();

    feed(lane, "a", 0, 1, 2, morning, morning + 1, morning + 2);
    time.finish();

    assertThat(times()).containsExactly(0L, 1L, 2L, morning, morning + 1, morning + 2);
    assertThat(time.statistics().skewed()).isZero();
  }

  @Test
  void anHourlyLogIsBelieved() {
    long[] hours = LongStream.range(0, 24).map(hour -> hour * 3 * 3_600_000).toArray();
    Lane lane = time.openFile();

    feed(lane, "a", hours);
    time.finish();

    assertThat(times()).containsExactlyElementsOf(LongStream.of(hours).boxed().toList());
    assertThat(time.statistics().skewed()).isZero();
  }

  @Test
  void aLeapAtTheEndOfAFileIsBelieved() {
    long morning = Duration.ofHours(8).toMillis();
    Lane lane = time.openFile();

    feed(lane, "a", 0, 1, 2, morning);
    lane.end();
    time.finish();

    assertThat(times()).containsExactly(0L, 1L, 2L, morning);
  }

  @Test
  void aLineWithoutATimeHappensWithTheLineBeforeIt() {
    Lane lane = time.openFile();
    lane.accept(record("a", 0, 10));
    lane.accept(record("a", 1, 20));
    lane.accept(record("a", 2, 30));

    lane.accept(timeless("a", 3));
    time.finish();

    assertThat(names()).containsExactly("a0", "a1", "a2", "a3");
    assertThat(times()).endsWith(30L);
  }

  @Test
  void aLiveRecordFromTheFutureHappensWhenItArrived() {
    Lane lane = time.openLive();

    lane.accept(record("a", 0, LaneClock.SKEW + 1001, 1000));
    time.finish();

    assertThat(times()).containsExactly(1000L);
    assertThat(out.get(0).is(Flag.CLOCK_SKEW)).isTrue();
  }

  @Test
  void aLiveClockThatIsALittleFastDoesNotMoveTimeBeyondNow() {
    Lane lane = time.openLive();
    lane.accept(record("a", 0, 60_000, 1000));
    time.release();

    lane.accept(record("a", 1, 1000, 1001));
    time.finish();

    assertThat(time.statistics().late()).isZero();
  }

  @Test
  void theLastBurstBeforeASilenceIsDecidedAfterTheLateness() {
    Lane lane = time.openLive();
    lane.accept(record("a", 0, 1000, 1000));

    time.tick(Instant.ofEpochMilli(BASE + 1000 + 100));
    assertThat(out).isEmpty();
    time.tick(Instant.ofEpochMilli(BASE + 1000 + 101));

    assertThat(times()).containsExactly(1000L);
  }

  @Test
  void whatWaitsToBeTakenIsNoSilence() {
    Lane lane = time.openLive();
    lane.accept(record("a", 0, 1000, 1000));
    lane.isBehind(true);

    time.tick(Instant.ofEpochMilli(BASE + 60_000));
    lane.accept(record("a", 1, 999, 1050));
    lane.isBehind(false);
    time.tick(Instant.ofEpochMilli(BASE + 60_000));

    assertThat(times()).containsExactly(999L, 1000L);
  }

  @Test
  void aLaneThatNeverSaysAnythingHoldsNothingBackForLong() {
    Lane silent = time.openLive();
    Lane talking = time.openLive();
    time.tick(Instant.ofEpochMilli(BASE));
    talking.accept(record("a", 0, 40_000, 40_000));
    talking.accept(record("a", 1, 50_000, 50_000));

    time.tick(Instant.ofEpochMilli(BASE + 50_000));

    assertThat(times()).containsExactly(40_000L);
    assertThat(silent).isNotNull();
  }

  @Test
  void whatCameThroughASilentPipeIsDecidedAfterAWhile() {
    Lane pipe = time.openPipe();
    pipe.accept(record("a", 0, 10, 1_000_000));
    pipe.accept(record("a", 1, 5, 1_000_000));
    time.release();
    assertThat(out).isEmpty();

    time.tick(Instant.ofEpochMilli(BASE + 1_000_101));

    assertThat(times()).containsExactly(5L, 10L);
  }

  @Test
  void anOldLogInAPipeThatStallsIsNotLateAfterwards() {
    Lane pipe = time.openPipe();
    for (int i = 0; i < 5; i++) {
      pipe.accept(record("a", i, 10L * i, 1_000_000));
    }
    time.tick(Instant.ofEpochMilli(BASE + 1_020_000));

    pipe.accept(record("a", 5, 50, 1_020_000));
    time.finish();

    assertThat(times()).containsExactly(0L, 10L, 20L, 30L, 40L, 50L);
    assertThat(time.statistics().late()).isZero();
  }

  @Test
  void inArrivalModeNothingWaitsAndTimeNeverGoesBack() {
    time = new EventTime(TimeSettings.defaults().withMode(TimeSettings.Mode.ARRIVAL), output);
    Lane lane = time.openLive();

    lane.accept(record("a", 0, 10, 10));
    lane.accept(record("a", 1, 5, 11));

    assertThat(names()).containsExactly("a0", "a1");
    assertThat(times()).containsExactly(10L, 10L);
    assertThat(out.get(1).is(Flag.RETIMED)).isTrue();
  }

  @Test
  void theLastLinesOfAFileComeBeforeTheFirstOfTheOneThatFollowedIt() {
    Lane lane = time.openFile();
    lane.accept(ofIncarnation(0, 900));
    lane.accept(ofIncarnation(1, 0));
    lane.accept(ofIncarnation(0, 950));
    lane.end();
    time.finish();

    assertThat(names()).containsExactly("0 at 900", "0 at 950", "1 at 0");
  }

  private static LogRecord ofIncarnation(long incarnation, long position) {
    RecordHeader header = new RecordHeader();
    header.timestamp(BASE);
    byte[] bytes = (incarnation + " at " + position).getBytes(StandardCharsets.UTF_8);
    Provenance provenance =
        new Provenance("log", incarnation, Counting.BYTES, "test", unused -> Fields.empty());
    return Block.of(bytes, provenance, position, 0, Instant.ofEpochMilli(BASE))
        .record(0, bytes.length, 0, header, Instant.EPOCH);
  }

  @Property
  void whatComesOutDependsOnlyOnTheSetOfRecords(
      @ForAll @IntRange(min = 1, max = 4) int laneCount,
      @ForAll @IntRange(min = 0, max = 300) int count,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<List<LogRecord>> inputs = new ArrayList<>();
    List<LogRecord> all = new ArrayList<>();
    for (int lane = 0; lane < laneCount; lane++) {
      List<LogRecord> records = new ArrayList<>();
      long now = 0;
      for (int i = 0; i < count; i++) {
        now += random.nextInt(40);
        records.add(record("lane" + lane, i, now - random.nextInt(101)));
      }
      inputs.add(records);
      all.addAll(records);
    }

    feedAtRandom(inputs, random);

    all.sort(
        Comparator.comparingLong(LogRecord::epochMilli)
            .thenComparing(LogRecord::source)
            .thenComparingLong(LogRecord::position));
    assertThat(names()).isEqualTo(all.stream().map(LogRecord::raw).toList());
    assertThat(time.statistics()).isEqualTo(new TimeStatistics(0, 0, 0, 0));
  }

  private void feedAtRandom(List<List<LogRecord>> inputs, Random random) {
    out.clear();
    time = new EventTime(TimeSettings.defaults().withLateness(LATENESS), output);
    List<Lane> lanes = inputs.stream().map(unused -> time.openFile()).toList();
    int[] next = new int[inputs.size()];
    boolean more = true;
    while (more) {
      more = false;
      int lane = random.nextInt(inputs.size());
      for (int i = 0; i < inputs.size(); i++) {
        more |= next[i] < inputs.get(i).size();
      }
      int batch = random.nextInt(20);
      for (int i = 0; i < batch && next[lane] < inputs.get(lane).size(); i++) {
        lanes.get(lane).accept(inputs.get(lane).get(next[lane]++));
      }
      if (random.nextBoolean()) {
        time.release();
      }
    }
    lanes.forEach(Lane::end);
    time.finish();
  }

  @Property
  void forgedTimesDoNotChangeHowHonestRecordsAreTreated(@ForAll long seed) {
    Random random = new Random(seed);
    List<LogRecord> honest = new ArrayList<>();
    List<LogRecord> mixed = new ArrayList<>();
    long now = 0;
    long[] forged = {-BASE, Duration.ofDays(27_000).toMillis(), 86_400_000L, -86_400_000L};
    int since = 0;
    for (int i = 0; i < 500; i++) {
      now += random.nextInt(1000);
      LogRecord good = record("a", i, now);
      honest.add(good);
      mixed.add(good);
      if (random.nextInt(10) == 0 && since > 2) {
        mixed.add(record("forged", i, forged[random.nextInt(forged.length)]));
        since = 0;
      } else {
        since++;
      }
    }

    assertThat(honestOutputOf(mixed)).isEqualTo(honestOutputOf(honest));
  }

  private List<String> honestOutputOf(List<LogRecord> records) {
    out.clear();
    time = new EventTime(TimeSettings.defaults().withLateness(LATENESS), output);
    Lane lane = time.openFile();
    for (LogRecord each : records) {
      lane.accept(each);
      time.release();
    }
    lane.end();
    time.finish();
    return out.stream()
        .filter(each -> each.source().equals("a"))
        .map(each -> each.raw() + "@" + each.epochMilli() + each.flags())
        .toList();
  }

  @Test
  void aLiveLaneHoldsNothingBackBeforeItsFirstRecord() {
    Lane talking = time.openLive();
    time.openLive();
    time.tick(Instant.ofEpochMilli(BASE));

    feed(talking, "a", 0, 101);

    assertThat(times()).containsExactly(0L);
  }

  @Test
  void aBacklogComesInOrderAndNotLateHoweverLongItTakes() {
    Lane other = time.openLive();
    Lane live = time.openLive();
    Lane backlog = time.openBacklog();
    live.awaitBacklog();
    for (int i = 0; i < 10; i++) {
      long now = 60_000 + i * 1000L;
      other.accept(record("other", i, now));
      backlog.accept(record("followed", i, i * 1000L, now));
      time.tick(Instant.ofEpochMilli(BASE + now + 900));
    }
    live.follow(backlog);
    other.accept(record("other", 10, 70_000));
    time.tick(Instant.ofEpochMilli(BASE + 70_000));
    time.tick(Instant.ofEpochMilli(BASE + 70_101));

    assertThat(times().subList(0, 10))
        .isEqualTo(LongStream.range(0, 10).map(i -> i * 1000).boxed().toList());
    assertThat(times().subList(10, 20)).startsWith(60_000L).endsWith(69_000L).isSorted();
    assertThat(out).noneMatch(record -> record.is(Flag.LATE));
  }

  @Test
  void theEndOfABacklogIsDecidedWhenNothingFollows() {
    Lane live = time.openLive();
    Lane backlog = time.openBacklog();
    live.awaitBacklog();
    backlog.accept(record("followed", 0, 0, 10_000_000));
    live.follow(backlog);
    time.tick(Instant.ofEpochMilli(BASE + 10_000_000));
    assertThat(out).isEmpty();

    time.tick(Instant.ofEpochMilli(BASE + 10_000_101));

    assertThat(times()).containsExactly(0L);
  }

  @Test
  void aLaneThatGoesOnDoesNotHoldUpItsBacklog() {
    Lane live = time.openLive();
    feed(live, "a", 0);
    StateOutput saved = new StateOutput();
    saved.section("lane", 1, live::save);
    time = new EventTime(TimeSettings.defaults().withLateness(LATENESS).withCapacity(5), output);
    new StateInput(saved.toByteArray(), unused -> record -> Fields.empty())
        .section("", "lane", 1, in -> resumed.add(time.reopen(in)));
    Lane backlog = time.openBacklog();
    resumed.get(0).awaitBacklog();

    for (int i = 1; i <= 20; i++) {
      backlog.accept(record("a", i, i * 1000L, 100_000));
      time.tick(Instant.ofEpochMilli(BASE + 100_000));
    }

    assertThat(time.statistics().forcedAdvances()).isZero();
    assertThat(times()).startsWith(1000L, 2000L, 3000L);
  }

  private final List<Lane> resumed = new ArrayList<>();

  @Test
  void aBacklogThatIsStuckHoldsUpNobodyForever() {
    Lane other = time.openLive();
    Lane live = time.openLive();
    time.openBacklog();
    live.awaitBacklog();
    time.tick(Instant.ofEpochMilli(BASE));
    feed(other, "a", 0, 29_000);
    time.tick(Instant.ofEpochMilli(BASE + 29_999));
    assertThat(out).isEmpty();

    time.tick(Instant.ofEpochMilli(BASE + 30_000));

    assertThat(times()).startsWith(0L);
  }

  @Test
  void aLineFromTheFutureInABacklogMovesNothing() {
    Lane live = time.openLive();
    Lane backlog = time.openBacklog();
    live.awaitBacklog();
    for (int i = 0; i < 5; i++) {
      backlog.accept(record("a", i, Duration.ofDays(300).toMillis(), 1000));
    }
    live.follow(backlog);
    live.accept(record("a", 5, 1000, 1000));
    time.tick(Instant.ofEpochMilli(BASE + 1000));
    time.tick(Instant.ofEpochMilli(BASE + 1101));

    assertThat(times()).containsExactly(1000L, 1000L, 1000L, 1000L, 1000L, 1000L);
    assertThat(out).noneMatch(record -> record.is(Flag.LATE));
  }

  @Test
  void whatOnlyALackOfRoomMakesLateIsMarkedAsOvertaken() {
    time = new EventTime(TimeSettings.defaults().withLateness(LATENESS).withCapacity(3), output);
    Lane lane = time.openFile();
    feed(lane, "a", 0, 50, 60, 70, 80);
    assertThat(time.statistics().forcedAdvances()).isEqualTo(2);

    lane.accept(record("a", 5, 20));
    lane.accept(record("a", 6, 300));
    lane.accept(record("a", 7, 20));
    time.finish();

    assertThat(out.stream().filter(record -> record.is(Flag.LATE)).toList())
        .extracting(record -> record.epochMilli() - BASE, record -> record.is(Flag.OVERTAKEN))
        .containsExactly(tuple(20L, true), tuple(20L, false));
  }
}

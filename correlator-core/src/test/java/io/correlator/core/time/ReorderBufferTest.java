package io.correlator.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReorderBufferTest {
  private static final Comparator<LogRecord> CANONICAL =
      Comparator.comparingLong(LogRecord::epochMilli)
          .thenComparing(LogRecord::source)
          .thenComparingLong(LogRecord::position);

  private static LogRecord record(String source, long position, long time) {
    var provenance =
        new Block.Provenance(source, 0, Block.Counting.RECORDS, unused -> Fields.empty());
    RecordHeader header = new RecordHeader();
    header.timestamp(time);
    return Block.of(new byte[] {'x'}, provenance, position, 0, Instant.EPOCH)
        .record(0, 1, 0, header, Instant.EPOCH);
  }

  /**
   * A few times in a row, so that there are ties, stretches in order and stragglers; now and then
   * what is due comes out. The plainest buffer there is, a list that is sorted, says what is right.
   */
  @Property
  void givesOutWhatAListThatIsSortedWould(
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 9) Integer> steps) {
    ReorderBuffer buffer = new ReorderBuffer();
    List<LogRecord> out = new ArrayList<>();
    List<LogRecord> waiting = new ArrayList<>();
    List<LogRecord> expected = new ArrayList<>();
    long time = 0;
    for (int step : steps) {
      if (step == 0) {
        long due = time - 5;
        buffer.releaseUpTo(due, out::add);
        takeUpTo(due, waiting, expected);
      } else {
        time += step <= 6 ? 0 : 1;
        long when = step == 1 ? time - 3 : time;
        LogRecord record = record(step == 2 ? "a" : "b", waiting.size() + expected.size(), when);
        buffer.add(record);
        waiting.add(record);
      }
      assertThat(buffer.size()).isEqualTo(waiting.size());
      assertThat(out).isEqualTo(expected);
    }
    buffer.releaseUpTo(Long.MAX_VALUE, out::add);
    takeUpTo(Long.MAX_VALUE, waiting, expected);
    assertThat(out).isEqualTo(expected);
  }

  private static void takeUpTo(long due, List<LogRecord> waiting, List<LogRecord> expected) {
    List<LogRecord> taken =
        waiting.stream().filter(record -> record.epochMilli() <= due).sorted(CANONICAL).toList();
    expected.addAll(taken);
    waiting.removeAll(taken);
  }

  @Test
  void keepsTheOrderWhenItGrowsAfterItsBeginningHasMoved() {
    ReorderBuffer buffer = new ReorderBuffer();
    List<LogRecord> out = new ArrayList<>();
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      records.add(record("a", i, i));
    }

    records.subList(0, 60).forEach(buffer::add);
    buffer.releaseUpTo(39, out::add);
    records.subList(60, 500).forEach(buffer::add);
    buffer.releaseUpTo(Long.MAX_VALUE, out::add);

    assertThat(out).isEqualTo(records);
  }

  @Test
  void givesOutWhatIsDueAtTheVeryLastMoment() {
    ReorderBuffer buffer = new ReorderBuffer();
    List<LogRecord> out = new ArrayList<>();
    LogRecord last = record("a", 0, Long.MAX_VALUE);

    buffer.add(last);
    buffer.releaseUpTo(Long.MAX_VALUE, out::add);

    assertThat(out).containsExactly(last);
  }
}

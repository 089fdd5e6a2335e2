package io.correlator.core.pipeline;

import io.correlator.api.LogRecord;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The moments of a batch, in order. At first these are the records that came, and the steps of time
 * between them; each module adds the deadlines at which it had something to say.
 *
 * <p>Most moments bring about nothing. So what there is to know of them stands in columns, and a
 * {@link Moment} is made for one of which something came. Threads may read at once; what is made
 * and added is for one.
 */
final class Timeline {
  /** The bound of a moment that moves no time: nothing is due before it. */
  private static final long STAYS = Long.MIN_VALUE;

  private int size;
  private int recordCount;
  private @Nullable LogRecord[] records;
  private @Nullable Moment[] moments;
  private long[] times;
  private long[] bounds;

  /**
   * A deadline of which something came.
   *
   * @param next the moment before which it passed
   * @param at the deadline in milliseconds
   */
  record Passed(int next, long at, Moment moment) {}

  /** A timeline with room for so many moments before it has to grow. */
  Timeline(int room) {
    records = new LogRecord[room];
    moments = new Moment[room];
    times = new long[room];
    bounds = new long[room];
  }

  int size() {
    return size;
  }

  /** How many of the moments are records. */
  int recordCount() {
    return recordCount;
  }

  /** The record that comes at this moment; {@code null} if it is time itself. */
  @Nullable LogRecord record(int index) {
    return records[index];
  }

  /** Engine time at this moment, in milliseconds. */
  long time(int index) {
    return times[index];
  }

  /** Whether something came of this moment so far. */
  boolean isMade(int index) {
    return moments[index] != null;
  }

  /** How many events this moment has so far. */
  int eventCount(int index) {
    Moment moment = moments[index];
    return moment == null ? 0 : moment.events().size();
  }

  /** What came of this moment so far; made if there is nothing yet. */
  Moment moment(int index) {
    Moment moment = moments[index];
    if (moment == null) {
      moment = new Moment();
      moment.begin(records[index], times[index]);
      moments[index] = moment;
    }
    return moment;
  }

  /** Time comes to {@code time}, at the end: what is due before {@code bound} is due before it. */
  void move(long bound, long time) {
    makeRoom(1);
    times[size] = time;
    bounds[size++] = bound;
  }

  /** A record comes at the end, at {@code time}. */
  void add(LogRecord record, long time) {
    if (!timeHasJustCome()) {
      move(STAYS, time);
    }
    records[size - 1] = record;
    recordCount++;
  }

  private boolean timeHasJustCome() {
    return size > 0 && records[size - 1] == null;
  }

  /** Whether another record would make it longer than {@code most}. */
  boolean isFull(int most) {
    return size >= most && !timeHasJustCome();
  }

  private void makeRoom(int more) {
    int wanted = size + more;
    if (wanted > times.length) {
      int room = Math.max(wanted, 2 * times.length);
      records = Arrays.copyOf(records, room);
      moments = Arrays.copyOf(moments, room);
      times = Arrays.copyOf(times, room);
      bounds = Arrays.copyOf(bounds, room);
    }
  }

  /**
   * The first moment from {@code index} on before which a deadline passes; there must be one.
   *
   * @param deadline in milliseconds
   */
  int after(long deadline, int index) {
    int at = index;
    while (bounds[at] <= deadline) {
      at++;
    }
    return at;
  }

  /**
   * The last bound of the moments from {@code from} to {@code to}, inclusive; what is due before
   * happens.
   */
  long lastBound(int from, int to) {
    for (int at = to; at >= from; at--) {
      if (bounds[at] != STAYS) {
        return bounds[at];
      }
    }
    return STAYS;
  }

  /** Makes moments of deadlines that passed, in their order. */
  void insert(List<Passed> passed) {
    makeRoom(passed.size());
    int from = size;
    int to = size + passed.size();
    size = to;
    for (int i = passed.size() - 1; i >= 0; i--) {
      Passed deadline = passed.get(i);
      while (from > deadline.next()) {
        shift(--from, --to);
      }
      to--;
      records[to] = null;
      moments[to] = deadline.moment();
      times[to] = deadline.moment().time();
      bounds[to] = deadline.at();
    }
  }

  private void shift(int from, int to) {
    records[to] = records[from];
    moments[to] = moments[from];
    times[to] = times[from];
    bounds[to] = bounds[from];
  }

  /** Lets go of everything. */
  void clear() {
    Arrays.fill(records, 0, size, null);
    Arrays.fill(moments, 0, size, null);
    size = 0;
    recordCount = 0;
  }
}

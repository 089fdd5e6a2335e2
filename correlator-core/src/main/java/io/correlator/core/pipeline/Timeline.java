package io.correlator.core.pipeline;

import io.correlator.api.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The moments of a batch, in order. At first these are the records that came, and the steps of time
 * between them; each module adds the deadlines at which it had something to say.
 */
final class Timeline {
  private final Deque<Moment> spare = new ArrayDeque<>();
  private List<Moment> moments = new ArrayList<>();
  private List<Moment> merged = new ArrayList<>();

  int size() {
    return moments.size();
  }

  Moment get(int index) {
    return moments.get(index);
  }

  /** A moment at the end. */
  Moment add(@Nullable LogRecord record, long time) {
    Moment moment = make(record, time);
    moments.add(moment);
    return moment;
  }

  /** A moment that is in no place yet. */
  Moment make(@Nullable LogRecord record, long time) {
    Moment moment = spare.isEmpty() ? new Moment() : spare.pop();
    moment.begin(record, time);
    return moment;
  }

  /**
   * The first moment from {@code index} on before which a deadline passes; there must be one.
   *
   * @param deadline in milliseconds
   */
  int after(long deadline, int index) {
    int at = index;
    while (!moments.get(at).moves() || moments.get(at).bound() <= deadline) {
      at++;
    }
    return at;
  }

  /** The last moment from {@code from} to {@code to}, inclusive, that moves time; -1 if none. */
  int lastMove(int from, int to) {
    for (int at = to; at >= from; at--) {
      if (moments.get(at).moves()) {
        return at;
      }
    }
    return -1;
  }

  /** Begins a new order of moments, to which {@link #take} and {@link #insert} add. */
  void beginMerge() {
    merged.clear();
  }

  /** Takes over the moment at {@code index}. */
  void take(int index) {
    merged.add(moments.get(index));
  }

  /** Puts a new moment behind those taken over. */
  void insert(Moment moment) {
    merged.add(moment);
  }

  void endMerge() {
    List<Moment> before = moments;
    moments = merged;
    merged = before;
    merged.clear();
  }

  void clear() {
    for (Moment moment : moments) {
      moment.begin(null, 0);
      spare.push(moment);
    }
    moments.clear();
  }
}

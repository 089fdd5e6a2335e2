package io.correlator.benchmarks.macro;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what a log holds while it is written. It knows nothing of the engine and does everything
 * in the plainest way: what it counts is what is right.
 */
final class Tally {
  private long failed;
  private long succeeded;
  private final Windows exceeded = new Windows(Workload.THRESHOLD, Workload.SSHD_WINDOW.toMillis());
  private final Windows alarms = new Windows(Workload.THRESHOLD, FailureAlarm.WINDOW.toMillis());

  /** The failures of each address in the time just past. */
  private static final class Windows {
    private final int threshold;
    private final long length;
    private final Map<String, Deque<Long>> times = new HashMap<>();
    private long reached;

    Windows(int threshold, long length) {
      this.threshold = threshold;
      this.length = length;
    }

    /** Counts one more; whether that made as many as the threshold, and not more. */
    boolean add(String address, long time) {
      Deque<Long> window = times.computeIfAbsent(address, a -> new ArrayDeque<>());
      while (!window.isEmpty() && time - window.getFirst() > length) {
        window.removeFirst();
      }
      window.addLast(time);
      boolean reaches = window.size() == threshold;
      reached += reaches ? 1 : 0;
      return reaches;
    }

    void forget(String address) {
      times.remove(address);
    }
  }

  void failed(String address, long second) {
    failed++;
    exceeded.add(address, second * 1000);
    if (alarms.add(address, second * 1000)) {
      alarms.forget(address);
    }
  }

  void succeeded() {
    succeeded++;
  }

  Counts counts(long lines) {
    return new Counts(lines, failed, succeeded, exceeded.reached, alarms.reached);
  }
}

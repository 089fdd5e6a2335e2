package io.correlator.core.pipeline;

import java.util.function.IntConsumer;

/** Those who do the work of partitions: threads of the runtime, or whoever calls. */
public interface Crew {
  /** How many tasks are worth giving at once; 1 or more. */
  int size();

  /**
   * Does {@code tasks} tasks, numbered from 0, in any order and as many at once as it likes.
   * Returns when all are done; what was done before is visible to them, and what they did to the
   * caller. If some throw, it throws one of these after all have ended.
   */
  void each(int tasks, IntConsumer task);

  /** Time that passes, in nanoseconds from some moment on; decides who does what, and no more. */
  long nanoTime();

  /** A crew of one: the calling thread. */
  static Crew alone() {
    return of(1);
  }

  /** The calling thread as a crew of {@code size}: for tests. */
  static Crew of(int size) {
    return new Crew() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public long nanoTime() {
        return 0;
      }

      @Override
      public void each(int tasks, IntConsumer task) {
        for (int i = 0; i < tasks; i++) {
          task.accept(i);
        }
      }
    };
  }
}

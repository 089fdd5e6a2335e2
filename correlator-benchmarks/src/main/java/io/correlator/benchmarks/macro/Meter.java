package io.correlator.benchmarks.macro;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what some work costs this process: all its CPU time, so that the compiler and the
 * collector are included, and all that its threads allocate.
 *
 * <p>The JVM forgets what a thread has allocated when the thread ends. So the meter hands out a
 * {@link #threads() thread factory}, whose threads are asked just before that.
 */
public final class Meter {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Path STATUS = Path.of("/proc/self/status");

  private final ThreadFactory factory = Executors.defaultThreadFactory();
  private final List<Thread> started = new ArrayList<>();
  private final AtomicLong allocatedByOthers = new AtomicLong();
  private final AtomicLong cpuOfOthers = new AtomicLong();

  /**
   * What a piece of work cost.
   *
   * @param wallNanos how long it took
   * @param cpuNanos CPU time of the process
   * @param threadNanos the part of it that the work's own threads took, without the JVM's
   * @param allocated bytes
   */
  public record Cost(long wallNanos, long cpuNanos, long threadNanos, long allocated) {}

  /** Something to measure. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  /** Makes threads that are counted. To be used by one thread, the one that measures. */
  public ThreadFactory threads() {
    return task -> {
      Thread thread = factory.newThread(() -> runCounted(task));
      started.add(thread);
      return thread;
    };
  }

  private void runCounted(Runnable task) {
    try {
      task.run();
    } finally {
      allocatedByOthers.addAndGet(allocatedHere());
      cpuOfOthers.addAndGet(THREADS.getCurrentThreadCpuTime());
    }
  }

  private static long allocatedHere() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** Does {@code work} and waits for the threads that it started. */
  public Cost measure(Work work) throws IOException, InterruptedException {
    System.gc();
    allocatedByOthers.set(0);
    cpuOfOthers.set(0);
    long own = THREADS.getCurrentThreadCpuTime();
    long allocated = allocatedHere();
    long cpu = PROCESS.getProcessCpuTime();
    long wall = System.nanoTime();
    work.run();
    for (Thread thread : started) {
      thread.join();
    }
    started.clear();
    return new Cost(
        System.nanoTime() - wall,
        PROCESS.getProcessCpuTime() - cpu,
        THREADS.getCurrentThreadCpuTime() - own + cpuOfOthers.get(),
        allocatedHere() - allocated + allocatedByOthers.get());
  }

  /** The most memory this process ever had, in bytes; 0 where the system does not say. */
  static long peakMemory() throws IOException {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}

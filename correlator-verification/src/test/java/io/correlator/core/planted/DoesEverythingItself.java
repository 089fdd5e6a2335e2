package io.correlator.core.planted;

import io.correlator.api.module.Module;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.time.Instant;
import java.util.ServiceLoader;

/**
 * Breaks one rule in each method: threads, clocks, printing, processes, loading services. Its
 * package is not null-marked, which breaks another.
 */
public final class DoesEverythingItself {
  private DoesEverythingItself() {}

  /** Makes a thread. */
  public static void makesThread() {
    new Thread(DoesEverythingItself::prints).start();
  }

  /** Asks the wall clock. */
  public static Instant asksTheClock() {
    return Instant.now();
  }

  /** Measures time. */
  public static long measuresTime() {
    return System.nanoTime();
  }

  /** Prints. */
  public static void prints() {
    System.out.println("engine");
  }

  /** Loads services. */
  public static ServiceLoader<Module> loadsServices() {
    return ServiceLoader.load(Module.class);
  }

  /** Reads whatever objects it is given. */
  public static Object deserializes(ObjectInputStream in)
      throws IOException, ClassNotFoundException {
    return in.readObject();
  }
}

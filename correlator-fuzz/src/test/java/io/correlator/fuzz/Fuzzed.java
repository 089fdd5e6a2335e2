package io.correlator.fuzz;

import org.jspecify.annotations.Nullable;

/** What the fuzzer calls; the names of the methods are its own. */
public final class Fuzzed {
  private static @Nullable Target target;

  private Fuzzed() {}

  /** Before anything else, with the name of the target. */
  public static void fuzzerInitialize(String[] arguments) {
    target = Targets.valueOf(arguments[0]).open();
  }

  /** Once for each input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (target != null) {
      target.attack(input);
    }
  }
}

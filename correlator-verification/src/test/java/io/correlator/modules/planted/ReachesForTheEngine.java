package io.correlator.modules.planted;

import io.correlator.core.Correlator;
import io.correlator.listeners.TextListener;

/** Breaks the arrows: a module that knows the engine and another kind of plug-in. */
public final class ReachesForTheEngine {
  private ReachesForTheEngine() {}

  /** Knows what it must not know. */
  public static Correlator.Builder engine() {
    return Correlator.builder().listener(new TextListener());
  }
}

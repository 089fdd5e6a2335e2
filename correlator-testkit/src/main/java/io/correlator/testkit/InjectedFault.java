package io.correlator.testkit;

/**
 * What {@link Faults} throw unless told otherwise. It has no stack trace, so a million are cheap.
 */
public final class InjectedFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  InjectedFault(String part) {
    super("injected into " + part, null, false, false);
  }
}

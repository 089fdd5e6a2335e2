package io.correlator.fuzz;

/**
 * One thing that reads what others wrote, and what is claimed of it whatever they wrote. It keeps
 * nothing from one call to the next, so that an input alone shows again what it has shown once. For
 * one thread.
 */
@FunctionalInterface
public interface Target {
  /**
   * Reads {@code input} in all ways that must come to the same.
   *
   * @throws Exception if a claim does not hold, or what is read throws what it should not
   */
  void attack(byte[] input) throws Exception;
}

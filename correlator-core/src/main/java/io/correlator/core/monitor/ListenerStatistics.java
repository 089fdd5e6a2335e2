package io.correlator.core.monitor;

import static java.util.Objects.requireNonNull;

/**
 * What a listener has done so far: {@code accepted + failed + waiting} is what it was interested
 * in.
 *
 * @param name the listener
 * @param accepted how many events it took without complaint
 * @param failed how many events it threw something for
 * @param waiting how many events are in its queue
 * @param errors how often it threw something, for an event or while flushing or closing
 */
public record ListenerStatistics(
    String name, long accepted, long failed, long waiting, long errors) {
  public ListenerStatistics {
    requireNonNull(name, "name");
  }
}

package io.correlator.sources;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Who may come in: counts connections, in all and by address. For the thread of the source. */
final class Admission {
  private final TcpLimits limits;
  private final AtomicInteger open = new AtomicInteger();

  private final Map<InetAddress, Integer> byAddress = new HashMap<>();

  Admission(TcpLimits limits) {
    this.limits = limits;
  }

  /** Counts a connection, unless it is one too many: then it says what is wrong with it. */
  Optional<ConnectionFault> enter(InetAddress sender) {
    if (open.get() >= limits.connections()) {
      return Optional.of(ConnectionFault.TOO_MANY_CONNECTIONS);
    }
    if (byAddress.getOrDefault(sender, 0) >= limits.fromAddress()) {
      return Optional.of(ConnectionFault.TOO_MANY_FROM_ADDRESS);
    }
    open.incrementAndGet();
    byAddress.merge(sender, 1, Integer::sum);
    return Optional.empty();
  }

  /** A connection that had come in is gone. */
  void leave(InetAddress sender) {
    open.decrementAndGet();
    byAddress.computeIfPresent(sender, (unused, count) -> count == 1 ? null : count - 1);
  }

  /** How many are in. For any thread. */
  int count() {
    return open.get();
  }

  /** Whether nobody is in. */
  boolean isEmpty() {
    return count() == 0;
  }
}

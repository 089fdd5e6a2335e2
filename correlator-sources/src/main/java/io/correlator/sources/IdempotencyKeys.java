package io.correlator.sources;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Requests that their senders have given a name, so that they can send them again without being
 * counted twice. So many of them are remembered, and the oldest is forgotten first. Thread-safe.
 */
final class IdempotencyKeys {
  private static final int MOST = 10_000;

  private final Map<String, Request> requests =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Request> eldest) {
          return size() > MOST;
        }
      };

  /**
   * A request with a name.
   *
   * @param digest tells its body from others
   * @param records how many records it had, when it was taken
   */
  record Request(String digest, CompletableFuture<Long> records) {
    boolean isSame(String other) {
      return digest.equals(other);
    }
  }

  /** The request that has the name already; null if {@code request} gets it now. */
  synchronized @Nullable Request claim(String key, Request request) {
    return requests.putIfAbsent(key, request);
  }

  /** The request was not taken: it may be tried again. */
  synchronized void release(String key, Request request) {
    requests.remove(key, request);
  }
}

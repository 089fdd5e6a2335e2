package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.source.SourceContext;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Requests that their senders have given a name, so that they can send them again without being
 * counted twice. So many of them are remembered, and the oldest is forgotten first. Thread-safe.
 */
final class IdempotencyKeys {
  private static final int MOST = SourceContext.NOTES;

  /** How a name and what became of it is noted for a later run. */
  private static final Pattern NOTE = Pattern.compile("key 1 (\\S+) (\\S*) (\\d{1,9})");

  private final Map<String, Request> requests =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Request> eldest) {
          return size() > MOST;
        }
      };

  /**
   * The name of a request.
   *
   * @param key what its sender calls it
   * @param digest tells its body from others
   */
  record Name(String key, String digest) {
    /** Says that it was taken with so many records. */
    String note(int records) {
      return "key 1 %s %s %d".formatted(digest, URLEncoder.encode(key, UTF_8), records);
    }
  }

  /** Those that earlier runs have noted. */
  static IdempotencyKeys of(List<String> notes) {
    IdempotencyKeys known = new IdempotencyKeys();
    for (String note : notes) {
      Matcher parts = NOTE.matcher(note);
      if (parts.matches()) {
        Integer records = Integer.valueOf(parts.group(3));
        Request taken = new Request(parts.group(1), CompletableFuture.completedFuture(records));
        known.requests.put(URLDecoder.decode(parts.group(2), UTF_8), taken);
      }
    }
    return known;
  }

  /**
   * A request with a name.
   *
   * @param digest tells its body from others
   * @param records how many records it had, when it was taken
   */
  record Request(String digest, CompletableFuture<Integer> records) {
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

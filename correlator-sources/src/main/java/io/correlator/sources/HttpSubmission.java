package io.correlator.sources;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A body on its way from the thread that received it to that of the source. Thread-safe. */
final class HttpSubmission {
  private final InetAddress sender;
  private final byte[] text;
  private final AtomicBoolean decided = new AtomicBoolean();
  private final CompletableFuture<Long> taken = new CompletableFuture<>();

  HttpSubmission(InetAddress sender, byte[] text) {
    this.sender = sender;
    this.text = text;
  }

  InetAddress sender() {
    return sender;
  }

  byte[] text() {
    return text;
  }

  /** Whether the source may take it: whoever sent it has not given up. Asked once. */
  boolean begin() {
    return decided.compareAndSet(false, true);
  }

  /** All of it was given to the engine. */
  void taken(long records) {
    taken.complete(records);
  }

  /** It will not be taken, or not wholly. */
  void failed() {
    taken.completeExceptionally(new IllegalStateException("the source has ended"));
  }

  /**
   * Waits until it was taken.
   *
   * @param most how long it may wait for its turn
   * @return how many records it had
   * @throws HttpRefusedException if its turn has not come; then it never does
   */
  long await(Duration most) throws HttpRefusedException, InterruptedException {
    try {
      try {
        return taken.get(most.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (begin()) {
          throw new HttpRefusedException(HttpRefusal.BUSY, "the engine is behind");
        }
        return taken.get();
      }
    } catch (ExecutionException e) {
      throw new HttpRefusedException(HttpRefusal.BUSY, "the receiver is being stopped");
    }
  }
}

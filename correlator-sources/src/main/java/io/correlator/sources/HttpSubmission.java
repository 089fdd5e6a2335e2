package io.correlator.sources;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A body on its way from the thread that received it to that of the source. Thread-safe. */
final class HttpSubmission {
  private final InetAddress sender;
  private final byte[] text;
  private final Optional<IdempotencyKeys.Name> name;
  private final AtomicBoolean decided = new AtomicBoolean();
  private volatile OptionalInt given = OptionalInt.empty();
  private final CompletableFuture<Integer> taken = new CompletableFuture<>();

  HttpSubmission(InetAddress sender, byte[] text, Optional<IdempotencyKeys.Name> name) {
    this.sender = sender;
    this.text = text;
    this.name = name;
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

  /** What a later run shall know of it, if it is taken with so many records. */
  String note(int records) {
    return name.map(each -> each.note(records)).orElse("");
  }

  /** The engine has it; it may not be on the disk yet. */
  void given(int records) {
    given = OptionalInt.of(records);
  }

  /** How many records the engine has of it, if it does. */
  OptionalInt given() {
    return given;
  }

  /** All of it was given to the engine, and is where it should be. */
  void taken(int records) {
    taken.complete(records);
  }

  /** It will not be taken, if it was not. */
  void failed() {
    refused(new HttpRefusedException(HttpRefusal.BUSY, "the receiver is being stopped"));
  }

  /** It was not taken for some reason. */
  void refused(HttpRefusedException reason) {
    taken.completeExceptionally(reason);
  }

  /**
   * Waits until it was taken.
   *
   * @param most how long it may wait for its turn
   * @return how many records it had
   * @throws HttpRefusedException if its turn has not come, and then it never does; or if it was
   *     refused
   */
  int await(Duration most) throws HttpRefusedException, InterruptedException {
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
      if (e.getCause() instanceof HttpRefusedException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    }
  }
}

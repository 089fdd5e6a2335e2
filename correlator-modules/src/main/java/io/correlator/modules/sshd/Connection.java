package io.correlator.modules.sshd;

import static java.lang.Math.max;

import io.correlator.api.LogRecord;
import io.correlator.modules.sshd.SshdLine.Kind;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one connection: the lines of one sshd process.
 *
 * @param user the account asked for, if known
 * @param peer where it comes from, if known
 * @param tries the tries of that user
 * @param failures how many failures have been told of this connection, whatever the user
 * @param waiting the line since which something waits for the outcome
 * @param ended whether its end was heard; a last word of PAM may follow
 */
record Connection(
    Optional<String> user,
    Optional<Peer> peer,
    Tries tries,
    int failures,
    Optional<Waiting> waiting,
    boolean ended) {

  /** The line after which the outcome was open, and the engine's time then. */
  record Waiting(LogRecord record, Instant since) {}

  static final Connection NEW =
      new Connection(Optional.empty(), Optional.empty(), Tries.NONE, 0, Optional.empty(), false);

  /** Whether {@code line} is of another connection, whose process has the same id. */
  boolean isOver(SshdLine line) {
    return switch (line.kind()) {
      case CONNECTED -> true;
      case PAM_UNIX_SUMMARY, TOO_MANY, CLOSED, GAVE_UP -> !agrees(line);
      // sshd says so once for each connection.
      case INVALID_USER -> ended || tries.invalid() > 0 || !agrees(line);
      default -> ended || !agrees(line);
    };
  }

  private boolean agrees(SshdLine line) {
    return peer.isEmpty() || line.peer().isEmpty() || peer.get().agreesWith(line.peer().get());
  }

  /** Whether {@code line} is about another user than before. */
  boolean changesUser(SshdLine line) {
    return user.isPresent() && line.user().isPresent() && !user.equals(line.user());
  }

  /** The connection as the next user sees it: the tries of the one before are history. */
  Connection withoutUser() {
    return new Connection(Optional.empty(), peer, Tries.NONE, failures, Optional.empty(), ended);
  }

  /** This connection and what {@code line} says. */
  Connection hear(SshdLine line) {
    return new Connection(
        user.isPresent() ? user : line.user(),
        peerAfter(line),
        tries.hear(line),
        failures,
        waiting,
        ended || line.kind() == Kind.CLOSED || line.kind() == Kind.GAVE_UP);
  }

  private Optional<Peer> peerAfter(SshdLine line) {
    if (peer.isEmpty() || line.peer().isEmpty()) {
      return peer.isPresent() ? peer : line.peer();
    }
    Peer known = peer.get();
    Peer now = known.with(line.peer().get());
    return now.equals(known) ? peer : Optional.of(now);
  }

  /** This connection, waiting since {@code record} unless it waited before. */
  Connection waitingSince(LogRecord record, Instant now) {
    return waiting.isPresent()
        ? this
        : withWaiting(Optional.of(new Waiting(record.compact(), now)));
  }

  /** This connection with nothing open. */
  Connection settled() {
    return waiting.isEmpty() ? this : withWaiting(Optional.empty());
  }

  private Connection withWaiting(Optional<Waiting> since) {
    return new Connection(user, peer, tries, failures, since, ended);
  }

  /** This connection when {@code more} failures have been told. */
  Connection told(int more) {
    return more == 0
        ? this
        : new Connection(
            user, peer, tries.told(more), max(failures + more, failures), waiting, ended);
  }
}

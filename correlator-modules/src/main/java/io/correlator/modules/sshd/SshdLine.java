package io.correlator.modules.sshd;

import java.util.Optional;

/**
 * What one line of sshd, or of PAM on its behalf, says about a login.
 *
 * @param user the account asked for; empty where the line does not name it, the empty name where an
 *     empty name was given
 * @param peer where the connection comes from, if the line says so
 * @param method the method of authentication; empty where the line does not name it
 * @param times how many tries the line stands for; usually 1
 * @param unknownUser whether sshd says that there is no such account
 * @param ambiguous whether the line could be read in another way, see {@link SshdReader}
 */
record SshdLine(
    Kind kind,
    Optional<String> user,
    Optional<Peer> peer,
    Optional<String> method,
    int times,
    boolean unknownUser,
    boolean ambiguous) {

  /** Nothing about a login. */
  static final SshdLine NOTHING = of(Kind.NOTHING);

  /** It begins like a line about a login but does not go on like one. */
  static final SshdLine UNREADABLE = of(Kind.UNREADABLE);

  enum Kind {
    NOTHING,
    UNREADABLE,
    /** A connection begins. Only a talkative sshd says so. */
    CONNECTED,
    ACCEPTED,
    /** A try failed. */
    FAILED,
    /** A try failed: what sshd says when PAM refuses, often followed by {@link #FAILED}. */
    PAM_ERROR,
    /** The account or the address may not log in at all. */
    DENIED,
    /** The account may not log in at all, said without an address. */
    LOCKED,
    /** There is no such account, and the client is being asked for more. */
    POSTPONED,
    /** There is no such account; what the client tried is said later, if it tried anything. */
    INVALID_USER,
    /** The client asked which methods there are, or gave no password. */
    ASKED,
    /** A key was refused. Clients offer all they have, so that alone means nothing. */
    KEY_REFUSED,
    /** pam_unix refused; another PAM module may still accept. */
    PAM_UNIX_REFUSED,
    /** Another PAM module refused. */
    PAM_OTHER_REFUSED,
    /** How many more times pam_unix refused. Comes when the connection is over. */
    PAM_UNIX_SUMMARY,
    /** sshd ends the connection because too many tries failed. */
    TOO_MANY,
    /** The connection ended before the user, who is named, was let in. */
    GAVE_UP,
    /** The connection ended. */
    CLOSED
  }

  static SshdLine of(Kind kind) {
    return new SshdLine(
        kind, Optional.empty(), Optional.empty(), Optional.empty(), 1, false, false);
  }

  static SshdLine of(Kind kind, String user, Peer peer) {
    return new SshdLine(
        kind, Optional.of(user), Optional.of(peer), Optional.empty(), 1, false, false);
  }

  /** Whether the line tells how a try ended, whatever other lines say. */
  boolean isCertainByItself() {
    return switch (kind) {
      case ACCEPTED, FAILED, PAM_ERROR, DENIED -> true;
      default -> false;
    };
  }

  SshdLine kind(Kind kind) {
    return new SshdLine(kind, user, peer, method, times, unknownUser, ambiguous);
  }

  SshdLine user(String user) {
    return new SshdLine(kind, Optional.of(user), peer, method, times, unknownUser, ambiguous);
  }

  SshdLine peer(Peer peer) {
    return new SshdLine(kind, user, Optional.of(peer), method, times, unknownUser, ambiguous);
  }

  SshdLine method(Optional<String> method) {
    return new SshdLine(kind, user, peer, method, times, unknownUser, ambiguous);
  }

  SshdLine times(int times) {
    return this.times == times
        ? this
        : new SshdLine(kind, user, peer, method, times, unknownUser, ambiguous);
  }

  SshdLine unknownUser(boolean unknownUser) {
    return this.unknownUser == unknownUser
        ? this
        : new SshdLine(kind, user, peer, method, times, unknownUser, ambiguous);
  }

  SshdLine ambiguous(boolean ambiguous) {
    return this.ambiguous == ambiguous
        ? this
        : new SshdLine(kind, user, peer, method, times, unknownUser, ambiguous);
  }
}

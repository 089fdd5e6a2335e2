package io.correlator.modules.sshd;

import static java.lang.Math.max;

/**
 * How often each kind of line was heard about the tries of one user on one connection.
 *
 * <p>sshd and PAM speak of one failed try in up to four lines, each of another kind, in an order
 * that depends on the configuration. Each kind counts the tries for itself; so the tries are the
 * highest of these counts, not their sum, and a line tells of a new try when it lifts the highest.
 *
 * <p>Some kinds say that a try has failed. Others wait: after them the login may still succeed, so
 * they count only when it no longer can.
 *
 * @param told how many failures have been told
 * @param failed said by sshd
 * @param pamErrors said by sshd in the words of PAM
 * @param denied said by sshd: may not log in at all
 * @param pamUnix waiting: refused by pam_unix
 * @param pamOther waiting: refused by other modules of PAM
 * @param invalid waiting: there is no such user
 * @param keys waiting: keys refused
 * @param cutOff waiting: sshd has had enough
 * @param hopeless waiting: the account is locked, or the client left before it was let in
 * @param asked the client asked which methods there are
 */
record Tries(
    int told,
    int failed,
    int pamErrors,
    int denied,
    int pamUnix,
    int pamOther,
    int invalid,
    int keys,
    boolean cutOff,
    boolean hopeless,
    boolean asked) {

  static final Tries NONE = new Tries(0, 0, 0, 0, 0, 0, 0, 0, false, false, false);

  /** No connection tries as often; keeps sums from overflowing, whatever a line says. */
  private static final int MOST = 1_000_000_000;

  /** These tries and what {@code line} says. */
  Tries hear(SshdLine line) {
    int n = line.times();
    return switch (line.kind()) {
      case FAILED -> counting(n, 0, 0, 0, 0, 0, 0);
      case PAM_ERROR -> counting(0, n, 0, 0, 0, 0, 0);
      case DENIED -> counting(0, 0, n, 0, 0, 0, 0);
      case PAM_UNIX_REFUSED -> counting(0, 0, 0, n, 0, 0, 0);
      // Without the first refusal, which came before, this is not about tries known here.
      case PAM_UNIX_SUMMARY -> pamUnix == 0 ? this : counting(0, 0, 0, n, 0, 0, 0);
      case PAM_OTHER_REFUSED -> counting(0, 0, 0, 0, n, 0, 0);
      case INVALID_USER -> counting(0, 0, 0, 0, 0, n, 0);
      case POSTPONED -> invalid > 0 ? this : counting(0, 0, 0, 0, 0, 1, 0);
      case KEY_REFUSED -> counting(0, 0, 0, 0, 0, 0, n);
      case TOO_MANY -> marking(true, hopeless, asked);
      case LOCKED, GAVE_UP -> marking(cutOff, true, asked);
      case ASKED -> marking(cutOff, hopeless, true);
      default -> this;
    };
  }

  private Tries counting(
      int failures, int errors, int denials, int unix, int other, int invalids, int refusedKeys) {
    return new Tries(
        told,
        sum(failed, failures),
        sum(pamErrors, errors),
        sum(denied, denials),
        sum(pamUnix, unix),
        sum(pamOther, other),
        sum(invalid, invalids),
        sum(keys, refusedKeys),
        cutOff,
        hopeless,
        asked);
  }

  private static int sum(int count, int more) {
    return Math.min(count + more, MOST);
  }

  private Tries marking(boolean nowCutOff, boolean nowHopeless, boolean nowAsked) {
    return new Tries(
        told,
        failed,
        pamErrors,
        denied,
        pamUnix,
        pamOther,
        invalid,
        keys,
        nowCutOff,
        nowHopeless,
        nowAsked);
  }

  /** Failures that are certain and have not been told. */
  int untold() {
    return max(0, max(failed, max(pamErrors, denied)) - told);
  }

  /** Failures that have not been told and become certain if this connection gets no further. */
  int waiting() {
    return max(0, max(refused(), told > 0 ? 0 : failedAsAWhole()) - told);
  }

  private int refused() {
    return max(max(pamUnix, pamOther), asked ? 0 : invalid);
  }

  /**
   * The tries of a connection of which no single try was heard to fail. A client that only asked
   * which methods there are has not tried. One that only offered keys has tried once, however many
   * keys it has; unless sshd found that too many, then each key counts, and one for the last words,
   * because sshd does not mention the first keys.
   */
  private int failedAsAWhole() {
    if (cutOff) {
      return keys + 1;
    }
    return keys > 0 || (hopeless && !asked) ? 1 : 0;
  }

  /** These tries when {@code more} failures have been told. */
  Tries told(int more) {
    return new Tries(
        sum(told, more),
        failed,
        pamErrors,
        denied,
        pamUnix,
        pamOther,
        invalid,
        keys,
        cutOff,
        hopeless,
        asked);
  }
}

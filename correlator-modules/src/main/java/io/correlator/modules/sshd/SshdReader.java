package io.correlator.modules.sshd;

import static io.correlator.modules.sshd.SshdLine.NOTHING;
import static io.correlator.modules.sshd.SshdLine.UNREADABLE;

import io.correlator.api.Printable;
import io.correlator.api.Slice;
import io.correlator.modules.sshd.SshdLine.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of sshd. Stateless and total: any thread may call it, with any bytes, and
 * every message has one reading.
 *
 * <p><b>What can be trusted.</b> An attacker chooses the user name, up to 100 bytes of it, blanks
 * included; the reason given on disconnecting; and with some methods the details after {@code
 * ssh2:} (the names of host-based authentication, the id of a certificate). sshd chooses all else,
 * and the kernel gives it address and port. The forms that matter are
 *
 * <pre>
 * Failed METHOD for USER from ADDRESS port N ssh2[: DETAILS]
 * Failed METHOD for invalid user NAME from ADDRESS port N ssh2[: DETAILS]
 * Invalid user NAME from ADDRESS[ port N]
 * Connection closed by invalid user NAME ADDRESS port N [preauth]
 * </pre>
 *
 * <ul>
 *   <li>The start of a message is sshd's, so that is where lines are told apart.
 *   <li>USER is an account of the machine, so it is one word and the origin follows at once: what
 *       comes later is not looked at, whatever it says.
 *   <li>NAME is the attacker's. Where nothing follows the origin, the origin is found from the end
 *       of the line, and nothing in NAME can come after it. So the <em>last</em> origin counts.
 *   <li>NAME with DETAILS is the one form without an anchor that nobody can forge. The last origin
 *       is the better guess (any client can send any name, but few can choose details); the line is
 *       marked as ambiguous, and whoever knows where the connection comes from, because an {@code
 *       Invalid user} line of it came before, asks again with {@link #readFrom}.
 * </ul>
 *
 * <p>A line that says nothing about logins costs a look at its first bytes and no text.
 */
final class SshdReader {
  /** sshd cuts its messages at 1024 bytes; PAM and syslog add little. */
  private static final int LONGEST = 2048;

  private static final int MOST_PREFIXES = 4;

  private static final Slice SSHD = Slice.of("sshd");
  private static final Slice SSHD_SESSION = Slice.of("sshd-session");
  private static final Slice SSHD_AUTH = Slice.of("sshd-auth");
  private static final Slice SSHD_PAM = Slice.of("sshd(pam_unix)");

  private static final Slice PREAUTH = Slice.of(" [preauth]");
  private static final Slice SOLARIS_ID = Slice.of("[ID ");
  private static final Slice BRACKET = Slice.of("] ");
  private static final Slice ERROR = Slice.of("error: ");
  private static final Slice FATAL = Slice.of("fatal: ");
  private static final Slice REPEATED = Slice.of("message repeated ");
  private static final Slice TIMES = Slice.of(" times: [ ");

  private static final Slice ACCEPTED = Slice.of("Accepted ");
  private static final Slice FAILED = Slice.of("Failed ");
  private static final Slice POSTPONED = Slice.of("Postponed ");
  private static final Slice FOR = Slice.of(" for ");
  private static final Slice INVALID_USER = Slice.of("invalid user ");
  private static final Slice ILLEGAL_USER = Slice.of("illegal user ");
  private static final Slice NAMELESS = Slice.of("<invalid username>");
  private static final Slice NONE = Slice.of("none");
  private static final Slice PASSWORD = Slice.of("password");
  private static final Slice PUBLICKEY = Slice.of("publickey");
  private static final Optional<String> PASSWORD_TEXT = Optional.of("password");
  private static final Optional<String> PUBLICKEY_TEXT = Optional.of("publickey");

  private static final Slice INVALID_USER_LINE = Slice.of("Invalid user ");
  private static final Slice ILLEGAL_USER_LINE = Slice.of("Illegal user ");
  private static final Slice MAXIMUM = Slice.of("maximum authentication attempts exceeded for ");
  private static final Slice ROOT_REFUSED = Slice.of("ROOT LOGIN REFUSED");
  private static final Slice REFUSED_FROM = Slice.of(" FROM ");
  private static final Slice USER = Slice.of("User ");
  private static final Slice NOT_ALLOWED = Slice.of(" not allowed because ");
  private static final Slice REFUSED_CONNECT = Slice.of("refused connect from ");

  private static final Slice OPEN = Slice.of("(");
  private static final Slice CLOSE = Slice.of(")");

  private static final Slice CONNECTION_FROM = Slice.of("Connection from ");
  private static final Slice CLOSED_BY = Slice.of("Connection closed by ");
  private static final Slice RESET_BY = Slice.of("Connection reset by ");
  private static final Slice DISCONNECTED = Slice.of("Disconnected from ");
  private static final Slice DISCONNECTING = Slice.of("Disconnecting ");
  private static final Slice TOO_MANY = Slice.of("Disconnecting: Too many authentication failures");
  private static final Slice TOO_MANY_TAIL = Slice.of(": Too many authentication failures");
  private static final Slice CHANGED_USER =
      Slice.of(": Change of username or service not allowed: (");
  private static final Slice AUTHENTICATING_USER = Slice.of("authenticating user ");
  private static final Slice DISCONNECT = Slice.of("Received disconnect from ");

  /** Java clients end so, number and text, when no method of theirs was accepted. */
  private static final int AUTH_CANCELLED = 3;

  private static final Slice AUTH_FAIL = Slice.of(": Auth fail");
  private static final Slice TIMEOUT = Slice.of("Timeout before authentication for ");
  private static final Slice CONNECTION_FROM_TAIL = Slice.of("connection from ");
  private static final Slice BLANK = Slice.of(" ");
  private static final Slice PORT = Slice.of(" port ");

  private static final Slice PAM = Slice.of("PAM: ");
  private static final Slice PAM_SUMMARY = Slice.of("PAM ");
  private static final Slice MORE_FAILURES = Slice.of(" more authentication failure");
  private static final Slice PAM_MODULE = Slice.of("pam_");
  private static final Slice PAM_UNIX = Slice.of("pam_unix(");
  private static final Slice PAM_REFUSED = Slice.of("(sshd:auth): authentication failure;");
  private static final Slice BARE_REFUSED = Slice.of("authentication failure;");
  private static final Slice VIA = Slice.of(" via ");
  private static final Slice RHOST = Slice.of(" rhost=");
  private static final Slice RUSER = Slice.of(" ruser=");
  private static final Slice PAM_USER = Slice.of(" user=");

  private SshdReader() {}

  /** Whether records of this program are sshd's, or PAM's on its behalf. */
  static boolean isSshd(Slice program) {
    return program.startsWith(SSHD)
        && (program.length() == SSHD.length()
            || program.equals(SSHD_SESSION)
            || program.equals(SSHD_AUTH)
            || program.equals(SSHD_PAM));
  }

  /** What {@code message} says. */
  static SshdLine read(Slice message) {
    return read(message, null);
  }

  /** What {@code message} says, given that its connection comes from {@code peer}. */
  static SshdLine readFrom(Slice message, Peer peer) {
    return read(message, peer);
  }

  private static SshdLine read(Slice message, @Nullable Peer known) {
    if (message.isEmpty() || message.length() > LONGEST) {
      return NOTHING;
    }
    Slice text = message;
    int times = 1;
    for (int i = 0; i < MOST_PREFIXES && !text.isEmpty(); i++) {
      switch (text.byteAt(0)) {
        case '[' -> text = afterSolarisId(text);
        case 'e' -> text = after(ERROR, text);
        case 'f' -> text = after(FATAL, text);
        case 'm' -> {
          if (!text.startsWith(REPEATED)) {
            return classify(text, times, known);
          }
          times = Numbers.at(text, REPEATED.length());
          text = repeated(text);
        }
        default -> {
          return classify(text, times, known);
        }
      }
    }
    return NOTHING;
  }

  private static Slice after(Slice prefix, Slice text) {
    return text.startsWith(prefix) ? text.slice(prefix.length()) : Slice.empty();
  }

  /** Solaris writes {@code [ID 800047 auth.info]} before the message. */
  private static Slice afterSolarisId(Slice text) {
    int end = text.startsWith(SOLARIS_ID) ? text.indexOf(BRACKET, 0) : -1;
    return end < 0 ? Slice.empty() : text.slice(end + BRACKET.length());
  }

  /** rsyslog writes {@code message repeated 5 times: [ MESSAGE]} for a run of equal messages. */
  private static Slice repeated(Slice text) {
    int digits = Numbers.end(text, REPEATED.length());
    boolean whole =
        Numbers.at(text, REPEATED.length()) > 0
            && text.startsWith(TIMES, digits)
            && text.byteAt(text.length() - 1) == ']';
    return whole ? text.slice(digits + TIMES.length(), text.length() - 1) : Slice.empty();
  }

  private static SshdLine classify(Slice message, int times, @Nullable Peer known) {
    Slice text = body(message);
    return switch (text.isEmpty() ? 0 : text.byteAt(0)) {
      case 'A' -> text.startsWith(ACCEPTED) ? accepted(text) : NOTHING;
      case 'C' -> connection(text);
      case 'D' -> disconnect(text);
      case 'F' -> text.startsWith(FAILED) ? failed(text, known).times(times) : NOTHING;
      case 'I' -> invalidUser(text, times);
      case 'P' -> pamOrPostponed(text, times, known);
      case 'R' -> rootRefusedOrDisconnect(text);
      case 'T' -> text.startsWith(TIMEOUT) ? timeout(text) : NOTHING;
      case 'U' -> text.startsWith(USER) ? notAllowed(text) : NOTHING;
      case 'a' ->
          text.startsWith(BARE_REFUSED) ? refused(Kind.PAM_UNIX_REFUSED, text, times) : NOTHING;
      case 'm' -> text.startsWith(MAXIMUM) ? maximum(text, known) : NOTHING;
      case 'p' -> pamModule(text, times);
      case 'r' -> text.startsWith(REFUSED_CONNECT) ? refusedConnect(text) : NOTHING;
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> summary(text, 0);
      default -> NOTHING;
    };
  }

  /** The text without blanks at its end and without the mark of the unprivileged process. */
  private static Slice body(Slice text) {
    int end = text.length();
    while (end > 0 && text.byteAt(end - 1) == ' ') {
      end--;
    }
    Slice trimmed = text.slice(0, end);
    return trimmed.endsWith(PREAUTH) ? trimmed.slice(0, end - PREAUTH.length()) : trimmed;
  }

  // --- Tries -----------------------------------------------------------------------------------

  private static SshdLine accepted(Slice text) {
    int method = Origin.wordEnd(text, ACCEPTED.length());
    if (!text.startsWith(FOR, method)) {
      return UNREADABLE;
    }
    Slice who = text.slice(method + FOR.length());
    // The account exists. Where names of accounts may have blanks, the first origin is sshd's.
    Origin origin = Origin.first(who, 0);
    return origin == null
        ? UNREADABLE
        : at(origin, who, Kind.ACCEPTED).method(method(text.slice(ACCEPTED.length(), method)));
  }

  private static SshdLine failed(Slice text, @Nullable Peer known) {
    int end = Origin.wordEnd(text, FAILED.length());
    if (!text.startsWith(FOR, end)) {
      return NOTHING;
    }
    Slice method = text.slice(FAILED.length(), end);
    Kind kind =
        method.equals(NONE)
            ? Kind.ASKED
            : method.equals(PUBLICKEY) ? Kind.KEY_REFUSED : Kind.FAILED;
    return attempt(kind, text.slice(end + FOR.length()), known).method(method(method));
  }

  /** The name of a method; most lines have one of two, whose text is there already. */
  private static Optional<String> method(Slice name) {
    if (name.equals(PASSWORD)) {
      return PASSWORD_TEXT;
    }
    return name.equals(PUBLICKEY) ? PUBLICKEY_TEXT : Optional.of(shown(name));
  }

  /** Sshd escapes what would steer a terminal itself, but not everything comes from sshd. */
  private static String shown(Slice text) {
    return Printable.of(text.toString());
  }

  private static SshdLine maximum(Slice text, @Nullable Peer known) {
    return attempt(Kind.TOO_MANY, text.slice(MAXIMUM.length()), known);
  }

  /** Reads {@code [invalid user ]NAME from ADDRESS port N ssh2[: DETAILS]}. */
  private static SshdLine attempt(Kind kind, Slice who, @Nullable Peer known) {
    int name = afterUnknownMark(who);
    if (name == 0) {
      int end = who.startsWith(NAMELESS) ? NAMELESS.length() : Origin.wordEnd(who, 0);
      Origin origin = end == 0 ? null : Origin.at(who, end);
      if (origin != null && origin.peer().port() > 0) {
        return at(origin, who, kind).unknownUser(who.startsWith(NAMELESS));
      }
    }
    return unknownAttempt(kind, who.slice(name), known).unknownUser(name > 0);
  }

  private static int afterUnknownMark(Slice who) {
    return who.startsWith(INVALID_USER) || who.startsWith(ILLEGAL_USER) ? INVALID_USER.length() : 0;
  }

  private static SshdLine unknownAttempt(Kind kind, Slice who, @Nullable Peer known) {
    Origin chosen = null;
    boolean several = false;
    for (Origin o = Origin.first(who, 0); o != null; o = Origin.first(who, o.start() + 1)) {
      if (o.closesTry(who)) {
        several |= chosen != null;
        chosen = o;
        if (o.peer().equals(known)) {
          break;
        }
      }
    }
    return chosen == null ? UNREADABLE : at(chosen, who, kind).ambiguous(several);
  }

  private static SshdLine at(Origin origin, Slice who, Kind kind) {
    return SshdLine.of(kind, shown(who.slice(0, origin.start())), origin.peer());
  }

  private static SshdLine invalidUser(Slice text, int times) {
    if (!text.startsWith(INVALID_USER_LINE) && !text.startsWith(ILLEGAL_USER_LINE)) {
      return NOTHING;
    }
    Slice who = text.slice(INVALID_USER_LINE.length());
    Origin origin = Origin.atEnd(who);
    return origin == null
        ? UNREADABLE
        : at(origin, who, Kind.INVALID_USER).times(times).unknownUser(true);
  }

  // --- Refusals --------------------------------------------------------------------------------

  private static SshdLine rootRefusedOrDisconnect(Slice text) {
    if (text.startsWith(DISCONNECT)) {
      return receivedDisconnect(text);
    }
    if (!text.startsWith(ROOT_REFUSED)) {
      return NOTHING;
    }
    int from = text.lastIndexOf(REFUSED_FROM);
    Peer peer = from < 0 ? null : peerAt(text, from + REFUSED_FROM.length());
    return peer == null ? UNREADABLE : SshdLine.of(Kind.DENIED).user("root").peer(peer);
  }

  /** The user is an account of the machine; names of Windows domains may have blanks. */
  private static SshdLine notAllowed(Slice text) {
    int end = text.indexOf(NOT_ALLOWED, 0);
    if (end < 0) {
      return NOTHING;
    }
    Slice who = text.slice(USER.length(), end);
    Origin origin = Origin.atEnd(who);
    return origin == null
        ? SshdLine.of(Kind.LOCKED).user(shown(who))
        : at(origin, who, Kind.DENIED);
  }

  /** {@code refused connect from NAME (ADDRESS)}, said for TCP wrappers. */
  private static SshdLine refusedConnect(Slice text) {
    int open = text.lastIndexOf(OPEN);
    boolean twice = open >= 0 && text.endsWith(CLOSE);
    Slice address =
        twice ? text.slice(open + 1, text.length() - 1) : text.slice(REFUSED_CONNECT.length());
    return Peer.isAddress(address)
        ? SshdLine.of(Kind.DENIED).peer(Peer.of(address, 0))
        : UNREADABLE;
  }

  // --- The ends of connections -----------------------------------------------------------------

  private static SshdLine connection(Slice text) {
    if (text.startsWith(CONNECTION_FROM)) {
      Peer peer = peerAt(text, CONNECTION_FROM.length());
      return peer == null ? NOTHING : SshdLine.of(Kind.CONNECTED).peer(peer);
    }
    if (text.startsWith(CLOSED_BY)) {
      return ended(text.slice(CLOSED_BY.length()));
    }
    return text.startsWith(RESET_BY) ? ended(text.slice(RESET_BY.length())) : NOTHING;
  }

  private static SshdLine disconnect(Slice text) {
    if (text.startsWith(DISCONNECTED)) {
      return ended(text.slice(DISCONNECTED.length()));
    }
    if (text.startsWith(TOO_MANY)) {
      Slice rest = text.slice(TOO_MANY.length());
      SshdLine line = SshdLine.of(Kind.TOO_MANY);
      return rest.startsWith(FOR) ? line.user(shown(rest.slice(FOR.length()))) : line;
    }
    return text.startsWith(DISCONNECTING) ? disconnecting(text) : NOTHING;
  }

  private static SshdLine disconnecting(Slice text) {
    Slice who = text.slice(DISCONNECTING.length());
    if (who.endsWith(TOO_MANY_TAIL)) {
      SshdLine line = ended(who.slice(0, who.length() - TOO_MANY_TAIL.length()));
      return line.kind() == Kind.GAVE_UP ? line.kind(Kind.TOO_MANY) : line;
    }
    int changed = who.indexOf(CHANGED_USER, 0);
    // Both names come again after these words: where the words stand twice, one is an attacker's.
    return changed < 0 || who.indexOf(CHANGED_USER, changed + 1) >= 0
        ? SshdLine.of(Kind.CLOSED)
        : ended(who.slice(0, changed));
  }

  /** Reads {@code [authenticating user NAME ]ADDRESS[ port N]}, a user's part from its end. */
  private static SshdLine ended(Slice who) {
    boolean unknown = who.startsWith(INVALID_USER);
    if (!unknown && !who.startsWith(AUTHENTICATING_USER)) {
      Peer peer = peerAt(who, 0);
      return peer == null ? NOTHING : SshdLine.of(Kind.CLOSED).peer(peer);
    }
    Slice name = who.slice(unknown ? INVALID_USER.length() : AUTHENTICATING_USER.length());
    int port = name.lastIndexOf(PORT);
    int blank = port < 0 ? -1 : name.slice(0, port).lastIndexOf(BLANK);
    Peer peer = blank < 0 ? null : peerAt(name, blank + 1);
    return peer == null
        ? UNREADABLE
        : SshdLine.of(Kind.GAVE_UP, shown(name.slice(0, blank)), peer).unknownUser(unknown);
  }

  /** The client says goodbye, with a number and a text of its choice. */
  private static SshdLine receivedDisconnect(Slice text) {
    int from = DISCONNECT.length();
    int to = Origin.wordEnd(text, from);
    int port = Origin.portAt(text, to);
    int colon = port < 0 ? to - 1 : Numbers.end(text, to + PORT.length());
    if (colon <= from || colon >= text.length() || text.byteAt(colon) != ':') {
      return UNREADABLE;
    }
    Slice address = text.slice(from, port < 0 ? colon : to);
    if (!Peer.isAddress(address)) {
      return UNREADABLE;
    }
    boolean refused = reason(text, colon + 1) == AUTH_CANCELLED && text.endsWith(AUTH_FAIL);
    return SshdLine.of(refused ? Kind.GAVE_UP : Kind.CLOSED)
        .peer(Peer.of(address, Math.max(port, 0)));
  }

  private static int reason(Slice text, int index) {
    return Numbers.at(text, text.startsWith(BLANK, index) ? index + 1 : index);
  }

  private static SshdLine timeout(Slice text) {
    Slice who = text.slice(TIMEOUT.length());
    Peer peer =
        peerAt(who, who.startsWith(CONNECTION_FROM_TAIL) ? CONNECTION_FROM_TAIL.length() : 0);
    return peer == null ? NOTHING : SshdLine.of(Kind.CLOSED).peer(peer);
  }

  /** Reads {@code ADDRESS[ port N]}; words that are no address are no peer. */
  private static @Nullable Peer peerAt(Slice text, int from) {
    int to = Origin.wordEnd(text, from);
    Slice address = text.slice(from, to);
    boolean dotted = address.indexOf((byte) '.', 0) >= 0 || address.indexOf((byte) ':', 0) >= 0;
    return dotted && Peer.isAddress(address)
        ? Peer.of(address, Math.max(Origin.portAt(text, to), 0))
        : null;
  }

  // --- PAM -------------------------------------------------------------------------------------

  private static SshdLine pamOrPostponed(Slice text, int times, @Nullable Peer known) {
    if (text.startsWith(PAM)) {
      return pamError(text, times);
    }
    if (text.startsWith(PAM_SUMMARY)) {
      return summary(text, PAM_SUMMARY.length());
    }
    return text.startsWith(POSTPONED) ? postponed(text, known) : NOTHING;
  }

  /** {@code PAM: REASON for [illegal user ]NAME from ADDRESS[ via OWN ADDRESS]}. */
  private static SshdLine pamError(Slice text, int times) {
    int reason = text.indexOf(FOR, 0);
    if (reason < 0) {
      return NOTHING;
    }
    Slice who = text.slice(reason + FOR.length());
    int name = afterUnknownMark(who);
    Origin origin = Origin.atEnd(who);
    if (origin == null) {
      int via = who.lastIndexOf(VIA);
      origin = via < 0 ? null : Origin.atEnd(who.slice(0, via));
    }
    return origin == null || origin.start() < name - 1
        ? UNREADABLE
        : SshdLine.of(
                Kind.PAM_ERROR,
                shown(who.slice(Math.min(name, origin.start()), origin.start())),
                origin.peer())
            .times(times)
            .unknownUser(name > 0);
  }

  /** The client is being asked for more: telling only if there is no such account. */
  private static SshdLine postponed(Slice text, @Nullable Peer known) {
    int method = Origin.wordEnd(text, POSTPONED.length());
    if (!text.startsWith(FOR, method)) {
      return UNREADABLE;
    }
    SshdLine line = attempt(Kind.POSTPONED, text.slice(method + FOR.length()), known);
    return line.unknownUser() || line.kind() == Kind.UNREADABLE ? line : NOTHING;
  }

  private static SshdLine pamModule(Slice text, int times) {
    int parenthesis = text.startsWith(PAM_MODULE) ? text.indexOf((byte) '(', 0) : -1;
    if (parenthesis < 0 || !text.startsWith(PAM_REFUSED, parenthesis)) {
      return NOTHING;
    }
    Kind kind = text.startsWith(PAM_UNIX) ? Kind.PAM_UNIX_REFUSED : Kind.PAM_OTHER_REFUSED;
    return refused(kind, text, times);
  }

  private static SshdLine summary(Slice text, int digits) {
    int times = Numbers.at(text, digits);
    return times > 0 && text.startsWith(MORE_FAILURES, Numbers.end(text, digits))
        ? refused(Kind.PAM_UNIX_SUMMARY, text, times)
        : NOTHING;
  }

  /** {@code ...; logname= uid=0 euid=0 tty=ssh ruser= rhost=HOST user=NAME}, name last. */
  private static SshdLine refused(Kind kind, Slice text, int times) {
    int rhost = text.indexOf(RHOST, 0);
    if (rhost < 0) {
      return UNREADABLE;
    }
    int from = rhost + RHOST.length();
    int to = Origin.wordEnd(text, from);
    SshdLine line = SshdLine.of(kind).times(times);
    if (Peer.isAddress(text.slice(from, to))) {
      line = line.peer(Peer.of(text.slice(from, to), 0));
    }
    int user = text.indexOf(PAM_USER, to);
    if (user >= 0) {
      return line.user(shown(text.slice(user + PAM_USER.length())));
    }
    int ruser = text.indexOf(RUSER, 0) + RUSER.length();
    return ruser >= RUSER.length() && ruser < rhost
        ? line.user(shown(text.slice(ruser, rhost)))
        : line;
  }
}

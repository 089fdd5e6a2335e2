package io.correlator.modules.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.correlator.api.Slice;
import io.correlator.modules.sshd.SshdLine.Kind;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever name an attacker logs in with, the address found is the one that the kernel gave sshd,
 * and the name found is the attacker's whole name.
 */
final class HostileNamesTest {
  private static final Peer TRUE_PEER = new Peer("203.0.113.7", 50123);
  private static final String TRUE_ORIGIN = " from 203.0.113.7 port 50123";

  /** Names made of the words that the reader looks for, and of anything else. */
  @Provide
  Arbitrary<String> hostileText() {
    Arbitrary<String> word =
        Arbitraries.of(
            " from ",
            "from",
            " ",
            "192.0.2.66",
            " from 192.0.2.66",
            " from 192.0.2.66 port 666",
            " from 192.0.2.66 port 666 ssh2",
            " from 192.0.2.66 port 666 ssh2: RSA SHA256:abc",
            " 192.0.2.66 port 666",
            " 192.0.2.66 port 666 [preauth]",
            " [preauth]",
            " port ",
            " ssh2",
            ":",
            ": ",
            "invalid user ",
            "authenticating user ",
            " via 192.0.2.66",
            " user=",
            " rhost=192.0.2.66",
            " not allowed because ",
            ": Too many authentication failures",
            ": Change of username or service not allowed: (",
            "]",
            "root",
            "\\033");
    return Arbitraries.frequencyOf(
            Tuple.of(4, word), Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(12)))
        .list()
        .ofMaxSize(6)
        .map(words -> printable(String.join("", words)));
  }

  /** sshd cuts names at 100 bytes and escapes control characters. */
  private static String printable(String text) {
    String visible = text.replaceAll("[\\x00-\\x1f\\x7f]", "?");
    return visible.substring(0, Math.min(visible.length(), 100));
  }

  private static SshdLine read(String message) {
    return SshdReader.read(Slice.of(message));
  }

  private static void assertTruth(SshdLine line, Kind kind, String user) {
    assertThat(line.kind()).isEqualTo(kind);
    assertThat(line.peer()).contains(TRUE_PEER);
    assertThat(line.user()).contains(user);
  }

  @Property
  void aRefusedPasswordKeepsItsAddress(@ForAll("hostileText") String name) {
    SshdLine line = read("Failed password for invalid user " + name + TRUE_ORIGIN + " ssh2");

    assertTruth(line, Kind.FAILED, name);
  }

  @Property
  void aRefusedKeyKeepsItsAddress(@ForAll("hostileText") String name) {
    SshdLine line =
        read(
            "Failed publickey for invalid user "
                + name
                + TRUE_ORIGIN
                + " ssh2: RSA SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8");

    assertTruth(line, Kind.KEY_REFUSED, name);
  }

  @Property
  void theDetailsOfAMethodChangeNothingForAnAccountThatExists(
      @ForAll("hostileText") String clientUser) {
    SshdLine line =
        read(
            "Failed hostbased for dan"
                + TRUE_ORIGIN
                + " ssh2: RSA aa:bb, client user \""
                + clientUser
                + "\", client host \"h\"");

    assertTruth(line, Kind.FAILED, "dan");
  }

  @Property
  void nameAndDetailsTogetherCannotForgeAnAddressThatIsKnown(
      @ForAll("hostileText") String name, @ForAll("hostileText") String clientUser) {
    String message =
        "Failed hostbased for invalid user "
            + name
            + TRUE_ORIGIN
            + " ssh2: RSA aa:bb, client user \""
            + clientUser
            + "\", client host \"h\"";

    assertThat(SshdReader.readFrom(Slice.of(message), TRUE_PEER).peer()).contains(TRUE_PEER);
  }

  @Property
  void anInvalidUserKeepsItsAddress(@ForAll("hostileText") String name) {
    assertTruth(read("Invalid user " + name + TRUE_ORIGIN), Kind.INVALID_USER, name);
    assertThat(read("Invalid user " + name + " from 203.0.113.7").peer())
        .contains(new Peer("203.0.113.7", 0));
  }

  @Property
  void anErrorOfPamKeepsItsAddress(@ForAll("hostileText") String name) {
    SshdLine line =
        read("error: PAM: Authentication failure for illegal user " + name + " from 203.0.113.7");

    assertThat(line.kind()).isEqualTo(Kind.PAM_ERROR);
    assertThat(line.peer()).contains(new Peer("203.0.113.7", 0));
    assertThat(line.user()).contains(name);
  }

  @Property
  void theEndOfAConnectionKeepsItsAddress(@ForAll("hostileText") String name) {
    for (String start :
        List.of("Connection closed by", "Connection reset by", "Disconnected from")) {
      SshdLine line = read(start + " invalid user " + name + " 203.0.113.7 port 50123 [preauth]");

      assertTruth(line, Kind.GAVE_UP, name);
    }
  }

  @Property
  void tooManyFailuresKeepTheirAddress(@ForAll("hostileText") String name) {
    assertTruth(
        read(
            "error: maximum authentication attempts exceeded for invalid user "
                + name
                + TRUE_ORIGIN
                + " ssh2 [preauth]"),
        Kind.TOO_MANY,
        name);
    assertTruth(
        read(
            "Disconnecting invalid user "
                + name
                + " 203.0.113.7 port 50123: Too many authentication failures [preauth]"),
        Kind.TOO_MANY,
        name);
  }

  @Property
  void aRefusalOfPamKeepsItsAddress(@ForAll("hostileText") String name) {
    SshdLine line =
        read(
            "pam_sss(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser="
                + " rhost=203.0.113.7 user="
                + name);

    assertThat(line.peer()).contains(new Peer("203.0.113.7", 0));
  }

  @Property
  void aClientsLastWordsKeepItsAddress(@ForAll("hostileText") String reason) {
    assertThat(read("Received disconnect from 203.0.113.7 port 50123:11: " + reason).peer())
        .contains(TRUE_PEER);
    assertThat(read("Received disconnect from 203.0.113.7: 11: " + reason).peer())
        .contains(new Peer("203.0.113.7", 0));
  }

  @Property
  void aChangeOfUserTellsTheTrueAddressOrNone(
      @ForAll("hostileText") String name, @ForAll("hostileText") String other) {
    SshdLine line =
        read(
            "Disconnecting invalid user "
                + name
                + " 203.0.113.7 port 50123: Change of username or service not allowed: ("
                + name
                + ",ssh-connection) -> ("
                + other
                + ",ssh-connection) [preauth]");

    assertThat(line.peer().orElse(TRUE_PEER)).isEqualTo(TRUE_PEER);
  }

  @Property(tries = 2000)
  void noMessageIsTooStrange(@ForAll byte[] noise, @ForAll("starts") String start) {
    byte[] prefix = Slice.of(start).toByteArray();
    byte[] message = Arrays.copyOf(prefix, prefix.length + noise.length);
    System.arraycopy(noise, 0, message, prefix.length, noise.length);

    assertThatCode(() -> SshdReader.read(Slice.copyOf(message))).doesNotThrowAnyException();
  }

  @Property(tries = 2000)
  void noWordsAreTooStrange(@ForAll("starts") String start, @ForAll("hostileText") String text) {
    String message = start + text;

    for (int cut = 0; cut <= message.length(); cut++) {
      String part = message.substring(0, cut);
      assertThatCode(() -> read(part)).as(part).doesNotThrowAnyException();
    }
  }

  @Provide
  Arbitrary<String> starts() {
    return Arbitraries.of(
        "",
        "Accepted password for ",
        "Connection closed by ",
        "Connection from ",
        "Disconnected from invalid user ",
        "Disconnecting: Too many authentication failures",
        "Disconnecting authenticating user ",
        "Failed password for ",
        "Failed password for invalid user ",
        "Invalid user ",
        "PAM 4 more authentication failures;",
        "4 more authentication failures;",
        "Postponed password for ",
        "ROOT LOGIN REFUSED FROM ",
        "Received disconnect from ",
        "Timeout before authentication for ",
        "User ",
        "[ID 1 auth.info] ",
        "authentication failure;",
        "error: PAM: x for ",
        "fatal: ",
        "maximum authentication attempts exceeded for ",
        "message repeated 3 times: [ ",
        "pam_unix(sshd:auth): authentication failure; ruser=",
        "refused connect from ");
  }
}

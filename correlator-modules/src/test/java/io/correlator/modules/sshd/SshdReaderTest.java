package io.correlator.modules.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Slice;
import io.correlator.modules.sshd.SshdLine.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SshdReaderTest {
  private static SshdLine read(String message) {
    return SshdReader.read(Slice.of(message));
  }

  /** Columns: the message, what it is, user, address, port (0: none), method (empty: none). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Failed password for root from 192.0.2.1 port 4242 ssh2|FAILED|root|192.0.2.1|4242|password",
        "Failed password for dan from 192.0.2.1 port 4242 ssh1|FAILED|dan|192.0.2.1|4242|password",
        "Failed password for invalid user eve from 192.0.2.1 port 4242|FAILED|eve|192.0.2.1|4242|password",
        "Failed password for illegal user eve from 192.0.2.1 port 4242 ssh2|FAILED|eve|192.0.2.1|4242|password",
        "Failed keyboard-interactive/pam for invalid user eve from 2001:db8::7 port 22 ssh2|FAILED|eve|2001:db8::7|22|keyboard-interactive/pam",
        "Failed keyboard-interactive for <invalid username> from 192.0.2.1 port 9 ssh2|FAILED|<invalid username>|192.0.2.1|9|keyboard-interactive",
        "[ID 800047 auth.info] Failed password for dan from 192.0.2.1 port 9 ssh2|FAILED|dan|192.0.2.1|9|password",
        "Failed password for dan from ::ffff:192.0.2.1 port 9 ssh2|FAILED|dan|192.0.2.1|9|password",
        "Failed password for dan from ::FFFF:192.0.2.1 port 9 ssh2|FAILED|dan|192.0.2.1|9|password",
        "Failed password for dan from ::ffff:7 port 9 ssh2|FAILED|dan|::ffff:7|9|password",
        "Failed password for dan from bad.example.org port 9 ssh2|FAILED|dan|bad.example.org|9|password",
        "Failed hostbased for dan from 192.0.2.1 port 9 ssh2: RSA aa:bb, client user \"dan\", client host \"h\"|FAILED|dan|192.0.2.1|9|hostbased",
        "Failed publickey for git from 192.0.2.1 port 9 ssh2: RSA SHA256:abc|KEY_REFUSED|git|192.0.2.1|9|publickey",
        "Failed none for invalid user eve from 192.0.2.1 port 9 ssh2|ASKED|eve|192.0.2.1|9|none",
        "Postponed keyboard-interactive for invalid user eve from 192.0.2.1 port 9 ssh2 [preauth]|POSTPONED|eve|192.0.2.1|9|",
        "Accepted publickey for dan from 192.0.2.1 port 9 ssh2: ED25519 SHA256:abc|ACCEPTED|dan|192.0.2.1|9|publickey",
        "Accepted password for dan from 2001:db8::7 port 9 ssh2|ACCEPTED|dan|2001:db8::7|9|password",
        "Accepted password for EXAMPLE\\dan brown from 192.0.2.1 port 9 ssh2|ACCEPTED|EXAMPLE\\dan brown|192.0.2.1|9|password",
        "Invalid user eve from 192.0.2.1|INVALID_USER|eve|192.0.2.1|0|",
        "Invalid user eve from 192.0.2.1 port 9|INVALID_USER|eve|192.0.2.1|9|",
        "Illegal user eve from 192.0.2.1|INVALID_USER|eve|192.0.2.1|0|",
        "ROOT LOGIN REFUSED FROM 192.0.2.1 port 9 [preauth]|DENIED|root|192.0.2.1|9|",
        "User dan from 192.0.2.1 not allowed because not listed in AllowUsers|DENIED|dan|192.0.2.1|0|",
        "User dan from h.example.org not allowed because none of user's groups are listed in AllowGroups|DENIED|dan|h.example.org|0|",
        "error: PAM: Authentication failure for dan from 192.0.2.1|PAM_ERROR|dan|192.0.2.1|0|",
        "error: PAM: authentication error for dan from h.example.org via 198.51.100.9|PAM_ERROR|dan|h.example.org|0|",
        "error: PAM: User not known to the underlying authentication module for illegal user eve from 192.0.2.1|PAM_ERROR|eve|192.0.2.1|0|",
        "error: maximum authentication attempts exceeded for invalid user eve from 192.0.2.1 port 9 ssh2 [preauth]|TOO_MANY|eve|192.0.2.1|9|",
        "Disconnecting authenticating user dan 192.0.2.1 port 9: Too many authentication failures [preauth]|TOO_MANY|dan|192.0.2.1|9|",
        "Disconnecting authenticating user dan 192.0.2.1 port 9: Change of username or service not allowed: (dan,ssh-connection) -> (eve,ssh-connection) [preauth]|GAVE_UP|dan|192.0.2.1|9|",
        "Connection closed by authenticating user dan 192.0.2.1 port 9 [preauth]|GAVE_UP|dan|192.0.2.1|9|",
        "Connection reset by invalid user eve 192.0.2.1 port 9 [preauth]|GAVE_UP|eve|192.0.2.1|9|",
        "Disconnected from invalid user eve 192.0.2.1 port 9 [preauth]|GAVE_UP|eve|192.0.2.1|9|",
        "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=dan|PAM_UNIX_REFUSED|dan|192.0.2.1|0|",
        "pam_sss(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1 user=dan|PAM_OTHER_REFUSED|dan|192.0.2.1|0|",
        "authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=192.0.2.1  user=dan|PAM_UNIX_REFUSED|dan|192.0.2.1|0|",
      })
  void tellsWhatWasTriedByWhomFromWhere(
      String message, Kind kind, String user, String address, int port, String method) {
    SshdLine line = read(message);

    assertThat(line.kind()).isEqualTo(kind);
    assertThat(line.user()).contains(user);
    assertThat(line.peer()).contains(new Peer(address, port));
    assertThat(line.method().orElse(null)).isEqualTo(method);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection closed by 192.0.2.1 [preauth]",
        "Connection closed by 192.0.2.1 port 9",
        "Connection reset by 192.0.2.1 port 9 [preauth]",
        "Disconnected from 192.0.2.1 port 9 [preauth]",
        "Received disconnect from 192.0.2.1: 11: Bye Bye [preauth]",
        "Received disconnect from 192.0.2.1 port 9:11: Bye Bye [preauth]",
        "error: Received disconnect from 192.0.2.1 port 9:14: No supported authentication methods",
        "fatal: Timeout before authentication for 192.0.2.1 port 9",
        "Timeout before authentication for connection from 192.0.2.1 to 198.51.100.9, pid = 7",
      })
  void knowsTheEndOfAConnection(String message) {
    SshdLine line = read(message);

    assertThat(line.kind()).isEqualTo(Kind.CLOSED);
    assertThat(line.peer().orElseThrow().address()).isEqualTo("192.0.2.1");
  }

  @Test
  void readsAnAddressWithColonsBeforeAColon() {
    SshdLine line = read("Received disconnect from 2001:db8::1: 11: Bye Bye [preauth]");

    assertThat(line.peer()).contains(new Peer("2001:db8::1", 0));
  }

  @Test
  void takesTheLastWordsOfAJavaClientForAFailure() {
    assertThat(read("Received disconnect from 192.0.2.1: 3: com.example.X: Auth fail").kind())
        .isEqualTo(Kind.GAVE_UP);
  }

  @Test
  void expandsARunOfEqualMessages() {
    SshdLine line =
        read("message repeated 5 times: [ Failed password for dan from 192.0.2.1 port 9 ssh2]");

    assertThat(line.kind()).isEqualTo(Kind.FAILED);
    assertThat(line.times()).isEqualTo(5);
    assertThat(line.peer()).contains(new Peer("192.0.2.1", 9));
  }

  @Test
  void readsHowManyMoreFailuresPamHasSeen() {
    assertThat(read("PAM 4 more authentication failures; logname= rhost=192.0.2.1  user=dan"))
        .returns(Kind.PAM_UNIX_SUMMARY, SshdLine::kind)
        .returns(4, SshdLine::times);
  }

  @Test
  void allowsAUserWithoutAName() {
    assertThat(read("Invalid user  from 192.0.2.1 port 9").user()).contains("");
    assertThat(read("Failed password for invalid user  from 192.0.2.1 port 9 ssh2").user())
        .contains("");
    assertThat(read("Connection closed by invalid user  192.0.2.1 port 9 [preauth]").user())
        .contains("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "F",
        "Failed",
        "Failed ",
        "Failed to release session: Interrupted system call",
        "Server listening on 0.0.0.0 port 22.",
        "Close session: user dan from 192.0.2.1 port 9 id 0",
        "Did not receive identification string from 192.0.2.1",
        "Disconnected from user dan 192.0.2.1 port 9",
        "Disconnecting: bad client public DH value [preauth]",
        "input_userauth_request: invalid user eve [preauth]",
        "pam_unix(sshd:auth): check pass; user unknown",
        "pam_unix(sshd:session): session opened for user dan by (uid=0)",
        "Postponed publickey for dan from 192.0.2.1 port 9 ssh2 [preauth]",
        "Partial publickey for dan from 192.0.2.1 port 9 ssh2",
        "error: Could not load host key: /etc/ssh/ssh_host_rsa_key",
        "fatal: Unable to negotiate with 192.0.2.1 port 9: no matching cipher found.",
        "Address 192.0.2.1 maps to h.example.org, but this does not map back to the address",
        "message repeated 0 times: [ Failed password for dan from 192.0.2.1 port 9 ssh2]",
        "message repeated 5 times: [ Failed password for dan from 192.0.2.1 port 9 ssh2",
        "[ID 800047 auth.info",
        "debug1: Failed password for dan from 192.0.2.1 port 9 ssh2",
      })
  void hearsNothingAboutALoginElsewhere(String message) {
    assertThat(read(message).kind()).isEqualTo(Kind.NOTHING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Failed password for dan",
        "Failed password for dan from",
        "Failed password for dan from 192.0.2.1 port",
        "Failed password for dan from 192.0.2.1 port 99999 ssh2",
        "Failed password for dan from 192.0.2.1\u001b port 9 ssh2",
        "Accepted password for dan from ",
        "Invalid user eve",
        "Invalid user eve from a b",
        "Connection closed by authenticating user dan [preauth]",
        "ROOT LOGIN REFUSED",
        "refused connect from ()",
        "Received disconnect from 192.0.2.1",
      })
  void saysSoWhenALineAboutALoginCannotBeRead(String message) {
    assertThat(read(message).kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void ignoresMessagesLongerThanSshdWrites() {
    String user = "x".repeat(3000);

    assertThat(read("Failed password for " + user + " from 192.0.2.1 port 9 ssh2").kind())
        .isEqualTo(Kind.NOTHING);
  }

  @Test
  void showsControlCharactersAsEscapes() {
    assertThat(read("Invalid user e\u001b[2J\u202ev\u00e9 from 192.0.2.1").user())
        .contains("e\\u001b[2J\\u202ev\u00e9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sshd", "sshd-session", "sshd-auth", "sshd(pam_unix)"})
  void readsTheProgramsOfSshd(String program) {
    assertThat(SshdReader.isSshd(Slice.of(program))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ssh", "sshd2", "sshguard", "su(pam_unix)", "sshd-sessions"})
  void readsNoOtherPrograms(String program) {
    assertThat(SshdReader.isSshd(Slice.of(program))).isFalse();
  }
}

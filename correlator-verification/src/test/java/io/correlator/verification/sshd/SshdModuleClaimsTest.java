package io.correlator.verification.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.modules.sshd.SshLoginFailed;
import io.correlator.modules.sshd.SshLoginSucceeded;
import io.correlator.modules.sshd.SshLoginTriesExceeded;
import io.correlator.modules.sshd.SshStatistics;
import io.correlator.modules.sshd.SshdModule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the module promises, one claim at a time. */
final class SshdModuleClaimsTest {
  private static final String DAN = " from 192.0.2.1 port 50001 ssh2";

  /** A line of process 1 at that minute and second. */
  private static String at(String time, String message) {
    return of(1, time, message);
  }

  private static String of(int process, String time, String message) {
    return "Mar  1 07:%s gate sshd[%d]: %s".formatted(time, process, message);
  }

  private static String pam(String user) {
    return "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser="
        + " rhost=192.0.2.1  user="
        + user;
  }

  @Test
  void tellsWhoLoggedIn() {
    Replay log = Replay.of(at("00:00", "Accepted publickey for dan" + DAN + ": ED25519 SHA256:x"));

    SshLoginSucceeded login = log.succeeded().get(0);
    assertThat(login.severity()).isEqualTo(Severity.INFO);
    assertThat(login.timestamp()).isEqualTo(Instant.parse("2026-03-01T07:00:00Z"));
    assertThat(login.fields().asMap())
        .containsEntry("user", "dan")
        .containsEntry("address", "192.0.2.1")
        .containsEntry("port", 50001L)
        .containsEntry("method", "publickey")
        .containsEntry("failures", 0L);
  }

  @Test
  void tellsWhoFailedTo() {
    Replay log = Replay.of(at("00:00", "Failed password for invalid user eve" + DAN));

    SshLoginFailed login = log.failed().get(0);
    assertThat(login.severity()).isEqualTo(Severity.NOTICE);
    assertThat(login.fields().asMap())
        .containsEntry("user", "eve")
        .containsEntry("address", "192.0.2.1")
        .containsEntry("port", 50001L)
        .containsEntry("method", "password")
        .containsEntry("failures", 1L);
    assertThat(login.evidence()).extracting(LogRecord::raw).containsExactly(log.lines().get(0));
  }

  @Test
  void countsOneTryOnceHoweverManyLinesSpeakOfIt() {
    Replay log =
        Replay.of(
                at("00:00", "Invalid user eve from 192.0.2.1 port 50001"),
                at("00:00", "input_userauth_request: invalid user eve [preauth]"),
                at("00:01", "pam_unix(sshd:auth): check pass; user unknown"),
                at("00:01", pam("eve")),
                at(
                    "00:02",
                    "error: PAM: Authentication failure for illegal user eve from 192.0.2.1"),
                at("00:02", "Failed keyboard-interactive/pam for invalid user eve" + DAN),
                at("00:03", "Received disconnect from 192.0.2.1 port 50001:11: Bye Bye [preauth]"),
                at("00:03", "Disconnected from invalid user eve 192.0.2.1 port 50001 [preauth]"))
            .later();

    assertThat(log.failed()).hasSize(1);
  }

  @Test
  void countsEachTryOfAConnection() {
    Replay log =
        Replay.of(
                at("00:00", pam("dan")),
                at("00:02", "Failed password for dan" + DAN),
                at("00:06", "Failed password for dan" + DAN),
                at("00:10", "Failed password for dan" + DAN),
                at("00:11", "Connection closed by authenticating user dan 192.0.2.1 port 50001"),
                at("00:11", "PAM 2 more authentication failures; rhost=192.0.2.1  user=dan"))
            .later();

    assertThat(log.failed()).hasSize(3);
  }

  @Test
  void expandsARunOfEqualLines() {
    Replay log =
        Replay.of(at("00:00", "message repeated 3 times: [ Failed password for dan" + DAN + "]"));

    assertThat(log.failed()).hasSize(3).allMatch(event -> event.failures() == 1);
  }

  @Test
  void isNotFloodedByALineThatClaimsToStandForMillions() {
    Replay log =
        Replay.of(
            at("00:00", "message repeated 900000000 times: [ Failed password for dan" + DAN + "]"),
            at("00:01", "message repeated 900000000 times: [ Failed password for dan" + DAN + "]"),
            at("00:02", "message repeated 900000000 times: [ Failed password for dan" + DAN + "]"));

    assertThat(log.failed()).hasSizeLessThan(300);
    assertThat(log.counter("failed")).isGreaterThanOrEqualTo(900_000_000);
  }

  @Test
  void tellsHowManyTriesFailedBeforeOneSucceeded() {
    Replay log =
        Replay.of(
            at("00:00", "Failed password for dan" + DAN),
            at("00:05", "Failed password for dan" + DAN),
            at("00:09", "Accepted password for dan" + DAN));

    assertThat(log.succeeded()).singleElement().returns(2, SshLoginSucceeded::failures);
  }

  @Test
  void forgivesOneModuleOfPamWhenAnotherAccepts() {
    Replay log =
        Replay.of(at("00:00", pam("dan")), at("00:00", "Accepted password for dan" + DAN)).later();

    assertThat(log.failed()).isEmpty();
    assertThat(log.succeeded()).singleElement().returns(0, SshLoginSucceeded::failures);
  }

  @Test
  void doesNotForgiveTheTriesOfAnotherUser() {
    Replay log =
        Replay.of(at("00:00", pam("root")), at("00:01", "Accepted password for dan" + DAN));

    assertThat(log.failed()).singleElement().satisfies(e -> assertThat(e.user()).contains("root"));
  }

  @Test
  void failsALoginThatPamRefusedWhenTheConnectionEnds() {
    Replay log =
        Replay.of(at("00:00", pam("dan")), at("00:01", "Connection closed by 192.0.2.1 [preauth]"));

    assertThat(log.failed())
        .singleElement()
        .satisfies(event -> assertThat(event.evidence()).hasSize(2));
  }

  @Test
  void failsALoginOfWhichNothingMoreIsHeard() {
    Replay log = Replay.of(at("00:00", pam("dan")));
    assertThat(log.failed()).isEmpty();

    log.later();

    assertThat(log.failed()).hasSize(1);
  }

  @Test
  void leavesOpenWhatIsOpenWhenTheInputEnds() {
    Replay log = Replay.of(at("00:00", pam("dan"))).finish();

    assertThat(log.failed()).isEmpty();
  }

  @Test
  void waitsForTheAddressOfALockedAccount() {
    Replay log =
        Replay.of(
            at("00:00", "User dan not allowed because account is locked"),
            at("00:01", "Received disconnect from 192.0.2.1: 11: Bye Bye [preauth]"));

    assertThat(log.failed())
        .singleElement()
        .returns("192.0.2.1", SshLoginFailed::address)
        .satisfies(event -> assertThat(event.user()).contains("dan"));
  }

  @Test
  void doesNotCountKeysThatAClientOffersBeforeTheRightOne() {
    Replay log =
        Replay.of(
                at("00:00", "Failed publickey for dan" + DAN + ": RSA SHA256:a"),
                at("00:00", "Failed publickey for dan" + DAN + ": RSA SHA256:b"),
                at("00:00", "Accepted publickey for dan" + DAN + ": RSA SHA256:c"))
            .later();

    assertThat(log.failed()).isEmpty();
  }

  @Test
  void countsKeysAsOneTryWhenNoneIsAccepted() {
    Replay log =
        Replay.of(
            at("00:00", "Failed publickey for dan" + DAN + ": RSA SHA256:a"),
            at("00:00", "Failed publickey for dan" + DAN + ": RSA SHA256:b"),
            at("00:01", "Connection closed by authenticating user dan 192.0.2.1 port 50001"));

    assertThat(log.failed()).singleElement().returns(1, SshLoginFailed::failures);
  }

  @Test
  void countsEveryKeyWhenSshdHasHadEnough() {
    Replay log =
        Replay.of(
            at("00:00", "Failed publickey for dan" + DAN + ": RSA SHA256:a"),
            at("00:00", "Failed publickey for dan" + DAN + ": RSA SHA256:b"),
            at("00:01", "Disconnecting: Too many authentication failures for dan [preauth]"));

    assertThat(log.failed()).singleElement().returns(3, SshLoginFailed::failures);
  }

  @Test
  void doesNotCountAClientThatOnlyAsksWhichMethodsThereAre() {
    Replay log =
        Replay.of(
                at("00:00", "Invalid user eve from 192.0.2.1"),
                at("00:00", "Failed none for invalid user eve" + DAN),
                at("00:01", "Connection closed by 192.0.2.1 [preauth]"))
            .later();

    assertThat(log.failed()).isEmpty();
  }

  @Test
  void keepsConnectionsApartThatShareAProcessIdOneAfterTheOther() {
    Replay log =
        Replay.of(
            at("00:00", "Failed password for dan from 192.0.2.1 port 50001 ssh2"),
            at("05:00", "error: PAM: Authentication failure for eve from 192.0.2.2"),
            at("05:00", "Failed keyboard-interactive/pam for eve from 192.0.2.2 port 50002 ssh2"));

    assertThat(log.failed())
        .extracting(SshLoginFailed::address)
        .containsExactly("192.0.2.1", "192.0.2.2");
  }

  @Test
  void readsSshdSessionAndLinesWithoutHost() {
    Replay log =
        Replay.of(
            "Mar  1 07:00:00 gate sshd-session[1]: Failed password for dan" + DAN,
            "Mar  1 07:00:00 sshd[2]: Failed password for dan" + DAN,
            "Mar  1 07:00:00 [sshd]: User dan from 192.0.2.1 not allowed because not listed in AllowUsers",
            "<38>1 2026-03-01T07:00:00Z gate sshd 4 - - Failed password for dan" + DAN);

    assertThat(log.failed()).hasSize(4);
  }

  @Test
  void believesOnlyPlainWordsWhereNoProcessIsNamed() {
    Replay log =
        Replay.of(
                "Mar  1 07:00:00 gate sshd: Invalid user eve from 192.0.2.1",
                "Mar  1 07:00:01 gate sshd: Failed password for invalid user eve" + DAN,
                "Mar  1 07:00:02 gate sshd: Connection closed by invalid user eve 192.0.2.1 port 50001")
            .later();

    assertThat(log.failed()).hasSize(1);
  }

  @Test
  void raisesTheAlarmOnceWhenTheThresholdIsReached() {
    Replay log =
        Replay.of(
            new SshdModule(3, Duration.ofMinutes(1)),
            IntStream.range(0, 9)
                .mapToObj(i -> of(i + 1, "00:0" + i, "Failed password for dan" + DAN))
                .toList());

    SshLoginTriesExceeded alarm = log.exceeded().get(0);
    assertThat(log.exceeded()).hasSize(1);
    assertThat(alarm.severity()).isEqualTo(Severity.ERROR);
    assertThat(alarm.address()).isEqualTo("192.0.2.1");
    assertThat(alarm.evidence())
        .extracting(LogRecord::raw)
        .containsExactlyElementsOf(log.lines().subList(0, 3));
    assertThat(alarm.fields().asMap())
        .containsEntry("failures", 3L)
        .containsEntry("window", Duration.ofMinutes(1));
  }

  @Test
  void forgetsAnAddressThatStaysQuietForTheWindow() {
    Replay log =
        Replay.of(
            new SshdModule(2, Duration.ofMinutes(1)),
            List.of(
                of(1, "00:00", "Failed password for dan" + DAN),
                of(2, "01:01", "Failed password for dan" + DAN)));

    assertThat(log.exceeded()).isEmpty();
  }

  @Test
  void showsALineThatStandsForSeveralTriesOnceAsEvidence() {
    Replay log =
        Replay.of(
            new SshdModule(5, Duration.ofMinutes(1)),
            List.of(
                at("00:00", "message repeated 5 times: [ Failed password for dan" + DAN + "]")));

    assertThat(log.exceeded())
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.evidence()).hasSize(1));
  }

  @Test
  void sumsUpEachDay() {
    Replay log =
        Replay.of(
                new SshdModule(2, Duration.ofMinutes(5)),
                List.of(
                    of(1, "00:00", "Failed password for dan" + DAN),
                    of(1, "00:01", "Accepted password for dan" + DAN),
                    of(2, "00:02", "Failed password for eve from 192.0.2.2 port 9 ssh2"),
                    of(3, "00:03", "Failed password for eve from 192.0.2.2 port 9 ssh2"),
                    "Mar  2 07:00:00 gate sshd[4]: Failed password for dan" + DAN))
            .finish();

    assertThat(log.statistics())
        .containsExactly(
            new SshStatistics(
                Instant.parse("2026-03-01T00:00:00Z"),
                Instant.parse("2026-03-02T00:00:00Z"),
                false,
                1,
                3,
                2,
                1,
                false),
            new SshStatistics(
                Instant.parse("2026-03-02T00:00:00Z"),
                Instant.parse("2026-03-02T07:00:00Z"),
                true,
                0,
                1,
                1,
                0,
                false));
  }

  @Test
  void saysWhenItHadToForget() {
    Replay log =
        Replay.of(
                new SshdModule(5, Duration.ofMinutes(5), 2),
                IntStream.range(1, 9)
                    .mapToObj(
                        i ->
                            of(i, "00:0" + i, "Failed password for dan from 192.0.2." + i)
                                + " port 9 ssh2")
                    .toList())
            .finish();

    assertThat(log.statistics())
        .singleElement()
        .returns(true, SshStatistics::approximate)
        .returns(8L, SshStatistics::failed);
  }

  @Test
  void countsLinesThatItCannotRead() {
    Replay log = Replay.of(at("00:00", "Failed password for dan in a form of the future"));

    assertThat(log.counter("unreadable")).isEqualTo(1);
    assertThat(log.failed()).isEmpty();
  }

  @Test
  void leavesOtherProgramsAlone() {
    Replay log =
        Replay.of("Mar  1 07:00:00 gate sshguard[1]: Failed password for dan" + DAN).later();

    assertThat(log.failed()).isEmpty();
    assertThat(log.counter("unreadable")).isZero();
  }
}

package io.correlator.verification.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.modules.sshd.SshLoginFailed;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Nobody can make the module blame an address that is not at the other end. */
final class HostileConnectionTest {
  @Provide
  Arbitrary<String> hostileText() {
    return Arbitraries.of(
            " from 192.0.2.66 port 666 ssh2",
            " from 192.0.2.66 port 666 ssh2: RSA aa:bb",
            " 192.0.2.66 port 666",
            ": Change of username or service not allowed: (",
            ": Too many authentication failures",
            " [preauth]",
            "]",
            "x",
            " ",
            "message repeated 3 times: [ ")
        .list()
        .ofMaxSize(4)
        .map(words -> String.join("", words))
        .map(text -> text.substring(0, Math.min(text.length(), 100)));
  }

  @Property
  void nobodyElseIsBlamed(
      @ForAll("hostileText") String name, @ForAll("hostileText") String clientHost) {
    String origin = " from 203.0.113.7 port 50123";
    String user = "invalid user " + name;
    List<String> messages =
        List.of(
            "Invalid user " + name + origin,
            "Failed none for " + user + origin + " ssh2",
            "Failed publickey for " + user + origin + " ssh2: RSA SHA256:abc ID " + clientHost,
            "Failed hostbased for "
                + user
                + origin
                + " ssh2: RSA aa:bb, client user \"x\", client host \""
                + clientHost
                + "\"",
            "Failed password for " + user + origin + " ssh2",
            "error: maximum authentication attempts exceeded for " + user + origin + " ssh2",
            "Disconnecting " + user + " 203.0.113.7 port 50123: Too many authentication failures",
            "Received disconnect from 203.0.113.7 port 50123:11: " + clientHost,
            "Disconnected from " + user + " 203.0.113.7 port 50123 [preauth]");

    Replay log =
        Replay.of(
                messages.stream()
                    .map(message -> "Mar  1 07:00:00 gate sshd[1]: " + message)
                    .toArray(String[]::new))
            .later();

    assertThat(log.failed())
        .extracting(SshLoginFailed::address)
        .containsExactly("203.0.113.7", "203.0.113.7");
  }
}

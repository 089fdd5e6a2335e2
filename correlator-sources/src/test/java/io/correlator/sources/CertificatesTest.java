package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.sources.format.PlainFormat;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may come in over TLS, by the certificate that is shown. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class CertificatesTest {
  private static final X509Bundle CA = TestCertificates.CA;
  private static final X509Bundle OTHER_CA = TestCertificates.authority("CN=Other CA");

  /** The same name, and another key: what somebody makes who would like to be it. */
  private static final X509Bundle FORGED_CA = TestCertificates.authority("CN=Test CA");

  private static final X509Bundle INTERMEDIATE =
      TestCertificates.issued(authority("CN=Intermediate"), CA);
  private static final X509Bundle EXPIRED_INTERMEDIATE =
      TestCertificates.issued(TestCertificates.expired(authority("CN=Old")), CA);
  private static final X509Bundle LAST_INTERMEDIATE =
      TestCertificates.issued(authority("CN=Last").setPathLengthConstraint(OptionalInt.of(0)), CA);
  private static final X509Bundle BELOW_THE_LAST =
      TestCertificates.issued(authority("CN=Below"), LAST_INTERMEDIATE);
  private static final X509Bundle GATE = issued(TestCertificates.named("gate.example.com"));
  private static final X509Bundle SELF_SIGNED =
      TestCertificates.selfSigned(TestCertificates.named("gate.example.com"));

  /** What a language whose texts end at NUL takes for gate.example.com. */
  private static final String WITH_NUL = "gate.example.com\0.example.org";

  private static CertificateBuilder authority(String subject) {
    return new CertificateBuilder().ecp256().subject(subject).setIsCertificateAuthority(true);
  }

  private static X509Bundle issued(CertificateBuilder builder) {
    return TestCertificates.issued(builder, CA);
  }

  private static CertificateBuilder subject(String subject) {
    return new CertificateBuilder().ecp256().subject(subject);
  }

  /** Makes the rules of a case, given a folder with the authority's certificate. */
  @FunctionalInterface
  interface Rules {
    TlsClients of(Path authorities);
  }

  private static Rules anyOf() {
    return TlsClients::signedBy;
  }

  private static Rules named(String... names) {
    return authorities -> TlsClients.signedBy(authorities).named(names);
  }

  private static Rules print(X509Bundle bundle) {
    return authorities -> TlsClients.withFingerprints(fingerprint(bundle));
  }

  private static String fingerprint(X509Bundle bundle) {
    try {
      return ClientCheck.fingerprint(bundle.getCertificate());
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Arguments in(String what, Rules rules, @Nullable X509Bundle shown) {
    return Arguments.of(what, rules, shown, null);
  }

  private static Arguments out(
      String what, Rules rules, @Nullable X509Bundle shown, ConnectionFault fault) {
    return Arguments.of(what, rules, shown, fault);
  }

  static Stream<Arguments> cases() throws Exception {
    return Stream.of(
        // Signed by whom?
        in("signed by the authority", anyOf(), GATE),
        in("an RSA key", anyOf(), issued(TestCertificates.named("a").rsa2048())),
        in("an Ed25519 key", anyOf(), issued(ed25519("a"))),
        in(
            "signed by one whom the authority vouches for",
            anyOf(),
            TestCertificates.issued(TestCertificates.named("a"), INTERMEDIATE)),
        out("none", anyOf(), null, ConnectionFault.CERTIFICATE_MISSING),
        out("another authority", anyOf(), by(OTHER_CA), ConnectionFault.CERTIFICATE_UNTRUSTED),
        out("an authority's name", anyOf(), by(FORGED_CA), ConnectionFault.CERTIFICATE_UNTRUSTED),
        out("self-signed", anyOf(), SELF_SIGNED, ConnectionFault.CERTIFICATE_UNTRUSTED),
        out("a short chain", anyOf(), shortChain(), ConnectionFault.CERTIFICATE_UNTRUSTED),
        out("signed by no authority", anyOf(), by(GATE), ConnectionFault.CERTIFICATE_UNTRUSTED),
        out("too deep", anyOf(), by(BELOW_THE_LAST), ConnectionFault.CERTIFICATE_UNTRUSTED),
        out(
            "for servers only",
            anyOf(),
            issued(TestCertificates.named("a").addExtendedKeyUsageServerAuth()),
            ConnectionFault.CERTIFICATE_UNTRUSTED),
        in(
            "for clients",
            anyOf(),
            issued(TestCertificates.named("a").addExtendedKeyUsageClientAuth())),
        out(
            "with what nobody knows and must",
            anyOf(),
            issued(TestCertificates.named("a").addExtensionUtf8String("1.2.3.4.5", true, "x")),
            ConnectionFault.CERTIFICATE_UNTRUSTED),
        // When?
        out(
            "expired",
            anyOf(),
            issued(TestCertificates.expired(TestCertificates.named("a"))),
            ConnectionFault.CERTIFICATE_EXPIRED),
        out(
            "not yet valid",
            anyOf(),
            issued(TestCertificates.notYetValid(TestCertificates.named("a"))),
            ConnectionFault.CERTIFICATE_NOT_YET_VALID),
        out(
            "an expired one in between",
            anyOf(),
            by(EXPIRED_INTERMEDIATE),
            ConnectionFault.CERTIFICATE_EXPIRED),
        // Called what?
        in("its name", named("gate.example.com"), GATE),
        in("its name in other letters", named("GATE.Example.com"), GATE),
        in("one of many", named("door.example.com", "gate.example.com"), GATE),
        in("any name of a domain", named("*.example.com"), GATE),
        in(
            "a certificate for a whole domain",
            named("gate.example.com"),
            issued(TestCertificates.named("*.example.com"))),
        in("a common name", named("gate.example.com"), issued(subject("CN=gate.example.com"))),
        out("another name", named("door.example.com"), GATE, notAllowed()),
        out("another domain", named("*.example.org"), GATE, notAllowed()),
        out(
            "two labels for one",
            named("*.example.com"),
            issued(TestCertificates.named("a.gate.example.com")),
            notAllowed()),
        out(
            "none for one label",
            named("*.example.com"),
            issued(TestCertificates.named("example.com")),
            notAllowed()),
        out(
            "a common name beside another DNS name",
            named("gate.example.com"),
            issued(TestCertificates.alsoNamed(subject("CN=gate.example.com"), "other.example.org")),
            notAllowed()),
        out(
            "a NUL in the name",
            named("gate.example.com"),
            issued(TestCertificates.alsoNamed(subject("O=Example"), WITH_NUL)),
            notAllowed()),
        out(
            "a name within another part of the subject",
            named("gate.example.com"),
            issued(subject("O=\"x,CN=gate.example.com\",C=DE")),
            notAllowed()),
        out("no name", named("gate.example.com"), issued(subject("O=Example")), notAllowed()),
        // Known by its hash?
        in("self-signed and known", print(SELF_SIGNED), SELF_SIGNED),
        in("signed and known", print(GATE), GATE),
        out("unknown", print(GATE), SELF_SIGNED, notAllowed()),
        out("known and expired", print(EXPIRED), EXPIRED, ConnectionFault.CERTIFICATE_EXPIRED),
        in(
            "known beside authorities",
            authorities ->
                TlsClients.signedBy(authorities).named("x").orFingerprints(fingerprint(GATE)),
            GATE),
        // Must it?
        in("none where it is optional", authorities -> anyOf().of(authorities).optional(), null),
        out(
            "a wrong one where it is optional",
            authorities -> anyOf().of(authorities).optional(),
            SELF_SIGNED,
            ConnectionFault.CERTIFICATE_UNTRUSTED),
        in("none where nobody asks", authorities -> TlsClients.anybody(), null),
        in("a wrong one where nobody asks", authorities -> TlsClients.anybody(), SELF_SIGNED));
  }

  private static final X509Bundle EXPIRED =
      TestCertificates.selfSigned(TestCertificates.expired(TestCertificates.named("old")));

  private static ConnectionFault notAllowed() {
    return ConnectionFault.CERTIFICATE_NOT_ALLOWED;
  }

  private static CertificateBuilder ed25519(String name) {
    return TestCertificates.named(name).algorithm(CertificateBuilder.Algorithm.ed25519);
  }

  private static X509Bundle by(X509Bundle issuer) {
    return TestCertificates.issued(TestCertificates.named("a"), issuer);
  }

  /** Without the one in between. */
  private static X509Bundle shortChain() {
    X509Bundle whole = by(INTERMEDIATE);
    return X509Bundle.fromCertificatePath(
        new X509Certificate[] {whole.getCertificate()}, whole.getCertificate(), whole.getKeyPair());
  }

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void letsInWhoMayComeIn(
      String what, Rules rules, @Nullable X509Bundle shown, @Nullable ConnectionFault fault)
      throws Exception {
    SyslogSource source =
        SyslogSource.tls(TestCertificates.identity(folder, TestCertificates.SERVER))
            .clients(rules.of(TestCertificates.authorities(folder, CA)))
            .port(0)
            .format(new PlainFormat())
            .build();
    try (RunningSource running = new RunningSource(source);
        SSLSocket socket = TestCertificates.connect(source.localPort(), shown)) {
      if (fault == null) {
        socket.getOutputStream().write("in\n".getBytes(UTF_8));
        assertThat(running.next()).isEqualTo("in");
        assertThat(source.faults()).isEmpty();
      } else {
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
        assertThat(running.news.poll(20, TimeUnit.SECONDS)).startsWith(fault + ", 1 so far");
        assertThat(source.faults()).isEqualTo(Map.of(fault, 1L));
        assertThat(running.rest()).isEmpty();
      }
    }
  }

  @Test
  void readsTheAuthoritiesAgain() throws Exception {
    Path authorities = TestCertificates.authorities(folder, OTHER_CA);
    SyslogSource source =
        SyslogSource.tls(TestCertificates.identity(folder, TestCertificates.SERVER))
            .clients(TlsClients.signedBy(authorities))
            .port(0)
            .format(new PlainFormat())
            .build();
    try (RunningSource running = new RunningSource(source)) {
      TestCertificates.authorities(folder, OTHER_CA, CA);
      source.reloadCertificates();
      try (SSLSocket socket = TestCertificates.connect(source.localPort(), GATE)) {
        socket.getOutputStream().write("in\n".getBytes(UTF_8));

        assertThat(running.next()).isEqualTo("in");
      }
    }
  }

  @Test
  void refusesRulesThatMakeNoSense() {
    assertThatThrownBy(() -> TlsClients.withFingerprints("ab:cd"))
        .hasMessage("fingerprint: must be 64 hexadecimal digits (SHA-256), was 'ab:cd'");
    assertThatThrownBy(() -> TlsClients.withFingerprints("0".repeat(64)).named("x"))
        .hasMessageContaining("signedBy");
    assertThatThrownBy(() -> TlsClients.signedBy(folder).named("no name"))
        .hasMessageContaining("'no name'");
  }
}

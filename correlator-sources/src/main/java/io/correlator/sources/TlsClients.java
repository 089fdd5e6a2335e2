package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which senders may connect over TLS: those who show a certificate that an authority has signed, or
 * that is known by its fingerprint (RFC 5425, section 5).
 *
 * <p>A certificate is refused when it has expired, is not valid yet or is for another purpose.
 * Whether it was revoked is not looked up: leave its name out, or let certificates be short-lived.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class TlsClients {
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  private final Optional<Path> authorities;
  private final List<String> names;
  private final Set<String> fingerprints;
  private final boolean required;

  private TlsClients(
      Optional<Path> authorities, List<String> names, Set<String> fingerprints, boolean required) {
    this.authorities = authorities;
    this.names = List.copyOf(names);
    this.fingerprints = Set.copyOf(fingerprints);
    this.required = required;
  }

  /** Everybody: no certificate is asked for. */
  static TlsClients anybody() {
    return new TlsClients(Optional.empty(), List.of(), Set.of(), false);
  }

  /**
   * Whoever shows a certificate that leads to one of those in a file of text (PEM). The file is
   * read again when it has changed.
   */
  public static TlsClients signedBy(Path authorities) {
    requireNonNull(authorities, "authorities");
    return new TlsClients(Optional.of(authorities), List.of(), Set.of(), true);
  }

  /**
   * Whoever shows one of these certificates, whoever has signed it: hashes (SHA-256) as 64
   * hexadecimal digits, with colons or without, such as {@code openssl x509 -fingerprint -sha256}
   * shows.
   *
   * @throws IllegalArgumentException if one is none
   */
  public static TlsClients withFingerprints(String... fingerprints) {
    return new TlsClients(Optional.empty(), List.of(), hashes(fingerprints), true);
  }

  /** And also whoever shows one of these certificates, whoever has signed it. */
  public TlsClients orFingerprints(String... more) {
    Set<String> all = new HashSet<>(fingerprints);
    all.addAll(hashes(more));
    return new TlsClients(authorities, names, all, required);
  }

  private static Set<String> hashes(String... fingerprints) {
    Set<String> hashes = new HashSet<>();
    for (String fingerprint : fingerprints) {
      String hash = fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
      if (!FINGERPRINT.matcher(hash).matches()) {
        throw new IllegalArgumentException(
            "fingerprint: must be 64 hexadecimal digits (SHA-256), was '%s'"
                .formatted(fingerprint));
      }
      hashes.add(hash);
    }
    return hashes;
  }

  /**
   * Of those whose certificate an authority has signed, only those who have one of these names: its
   * DNS names, or if it has none, its common name. The first label may be {@code *} and then stands
   * for any one label.
   *
   * @throws IllegalArgumentException if one is no name, or no authorities are named
   */
  public TlsClients named(String... allowed) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("named: names say nothing without signedBy");
    }
    for (String name : allowed) {
      if (!CertificateNames.isName(name)) {
        throw new IllegalArgumentException("named: '%s' is no DNS name".formatted(name));
      }
    }
    return new TlsClients(authorities, List.of(allowed), fingerprints, required);
  }

  /** A sender may also show none. One that shows a certificate that is not allowed is refused. */
  public TlsClients optional() {
    return new TlsClients(authorities, names, fingerprints, false);
  }

  Optional<Path> authorities() {
    return authorities;
  }

  List<String> names() {
    return names;
  }

  Set<String> fingerprints() {
    return fingerprints;
  }

  boolean areAsked() {
    return authorities.isPresent() || !fingerprints.isEmpty();
  }

  boolean areRequired() {
    return required;
  }
}

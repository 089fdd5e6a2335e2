package io.correlator.sources;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The names that a certificate gives its owner, and whether they are the expected ones (RFC 5425,
 * section 5.2): its DNS names, or if it has none, its most specific common name.
 */
final class CertificateNames {
  /** The number of a DNS name among the alternative names (RFC 5280, section 4.2.1.6). */
  private static final int DNS_NAME = 2;

  private static final String ANY = "*.";

  private static final Pattern NAME =
      Pattern.compile("(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?");

  private CertificateNames() {}

  /** Whether it can be the name of a host: a name with a NUL, or a blank, is nobody's. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The names in a certificate, as they are. */
  static List<String> of(X509Certificate certificate) throws CertificateParsingException {
    List<String> names = new ArrayList<>();
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      for (List<?> alternative : alternatives) {
        if (alternative.get(0).equals(DNS_NAME)) {
          names.add((String) alternative.get(1));
        }
      }
    }
    return names.isEmpty() ? commonName(certificate) : names;
  }

  private static List<String> commonName(X509Certificate certificate)
      throws CertificateParsingException {
    try {
      List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
      for (int i = parts.size() - 1; i >= 0; i--) {
        Rdn part = parts.get(i);
        if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
          return List.of(name);
        }
      }
      return List.of();
    } catch (InvalidNameException e) {
      throw new CertificateParsingException("the subject cannot be read", e);
    }
  }

  /** Whether one of the names is allowed; either of them may begin with {@code *.}. */
  static boolean match(List<String> names, List<String> allowed) {
    return names.stream()
        .filter(CertificateNames::isName)
        .anyMatch(name -> allowed.stream().anyMatch(expected -> match(name, expected)));
  }

  private static boolean match(String name, String expected) {
    return name.equalsIgnoreCase(expected) || covers(expected, name) || covers(name, expected);
  }

  private static boolean covers(String pattern, String name) {
    int dot = name.indexOf('.');
    return pattern.startsWith(ANY)
        && dot > 0
        && name.substring(dot + 1).equalsIgnoreCase(pattern.substring(ANY.length()));
  }
}

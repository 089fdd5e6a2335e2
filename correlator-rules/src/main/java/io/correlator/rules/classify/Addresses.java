package io.correlator.rules.classify;

import io.correlator.rules.detection.Network;

/** Addresses as logs write them. */
final class Addresses {
  private static final String MAPPED = "::ffff:";

  private Addresses() {}

  /** Whether a field of this name is for addresses. */
  static boolean isNamed(String field) {
    return field.endsWith("_ip");
  }

  /** The address, or the text itself if it is none: a name of a host, perhaps. */
  static String lenient(String text) {
    String address = strict(text);
    return address.isEmpty() ? text : address;
  }

  /** The address, without brackets and port; empty if the text is none. */
  static String strict(String text) {
    String bare = bare(text);
    if (!Network.isAddress(bare)) {
      return "";
    }
    boolean mapped =
        bare.regionMatches(true, 0, MAPPED, 0, MAPPED.length()) && bare.indexOf('.') > 0;
    return mapped ? bare.substring(MAPPED.length()) : bare;
  }

  private static String bare(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? text : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    boolean port = colon > 0 && text.indexOf(':', colon + 1) < 0;
    return port ? text.substring(0, colon) : text;
  }
}

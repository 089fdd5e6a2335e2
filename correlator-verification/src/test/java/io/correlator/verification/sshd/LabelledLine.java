package io.correlator.verification.sshd;

import io.correlator.modules.sshd.SshLoginFailed;
import java.util.List;
import java.util.Optional;

/**
 * One line of a corpus, what its authors say of it, and what the module made of it.
 *
 * @param corpus which one, for people
 * @param expectation what the authors say
 * @param host the address or name that they expect, if they say
 * @param when the failures told while the line was read
 * @param because the failures that the line shows, told then or later
 */
record LabelledLine(
    String corpus,
    String text,
    Expectation expectation,
    Optional<String> host,
    List<SshLoginFailed> when,
    List<SshLoginFailed> because) {

  enum Expectation {
    /** Is a failed login, or makes one certain. */
    MATCH,
    /** Is none. */
    NO_MATCH,
    /** Listed, not judged. */
    APART
  }

  /** Whether the module agrees, the address included. */
  boolean agrees() {
    return switch (expectation) {
      case MATCH ->
          because.stream().anyMatch(event -> host.isEmpty() || event.address().equals(host.get()));
      case NO_MATCH -> when.isEmpty();
      case APART -> true;
    };
  }

  private String verdict() {
    if (expectation == Expectation.APART) {
      return "apart";
    }
    return agrees() ? "agrees" : "DIFFERS";
  }

  private String reading() {
    if (!when.isEmpty()) {
      return "failed login";
    }
    return because.isEmpty() ? "-" : "part of a failed login";
  }

  /** The row of a table in Markdown. */
  String row() {
    Optional<SshLoginFailed> event = because.stream().findFirst();
    return "| %s | %s | %s | %s | %s | %s | %s | `%s` |"
        .formatted(
            corpus,
            expectation,
            verdict(),
            reading(),
            event.map(SshLoginFailed::address).orElse(""),
            cell(event.flatMap(SshLoginFailed::user).orElse("")),
            because.stream().mapToInt(SshLoginFailed::failures).sum(),
            cell(text));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("`", "'");
  }
}

package io.correlator.api;

import java.util.Locale;

/** In which form an event tells people what happened; see {@link EmittedEvent#message}. */
public enum MessageFormat {
  /** Plain text, for a terminal or a mail. */
  TEXT,
  /** A piece of HTML, for a mail or a page. */
  HTML;

  /** The name in lower case, as it stands in the names of templates. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

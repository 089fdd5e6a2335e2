package io.correlator.api.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * Turns files that are no text into lines of text, which are then read as those of any file.
 *
 * <p>What it gives must depend on the file alone, since a later run goes on from an offset in that
 * text; what is added to a file may only be added to the text. What cannot be decoded becomes a
 * line that no format takes for a record, one for each record that is lost: it is counted as failed
 * and says why.
 *
 * <p>Immutable; may be used by any thread. To be found by name, a decoder is declared as a service
 * and has a public constructor without arguments.
 */
public interface FileDecoder {
  /** The name of what it reads, such as {@code evtx}. */
  String name();

  /** One line for people: what such files are. */
  default String description() {
    return "";
  }

  /** Whether a file that begins like this is one to decode; there may be less than it has. */
  boolean recognises(byte[] head);

  /**
   * The text of a file in UTF-8. Closing it closes the file.
   *
   * @param file the file, from its start
   * @param again opens the same file once more, from its start
   * @throws IOException if it cannot be decoded at all; the message says why
   */
  InputStream decode(InputStream file, Opener again) throws IOException;

  /** Opens a file. */
  @FunctionalInterface
  interface Opener {
    /**
     * The file from its start.
     *
     * @throws IOException if it cannot be opened, as a pipe cannot be a second time
     */
    InputStream open() throws IOException;
  }
}

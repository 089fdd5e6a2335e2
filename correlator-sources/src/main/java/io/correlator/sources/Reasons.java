package io.correlator.sources;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says for people why something cannot be read. */
final class Reasons {
  static final String BINARY = "skipped: binary file";
  static final String UTF_16 =
      "text in UTF-16; convert it first, for instance with: iconv -f UTF-16 -t UTF-8";
  static final String PACKED = "is packed: only plain text can be followed";

  private Reasons() {}

  /** A file has another text than the one of which {@code bytes} had been read. */
  static String replaced(long bytes) {
    return "was truncated, or replaced, after %d bytes of it were read; is read again from its start"
        .formatted(bytes);
  }

  static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String detail =
        e instanceof FileSystemException inFileSystem ? inFileSystem.getReason() : e.getMessage();
    return "reading failed: " + (detail == null ? e.getClass().getSimpleName() : detail);
  }

  /** As {@link #of(IOException)}, for an input of which {@code bytes} of text could be read. */
  static String of(IOException e, long bytes) {
    String what = e instanceof GzipInput.BrokenArchiveException ? e.getMessage() : of(e);
    return "%s after %d bytes of text; the whole lines up to there were read"
        .formatted(what, bytes);
  }
}

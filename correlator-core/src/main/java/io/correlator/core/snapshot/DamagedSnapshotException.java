package io.correlator.core.snapshot;

import java.nio.file.Path;

/** A file that should be a snapshot is not, or not whole. */
final class DamagedSnapshotException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedSnapshotException(Path file, String reason) {
    super("%s is damaged: %s".formatted(file, reason));
  }
}

package io.correlator.sources;

import java.nio.file.Path;
import java.util.Set;

/**
 * Says early that there may be other files in some folders. It need not: what it misses is found a
 * little later, since folders are also looked at when nothing is said about them. For one thread.
 */
interface FolderWatch extends AutoCloseable {
  /** Watches these folders, as far as that can be done, and no others any more. */
  void watch(Set<Path> folders);

  /** Whether something was made, renamed or deleted since this was asked last. */
  boolean hasNews();

  @Override
  void close();

  /** The one that the system has; it does not see what happens on other machines. */
  static FolderWatch real() {
    return new SystemFolderWatch();
  }
}

package io.correlator.cli;

/** What the command's exit code means. */
final class ExitCode {
  /** All done. */
  static final int DONE = 0;

  /** Something could not be read, or a plug-in failed; the rest was processed. */
  static final int INCOMPLETE = 1;

  /** The command line or the configuration is wrong; nothing was processed. */
  static final int USAGE = 2;

  private ExitCode() {}
}

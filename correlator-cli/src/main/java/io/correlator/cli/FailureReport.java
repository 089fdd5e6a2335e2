package io.correlator.cli;

import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.Failure.Kind;
import io.correlator.core.monitor.FailureHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Says on standard error that a part failed: the first time with the stack trace, for whoever wrote
 * it, then at the tenth, the hundredth and so on. What a plug-in throws may quote a log, so it is
 * escaped. Any thread may use it.
 */
final class FailureReport implements FailureHandler {
  private final Terminal terminal;
  private volatile boolean pluginFailed;

  FailureReport(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Whether a module or a listener has failed; statistics also count what failed in earlier runs.
   */
  boolean pluginFailed() {
    return pluginFailed;
  }

  @Override
  public void onFailure(Failure failure) {
    if (failure.kind() == Kind.MODULE || failure.kind() == Kind.LISTENER) {
      pluginFailed = true;
    }
    if (failure.kind() == Kind.SOURCE && failure.cause() instanceof IOException cause) {
      // The world, not the source, is to blame.
      terminal.say("%s failed: %s".formatted(failure.name(), cause.getMessage()));
    } else if (failure.count() == 1) {
      terminal.say("%s %s failed".formatted(failure.kind(), failure.name()));
      stackTrace(failure.cause()).lines().forEach(terminal::show);
    } else if (failure.isMilestone()) {
      terminal.say(
          "%s %s has failed %d times, most recently with %s"
              .formatted(failure.kind(), failure.name(), failure.count(), failure.cause()));
    }
  }

  private static String stackTrace(Throwable cause) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace));
    return trace.toString().replace("\t", "    ");
  }
}

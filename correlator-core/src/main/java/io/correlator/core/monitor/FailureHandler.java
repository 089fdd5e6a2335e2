package io.correlator.core.monitor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Told about every failure of a plug-in. Called from engine threads, several at a time; must return
 * soon. What it throws is ignored.
 */
@FunctionalInterface
public interface FailureHandler {
  /** Takes note of one failure. */
  void onFailure(Failure failure);

  /**
   * Logs failures through SLF4J: the first of each part with its stack trace, then the tenth, the
   * hundredth and so on, so that a part that fails for every record does not flood the log.
   */
  static FailureHandler logging() {
    Logger logger = LoggerFactory.getLogger("io.correlator.engine");
    return failure -> {
      if (failure.count() == 1) {
        logger.error("{} {} failed", failure.kind(), failure.name(), failure.cause());
      } else if (failure.isMilestone()) {
        logger.error(
            "{} {} has failed {} times, most recently with {}",
            failure.kind(),
            failure.name(),
            failure.count(),
            failure.cause().toString());
      }
    };
  }
}

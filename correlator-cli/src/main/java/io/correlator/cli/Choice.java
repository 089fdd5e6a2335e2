package io.correlator.cli;

import io.correlator.api.config.NearestName;
import java.util.List;

/** Options that take one of a few words. */
final class Choice {
  private Choice() {}

  /** If it is none of them, that is added to {@code mistakes}. */
  static void check(String option, String given, List<String> choices, List<String> mistakes) {
    if (!choices.contains(given)) {
      mistakes.add("%s: unknown '%s'%s".formatted(option, given, NearestName.hint(given, choices)));
    }
  }
}

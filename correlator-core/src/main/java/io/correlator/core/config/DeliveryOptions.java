package io.correlator.core.config;

import io.correlator.api.config.Config;
import io.correlator.api.listener.DeliverySettings;

/** The options that every listener has that is configured by name: how events reach it. */
final class DeliveryOptions {
  private DeliveryOptions() {}

  /** What {@code config} asks for; {@code present} where it does not say. */
  static DeliverySettings read(Config config, DeliverySettings present) {
    int capacity =
        atLeastOne(
            config, "queue", present.capacity(), "how many events wait for the listener at most");
    int attempts =
        atLeastOne(config, "attempts", present.attempts(), "how often an event is offered at most");
    return present
        .withCapacity(capacity)
        .withAttempts(attempts)
        .withOverflow(
            config.getEnum("overflow", present.overflow(), "what happens when more events wait"))
        .withGuarantee(
            config.getEnum(
                "guarantee", present.guarantee(), "whether what fails is offered again"));
  }

  private static int atLeastOne(Config config, String key, int present, String description) {
    int chosen = config.getInt(key, present, description);
    if (chosen < 1) {
      config.reject(key + ": must be at least 1, was " + chosen);
      return present;
    }
    return chosen;
  }
}

package io.correlator.examples;

import io.correlator.api.Event;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A module of your own: raises an alarm when one address keeps failing to log in. */
public record BruteForce(int threshold, Duration window) implements Module {
  private static final Pattern FAILED_LOGIN =
      Pattern.compile("login failed from (?<address>\\S+)$");

  @Override
  public String name() {
    return "brute-force";
  }

  @Override
  public Processor open(ModuleContext context) {
    var failures = context.slidingCounter("failures", threshold, window);
    return record -> {
      Matcher login = FAILED_LOGIN.matcher(record.message());
      if (login.find() && failures.crosses(login.group("address"), record)) {
        context.emit(
            Event.error("BruteForce")
                .summary(login.group("address") + " keeps failing to log in")
                .field("address", login.group("address"))
                .evidence(failures.evidence(login.group("address"))));
      }
    };
  }
}

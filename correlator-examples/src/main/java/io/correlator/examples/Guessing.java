package io.correlator.examples;

import io.correlator.api.Event;
import io.correlator.api.Slice;
import io.correlator.api.module.Detector;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.StagedModule;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.EventCount;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A module with two keys: counts failed logins by the address they come from, and by user. */
public record Guessing(int threshold, Duration window) implements StagedModule<Guessing.Side> {
  private static final Pattern FAILED =
      Pattern.compile("login of (?<user>\\S+) failed from (?<address>\\S+)$");

  /** Which end of a login a key is about. */
  public enum Side {
    ADDRESS,
    USER
  }

  @Override
  public String name() {
    return "guessing";
  }

  @Override
  public Detector<Side> openDetector() {
    return (record, hits) -> {
      Matcher login = FAILED.matcher(record.message());
      if (login.find()) {
        hits.add(Slice.of(login.group("address")), Side.ADDRESS);
        hits.add(Slice.of(login.group("user")), Side.USER);
      }
    };
  }

  @Override
  public KeyedProcessor<Side> open(ModuleContext context) {
    EventCount byAddress = count(context, "by-address", "GuessingAddress");
    EventCount byUser = count(context, "by-user", "GuessedUser");
    return (record, key, side) -> (side == Side.USER ? byUser : byAddress).add(key, record);
  }

  private EventCount count(ModuleContext context, String name, String type) {
    return context
        .operators()
        .count(
            name,
            CountSpec.atLeast(threshold).within(window),
            firing -> context.emit(Event.error(type).summary(firing.key().toString())));
  }
}

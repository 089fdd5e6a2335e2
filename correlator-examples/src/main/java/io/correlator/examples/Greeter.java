package io.correlator.examples;

import io.correlator.api.config.Config;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;

/** A module with an option: notes whom a program has greeted, in whatever words it does so. */
public record Greeter(String greeting) implements Module {
  /** Looks for {@code hello}. */
  public Greeter() {
    this("hello");
  }

  @Override
  public String name() {
    return "greeter";
  }

  @Override
  public Module configure(Config config) {
    return new Greeter(config.getString("greeting", greeting, "what to look for"));
  }

  @Override
  public Processor open(ModuleContext context) {
    return record -> {
      String message = record.message();
      if (message.startsWith(greeting + " ")) {
        context.emit(new Greeted(record.timestamp(), message.substring(greeting.length() + 1)));
      }
    };
  }
}

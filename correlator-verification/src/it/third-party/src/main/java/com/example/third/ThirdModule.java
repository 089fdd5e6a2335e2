package com.example.third;

import io.correlator.api.Event;
import io.correlator.api.config.Config;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;

/** Notes every line that has a word in it. */
public record ThirdModule(String word) implements Module {
  /** Looks for {@code session}. */
  public ThirdModule() {
    this("session");
  }

  @Override
  public String name() {
    return "third";
  }

  @Override
  public String description() {
    return "notes every line that has a word in it";
  }

  @Override
  public Module configure(Config config) {
    return new ThirdModule(config.getString("word", word, "the word to look for"));
  }

  @Override
  public Processor open(ModuleContext context) {
    return record -> {
      if (record.message().contains(word)) {
        context.emit(Event.notice("WordSeen").summary("saw " + word).evidence(record));
      }
    };
  }
}

package io.correlator.examples;

import io.correlator.api.EmittedEvent;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import java.util.Locale;

/** A listener of your own: repeats greetings, loudly. */
public final class Shout implements Listener {
  private final StringBuilder shouted = new StringBuilder();

  @Override
  public String name() {
    return "shout";
  }

  @Override
  public Interest interest() {
    return Interest.inTypes("Greeted");
  }

  @Override
  public void accept(EmittedEvent event) {
    shouted.append(event.summary().toUpperCase(Locale.ROOT)).append('\n');
  }

  /** What was shouted; to be read when the engine has ended. */
  public String shouted() {
    return shouted.toString();
  }
}

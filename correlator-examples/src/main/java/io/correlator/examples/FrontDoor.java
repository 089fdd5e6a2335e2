package io.correlator.examples;

import io.correlator.sources.HttpSource;

/** Takes what programs post that know a secret. */
public final class FrontDoor {
  private FrontDoor() {}

  /** Listens on the loopback address. */
  public static HttpSource with(String secret) {
    HttpSource door = HttpSource.builder().port(5180).token(secret).build();
    return door;
  }
}

package io.correlator.api.planted;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Breaks the promise that the API has no dependencies. */
public final class DependsOnALibrary {
  private DependsOnALibrary() {}

  /** What everyone would have to take. */
  public static ObjectMapper mapper() {
    return new ObjectMapper();
  }
}

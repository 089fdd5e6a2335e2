package io.correlator.api.state;

/**
 * Steps of a {@link Coincidence} that belong together: all of the ones must be seen and none of the
 * others.
 *
 * @param all the steps that must be seen, as bits: step 0 is bit 0; at least one
 * @param none the steps that must not be seen, as bits; none of those in {@code all}
 */
public record Combination(long all, long none) {

  public Combination {
    if (all == 0) {
      throw new IllegalArgumentException("combination: needs a step that must be seen");
    }
    if ((all & none) != 0) {
      throw new IllegalArgumentException("combination: a step cannot be seen and not be seen");
    }
  }

  /** Whether it holds if these steps, as bits, are seen and no others. */
  public boolean test(long seen) {
    return (seen & all) == all && (seen & none) == 0;
  }
}

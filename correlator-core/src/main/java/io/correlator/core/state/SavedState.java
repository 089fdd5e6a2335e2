package io.correlator.core.state;

import java.io.IOException;

/** State of a module that has a name, under which it is saved and restored. */
public interface SavedState {
  /** The version of what {@link #save} writes. */
  int version();

  /**
   * What this state is, in words. State that was saved under other words belongs to something else
   * and is refused.
   */
  String shape();

  /** About how many keys time decides, and has not yet. Looks at each of them. */
  default long undetermined() {
    return 0;
  }

  /**
   * Writes all that makes a difference to what happens from now on. Two that behave alike write the
   * same bytes.
   *
   * @throws IOException if a codec throws it
   */
  void save(StateOutput out) throws IOException;

  /**
   * Takes over what was saved; called before anything else happens to this.
   *
   * @throws IOException if something else stands there; what was taken over by then is of no use
   */
  void load(StateInput in) throws IOException;
}

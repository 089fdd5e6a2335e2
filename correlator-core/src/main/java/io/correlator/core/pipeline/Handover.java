package io.correlator.core.pipeline;

/**
 * What became of the state of a module when another one took its place.
 *
 * @param kept how many pieces go on
 * @param begun how many begin anew
 * @param forgotten how many nobody asks for any more
 * @param keys how many keys those held, if that is known
 */
record Handover(int kept, int begun, int forgotten, long keys) {
  /** Nothing happened. */
  static final Handover NOTHING = new Handover(0, 0, 0, 0);

  /** This and that of another group of keys, which has the same pieces. */
  Handover and(Handover group) {
    return new Handover(group.kept, group.begun, group.forgotten, keys + group.keys);
  }

  boolean changesAnything() {
    return begun > 0 || forgotten > 0;
  }
}

package io.correlator.rules.mapping;

import io.correlator.rules.mapping.RoutedIndex.Reach;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What rules may see of records whose fields have the same names. For one thread; not changed any
 * more when it is kept.
 */
final class Sight {
  private static final int NOWHERE = -1;

  private final RoutedIndex routed;

  /** The numbers of the fields that the records may have. */
  private final BitSet present = new BitSet();

  /** For each number of a field where it stands among those of a record. */
  private final int[] places;

  Sight(RoutedIndex routed) {
    this.routed = routed;
    places = new int[routed.names.length];
  }

  /** Looks at records with these names. */
  Sight of(List<String> names) {
    present.clear();
    present.or(routed.always);
    Arrays.fill(places, NOWHERE);
    for (int i = 0; i < names.size(); i++) {
      Reach reach = routed.reach.get(names.get(i));
      if (reach != null) {
        present.or(reach.others());
        if (reach.own() >= 0) {
          places[reach.own()] = i;
        }
      }
    }
    return this;
  }

  BitSet present() {
    return present;
  }

  /** Whether a record has the field of this number under its own name. */
  boolean hasOwn(int number) {
    return places[number] != NOWHERE;
  }

  /** Where it stands, if so. */
  int placeOf(int number) {
    return places[number];
  }
}

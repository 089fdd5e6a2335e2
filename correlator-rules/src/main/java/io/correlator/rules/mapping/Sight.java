package io.correlator.rules.mapping;

import io.correlator.rules.index.NumberedRecord;
import io.correlator.rules.mapping.RoutedIndex.Reach;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What rules may see of records whose fields have the same names. For one thread. */
final class Sight {
  private static final int NOWHERE = -1;

  private final RoutedIndex routed;

  /** The numbers of the fields that the records may have. */
  private final BitSet present = new BitSet();

  /** For each number of a field where it stands among those of a record. */
  private final int[] places;

  /** For each number of a field that stands nowhere by itself where to look for it, if known. */
  private final String[] @Nullable [] sources;

  /** The names of all fields of the records, if they are known for good. */
  private @Nullable Set<String> resolved;

  /** For fields without a number whether the records may have them. */
  private final Map<String, Boolean> others = new HashMap<>();

  /** What is known of the routes of such records, if they come again. */
  private @Nullable Ways ways;

  Sight(RoutedIndex routed) {
    this.routed = routed;
    places = new int[routed.names.length];
    sources = new String[routed.names.length][];
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

  /**
   * The same with what takes longer to find out: under which names a field may be found at all. For
   * a sight that is kept.
   */
  Sight resolved(List<String> names) {
    Set<String> known = Set.copyOf(names);
    resolved = known;
    ways = new Ways(routed, this);
    for (int i = present.nextSetBit(0); i >= 0; i = present.nextSetBit(i + 1)) {
      String field = routed.names[i];
      if (places[i] == NOWHERE && !RoutedIndex.isParsed(field)) {
        String[] possible =
            routed.mapping.names().sourcesOf(field).stream()
                .filter(source -> mayBeFound(source, known))
                .toArray(String[]::new);
        if (possible.length > 0 && known.contains(possible[0])) {
          places[i] = names.indexOf(possible[0]);
        } else {
          sources[i] = possible;
        }
      }
    }
    return this;
  }

  /**
   * Whether records may have a field that has no number, whatever their log source: under its name
   * or one that all records have.
   */
  boolean mayHave(String field) {
    Set<String> known = resolved;
    return known == null
        || others.computeIfAbsent(
            field,
            any ->
                routed.mapping.names().sourcesOf(field).stream()
                    .anyMatch(source -> mayBeFound(source, known)));
  }

  private boolean mayBeFound(String source, Set<String> names) {
    if (names.contains(source) || routed.isPart(source) || RoutedIndex.isParsed(source)) {
      return true;
    }
    int dot = source.indexOf('.');
    while (dot >= 0 && !names.contains(source.substring(0, dot))) {
      dot = source.indexOf('.', dot + 1);
    }
    return dot >= 0;
  }

  /**
   * The names under which a record may have the field of this number, whatever its log source, in
   * the order in which to look; null if that is not known.
   */
  String @Nullable [] sourcesOf(int number) {
    return sources[number];
  }

  /** What is known of the routes of a record; null if nothing is. */
  Ways.@Nullable Way wayOf(NumberedRecord record) {
    return ways == null ? null : ways.of(record);
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

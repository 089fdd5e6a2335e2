package io.correlator.rules.mapping;

import io.correlator.rules.detection.Folding;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.detection.Values;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the routes of a record without asking all: by the values of the few fields that tell most
 * of them apart, such as the id of an event. Immutable.
 */
final class RouteTable {
  private final List<Route> routes;
  private final BitSet always = new BitSet();

  /** By field, and by folded value of that field: the routes to ask. */
  private final Map<String, Map<String, BitSet>> byValue = new TreeMap<>();

  RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
    Map<String, Set<String>> values = new HashMap<>();
    for (Route route : routes) {
      route
          .needs()
          .forEach(
              (field, texts) -> values.computeIfAbsent(field, f -> new HashSet<>()).addAll(texts));
    }
    for (int i = 0; i < this.routes.size(); i++) {
      add(i, values);
    }
  }

  private void add(int index, Map<String, Set<String>> values) {
    Optional<Map.Entry<String, List<String>>> best =
        routes.get(index).needs().entrySet().stream()
            .max(
                Comparator.comparingInt(
                    need -> values.getOrDefault(need.getKey(), Set.of()).size()));
    if (best.isEmpty()) {
      always.set(index);
      return;
    }
    Map<String, BitSet> texts = byValue.computeIfAbsent(best.get().getKey(), f -> new HashMap<>());
    for (String text : best.get().getValue()) {
      texts.computeIfAbsent(Folding.fold(text), t -> new BitSet()).set(index);
    }
  }

  /** The routes that take the record, in order. */
  List<Route> of(RecordView view) {
    BitSet candidates = (BitSet) always.clone();
    byValue.forEach(
        (field, texts) ->
            Values.any(
                view.value(field),
                value -> {
                  BitSet found = texts.get(Folding.fold(Values.text(value)));
                  if (found != null) {
                    candidates.or(found);
                  }
                  return false;
                }));
    List<Route> taken = new ArrayList<>();
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      if (routes.get(i).takes(view)) {
        taken.add(routes.get(i));
      }
    }
    return taken;
  }
}

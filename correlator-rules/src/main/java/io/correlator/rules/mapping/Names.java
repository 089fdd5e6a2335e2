package io.correlator.rules.mapping;

import io.correlator.rules.detection.RecordView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Other names of fields. Immutable.
 *
 * @param others under which names a field may be found, in order
 * @param folders fields whose nested fields stand for themselves
 */
record Names(Map<String, List<String>> others, List<String> folders) {
  Names {
    Map<String, List<String>> copy = new HashMap<>();
    others.forEach((name, list) -> copy.put(name, List.copyOf(list)));
    others = Map.copyOf(copy);
    folders = List.copyOf(folders);
  }

  boolean isEmpty() {
    return others.isEmpty() && folders.isEmpty();
  }

  /** The first value that is found under another name; null if there is none. */
  @Nullable Object value(String field, RecordView view) {
    for (String other : others.getOrDefault(field, List.of())) {
      Object value = view.value(other);
      if (value != null) {
        return value;
      }
    }
    for (String folder : folders) {
      Object value = view.value(folder + "." + field);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** The field itself, and all names and paths under which it may be found. */
  List<String> sourcesOf(String field) {
    List<String> sources = new ArrayList<>(List.of(field));
    sources.addAll(others.getOrDefault(field, List.of()));
    folders.forEach(folder -> sources.add(folder + "." + field));
    return sources;
  }

  /** These names, then the other ones. */
  Names and(Names more) {
    return new Names(merged(others, more.others), union(folders, more.folders));
  }

  /** The lists of both maps, those of the first one first. */
  static Map<String, List<String>> merged(
      Map<String, List<String>> first, Map<String, List<String>> second) {
    Map<String, List<String>> merged = new HashMap<>(first);
    second.forEach((name, list) -> merged.merge(name, list, Names::union));
    return merged;
  }

  private static List<String> union(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).distinct().toList();
  }

  /** A record in which fields are also found under their other names. */
  RecordView over(RecordView view) {
    return isEmpty()
        ? view
        : new RecordView() {
          @Override
          public @Nullable Object value(String field) {
            Object value = view.value(field);
            return value == null ? Names.this.value(field, view) : value;
          }

          @Override
          public List<String> texts() {
            return view.texts();
          }
        };
  }
}

package io.correlator.rules.classify;

import io.correlator.rules.detection.LinearRegex;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.detection.Values;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Which records belong to a class, and what that says about them. Immutable; each is only equal to
 * itself.
 */
final class RecordClass {
  private final Predicate when;
  private final Parts parts;

  /** What expressions may find. */
  private final Set<String> groups = new HashSet<>();

  /**
   * What a class gives to its records.
   *
   * @param set fields that all of them have
   * @param from fields that stand under one of several other names in the record
   * @param extract expressions by field of the record, of which the first one that is found gives
   *     its named groups
   * @param pairs fields of the record with {@code name=value} in them
   * @param xml fields of the record that are a Windows event in XML
   */
  record Parts(
      Map<String, String> set,
      Map<String, List<String>> from,
      List<Extract> extract,
      List<String> pairs,
      List<String> xml) {
    Parts {
      set = Map.copyOf(set);
      from = Map.copyOf(from);
      extract = List.copyOf(extract);
      pairs = List.copyOf(pairs);
      xml = List.copyOf(xml);
    }

    boolean isEmpty() {
      return set.isEmpty()
          && from.isEmpty()
          && extract.isEmpty()
          && pairs.isEmpty()
          && xml.isEmpty();
    }
  }

  /** Expressions that are looked for in a field. */
  record Extract(String source, List<LinearRegex> expressions) {
    Extract {
      expressions = List.copyOf(expressions);
    }
  }

  RecordClass(Predicate when, Parts parts) {
    this.when = when;
    this.parts = parts;
    parts
        .extract()
        .forEach(each -> each.expressions().forEach(regex -> groups.addAll(regex.groupNames())));
  }

  /** What is true of such records. */
  Predicate when() {
    return when;
  }

  /**
   * What the class says of a record that belongs to it.
   *
   * @param inText gives, and remembers, what {@link #inText} finds
   */
  Optional<String> value(
      String field, RecordView record, Function<RecordClass, Map<String, String>> inText) {
    String set = parts.set().get(field);
    if (set != null) {
      return Optional.of(set);
    }
    Optional<String> moved = moved(field, record);
    boolean mayBeInText =
        groups.contains(field) || !parts.pairs().isEmpty() || !parts.xml().isEmpty();
    return moved.isPresent() || !mayBeInText
        ? moved
        : Optional.ofNullable(inText.apply(this).get(field));
  }

  private Optional<String> moved(String field, RecordView record) {
    String[] found = new String[1];
    for (String other : parts.from().getOrDefault(field, List.of())) {
      boolean taken =
          Values.any(
              record.value(other),
              value -> {
                String text = Values.text(value);
                found[0] = Addresses.isNamed(field) ? Addresses.strict(text) : text;
                return !found[0].isEmpty();
              });
      if (taken) {
        return Optional.of(found[0]);
      }
    }
    return Optional.empty();
  }

  /** All that is found in the texts of a record. */
  Map<String, String> inText(RecordView record) {
    Map<String, String> fields = new HashMap<>();
    for (Extract extract : parts.extract()) {
      each(extract.source(), record, text -> extract(extract.expressions(), text, fields));
    }
    for (String source : parts.pairs()) {
      each(source, record, text -> Pairs.read(text, fields::putIfAbsent));
    }
    for (String source : parts.xml()) {
      each(source, record, text -> EventXml.read(text, fields::putIfAbsent));
    }
    return fields;
  }

  private static void extract(
      List<LinearRegex> expressions, String text, Map<String, String> fields) {
    for (LinearRegex expression : expressions) {
      Map<String, String> groups = expression.groups(text);
      groups.forEach(
          (name, value) ->
              fields.putIfAbsent(name, Addresses.isNamed(name) ? Addresses.lenient(value) : value));
      if (!groups.isEmpty()) {
        return;
      }
    }
  }

  private static void each(String source, RecordView record, Consumer<String> text) {
    Values.any(
        record.value(source),
        value -> {
          text.accept(Values.text(value));
          return false;
        });
  }
}

package io.correlator.rules.mapping;

import io.correlator.rules.detection.RecordView;
import io.correlator.rules.model.LogSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record as rules see it: which log sources it belongs to, and its fields under the names of
 * Sigma. A field that the record has under that very name comes first. {@code parsed.NAME} is the
 * field NAME, and where the record has none, what its {@linkplain
 * io.correlator.rules.classify.Classifier classes} say. For one thread.
 */
public final class MappedRecord implements RecordView {
  private final RecordView record;
  private final Names common;
  private final RecordView own;
  private final List<Route> routes;

  /**
   * @param record under its own names
   * @param common names for records of all log sources
   * @param own the record under both
   * @param routes where it belongs to
   */
  MappedRecord(RecordView record, Names common, RecordView own, List<Route> routes) {
    this.record = record;
    this.common = common;
    this.own = own;
    this.routes = routes;
  }

  /** All log sources that the record belongs to; none if no mapping knows it. */
  public List<LogSource> logSources() {
    return routes.stream().map(Route::logSource).distinct().toList();
  }

  /** Whether a rule for {@code wanted} is about this record. */
  public boolean isOf(LogSource wanted) {
    for (Route route : routes) {
      if (wanted.includes(route.logSource())) {
        return true;
      }
    }
    return false;
  }

  @Override
  // JSpecify is for compilers that know it: modules that require this one need not have it.
  @SuppressWarnings("exports")
  public @Nullable Object value(String field) {
    Object parsed =
        field.startsWith(ClassifiedRecord.PARSED)
            ? value(field.substring(ClassifiedRecord.PARSED.length()))
            : null;
    return parsed == null ? named(field) : parsed;
  }

  private @Nullable Object named(String field) {
    Object value = own.value(field);
    for (int i = 0; value == null && i < routes.size(); i++) {
      Optional<Names> names = routes.get(i).names();
      value = names.isPresent() ? names.get().value(field, own) : null;
    }
    return value;
  }

  /**
   * Under which name the record has a field, if mappings lead there; if it has none, the names that
   * they lead to. Empty for a field under its own name, and for one that classes know.
   */
  public List<String> namesOf(String field) {
    String plain =
        field.startsWith(ClassifiedRecord.PARSED)
            ? field.substring(ClassifiedRecord.PARSED.length())
            : field;
    if (record.value(plain) != null || record.value(field) != null) {
      return List.of();
    }
    List<String> others =
        Stream.concat(Stream.of(common), routes.stream().flatMap(route -> route.names().stream()))
            .flatMap(names -> names.sourcesOf(plain).stream().skip(1))
            .distinct()
            .toList();
    List<String> found = others.stream().filter(name -> own.value(name) != null).limit(1).toList();
    return found.isEmpty() && value(field) == null ? others : found;
  }

  @Override
  public List<String> texts() {
    return own.texts();
  }
}

package io.correlator.rules.detection;

import java.util.Set;

/** Which fields a {@link Predicate} asks for. */
final class FieldNames {
  private FieldNames() {}

  static void collect(Predicate predicate, Set<String> names) {
    if (predicate instanceof Predicate.Selection selection) {
      collect(selection.part(), names);
    } else if (predicate instanceof Predicate.Not not) {
      collect(not.part(), names);
    } else if (predicate instanceof Predicate.All all) {
      all.parts().forEach(part -> collect(part, names));
    } else if (predicate instanceof Predicate.Any any) {
      any.parts().forEach(part -> collect(part, names));
    } else if (predicate instanceof Predicate.Field field) {
      names.add(field.field());
    } else if (predicate instanceof Predicate.Present present) {
      names.add(present.field());
    } else if (predicate instanceof Predicate.Absent absent) {
      names.add(absent.field());
    } else if (predicate instanceof Predicate.Compared compared) {
      names.add(compared.field());
      names.add(compared.other());
    }
  }
}

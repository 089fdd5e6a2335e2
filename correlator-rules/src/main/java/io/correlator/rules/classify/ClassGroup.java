package io.correlator.rules.classify;

import io.correlator.rules.detection.RecordView;
import io.correlator.rules.index.Matcher;
import io.correlator.rules.index.RuleIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * Classes that are asked for together, by one index over their conditions. A later group is asked
 * only for fields that those before it do not give. Immutable.
 */
final class ClassGroup {
  private final List<RecordClass> classes;
  private final RuleIndex index;

  ClassGroup(List<RecordClass> classes) {
    this.classes = List.copyOf(classes);
    this.index = RuleIndex.of(classes.stream().map(RecordClass::when).toList());
  }

  int size() {
    return classes.size();
  }

  Reader open() {
    return new Reader();
  }

  /** For one thread. */
  final class Reader {
    private final Matcher matcher = index.matcher();

    private Reader() {}

    /** The classes that a record belongs to, in order. */
    List<RecordClass> classesOf(RecordView record) {
      List<RecordClass> found = new ArrayList<>();
      matcher.match(record, number -> found.add(classes.get(number)));
      return found;
    }
  }
}

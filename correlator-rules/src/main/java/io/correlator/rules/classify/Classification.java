package io.correlator.rules.classify;

import io.correlator.rules.detection.RecordView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the classes of one record say about it. Nothing is looked for before it is asked for, and
 * nothing twice. For the thread of the reader that it comes from.
 */
public final class Classification {
  private final List<ClassGroup.Reader> groups;
  private final RecordView record;

  /** The classes of the groups that were asked so far. */
  private final List<List<RecordClass>> classes = new ArrayList<>();

  private final Map<RecordClass, Map<String, String>> found = new HashMap<>();
  private final Map<String, Optional<String>> known = new HashMap<>();

  Classification(List<ClassGroup.Reader> groups, RecordView record) {
    this.groups = groups;
    this.record = record;
  }

  /** The value of a field; nothing if no class gives it one. */
  public Optional<String> value(String field) {
    Optional<String> before = known.get(field);
    if (before != null) {
      return before;
    }
    Optional<String> value = find(field);
    known.put(field, value);
    return value;
  }

  private Optional<String> find(String field) {
    for (int group = 0; group < groups.size(); group++) {
      if (group == classes.size()) {
        classes.add(groups.get(group).classesOf(record));
      }
      for (RecordClass each : classes.get(group)) {
        Optional<String> value = each.value(field, record, this::inText);
        if (value.isPresent()) {
          return value;
        }
      }
    }
    return Optional.empty();
  }

  private Map<String, String> inText(RecordClass each) {
    return found.computeIfAbsent(each, it -> it.inText(record));
  }
}

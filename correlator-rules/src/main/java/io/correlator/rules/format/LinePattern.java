package io.correlator.rules.format;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.correlator.api.config.NearestName;
import io.correlator.rules.detection.LinearRegex;
import io.correlator.rules.detection.Test;
import io.correlator.rules.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One way in which lines of a format are written: an expression for the whole line, and what its
 * groups are called. Immutable; may be used by any thread.
 */
final class LinePattern {
  /** What the text of a group is turned into, if it can be. */
  enum Kind {
    TEXT,
    INT,
    FLOAT
  }

  /**
   * A group.
   *
   * @param name what it is called; several groups may be called the same
   * @param number which one it is in the expression
   */
  record Group(String name, Kind kind, int number) {}

  private final Pattern pattern;
  private final List<Group> groups;

  private LinePattern(Pattern pattern, List<Group> groups) {
    this.pattern = pattern;
    this.groups = List.copyOf(groups);
  }

  List<Group> groups() {
    return groups;
  }

  Matcher matcher(byte[] line) {
    return pattern.matcher(line);
  }

  /** An expression while it is put together. Groups have names of their own in it. */
  static final class Source {
    private static final String PREFIX = "g_";
    private static final int MOST_GROUPS = 100;

    private final StringBuilder text = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();

    void append(String more, int from, int to) {
      text.append(more, from, to);
      if (text.length() > LinearRegex.MAX_LENGTH) {
        throw new IllegalArgumentException(
            "with all that it uses, it is longer than %d characters"
                .formatted(LinearRegex.MAX_LENGTH));
      }
    }

    /** Opens what is closed by a parenthesis: a group if it has a name. */
    void open(Optional<String> name, String kind) {
      if (name.isEmpty()) {
        append("(?:", 0, 3);
        return;
      }
      if (!name.get().matches("[\\w.@-]{1,64}")) {
        throw new IllegalArgumentException(
            "%s is no name of a field: letters, digits, '_', '-', '.' and '@' are needed"
                .formatted(Problem.quoted(name.get())));
      }
      if (names.size() == MOST_GROUPS) {
        throw new IllegalArgumentException("it has more than %d groups".formatted(MOST_GROUPS));
      }
      String group = "(?P<" + PREFIX + names.size() + ">";
      append(group, 0, group.length());
      names.add(name.get());
      kinds.add(kind(kind));
    }

    private static Kind kind(String kind) {
      Map<String, Kind> known = Map.of("text", Kind.TEXT, "int", Kind.INT, "float", Kind.FLOAT);
      Kind found = known.get(kind);
      if (found == null) {
        throw new IllegalArgumentException(
            "%s is no kind of value%s"
                .formatted(Problem.quoted(kind), NearestName.hint(kind, known.keySet())));
      }
      return found;
    }

    /**
     * The expression within its limits.
     *
     * @throws IllegalArgumentException if it is beyond them, or wrong
     */
    LinearRegex regex() {
      return LinearRegex.compile(text.toString(), Set.of(Test.RegexFlag.DOT_ALL));
    }

    LinePattern compile() {
      LinearRegex unused = regex();
      Pattern pattern = Pattern.compile(text.toString(), Pattern.DOTALL);
      Map<String, Integer> numbers = new TreeMap<>(pattern.namedGroups());
      List<Group> groups = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        Integer number = numbers.remove(PREFIX + i);
        if (number == null) {
          // The engine forgets it.
          throw new IllegalArgumentException(
              "the pattern of %s is all that is repeated: put it in parentheses"
                  .formatted(Problem.quoted(names.get(i))));
        }
        groups.add(new Group(names.get(i), kinds.get(i), number));
      }
      // Those that are written as in any expression: (?P<name>...)
      numbers.forEach((name, number) -> groups.add(new Group(name, Kind.TEXT, number)));
      return new LinePattern(pattern, groups);
    }
  }
}

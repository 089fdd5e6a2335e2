package io.correlator.rules.regex;

import io.correlator.rules.regex.RegexTree.Choice;
import io.correlator.rules.regex.RegexTree.Group;
import io.correlator.rules.regex.RegexTree.One;
import io.correlator.rules.regex.RegexTree.Place;
import io.correlator.rules.regex.RegexTree.Repeat;
import io.correlator.rules.regex.RegexTree.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the named groups of a regular expression in texts of ASCII, as the engine for all texts
 * does, and much faster: it tries one way after another and never a second time what has led
 * nowhere, so it is linear in the text, too. Immutable; may be used by any thread.
 */
public final class AsciiGroups {
  /** The longest program: there is the engine for others. */
  private static final int MOST_STEPS = 1_000;

  /** How much is remembered at most of what led nowhere: a bit for each choice at each place. */
  private static final int MOST_BITS = 1 << 16;

  private enum Step {
    /** A character. */
    ONE,
    /** Goes on at one of two steps, the first of them if that leads to a match. */
    FORK,
    GO,
    /** Notes a place. */
    NOTE,
    BEGIN,
    END,
    FOUND
  }

  private final List<String> names;
  private final Step[] steps;

  /** The characters of a step. */
  private final AsciiSet[] characters;

  /** Where a step goes on, or which place it notes. */
  private final int[] first;

  /** Where it goes on otherwise. */
  private final int[] second;

  /** The numbers of the forks. */
  private final int[] forks;

  private final int forkCount;

  /** The characters that a match may begin with; all if it may be empty. */
  private final AsciiSet begin;

  private AsciiGroups(Program program) {
    names = List.copyOf(program.names);
    steps = program.steps.toArray(Step[]::new);
    characters = program.characters.toArray(AsciiSet[]::new);
    first = program.first.stream().mapToInt(Integer::intValue).toArray();
    second = program.second.stream().mapToInt(Integer::intValue).toArray();
    forks = new int[steps.length];
    int count = 0;
    for (int i = 0; i < steps.length; i++) {
      forks[i] = steps[i] == Step.FORK ? count++ : -1;
    }
    forkCount = count;
    begin = beginFrom(0, new BitSet());
  }

  private AsciiSet beginFrom(int step, BitSet seen) {
    if (seen.get(step)) {
      return AsciiSet.NONE;
    }
    seen.set(step);
    return switch (steps[step]) {
      case ONE -> characters[step];
      case FORK -> beginFrom(first[step], seen).or(beginFrom(second[step], seen));
      case GO -> beginFrom(first[step], seen);
      case NOTE, BEGIN -> beginFrom(step + 1, seen);
      case END, FOUND -> AsciiSet.ALL;
    };
  }

  /**
   * Makes an expression ready that the engine takes, if it has named groups and is one of those
   * that are known here: not too large, with no conditions on places but the beginning and the end
   * of the text, and without repetitions of what may be empty.
   */
  public static Optional<AsciiGroups> of(RegexTree tree) {
    Program program = new Program();
    program.write(tree);
    program.add(Step.FOUND, 0);
    return program.isExact && !program.names.isEmpty()
        ? Optional.of(new AsciiGroups(program))
        : Optional.empty();
  }

  /** The names of the groups that it finds. */
  public Set<String> names() {
    return Set.copyOf(names);
  }

  /**
   * What the named groups are where the expression is first found, by name, without those that did
   * not take part; empty if it is not found.
   *
   * @return nothing if the text is long or has other characters: somebody else must say
   */
  public Optional<Map<String, String>> find(String text) {
    return (long) forkCount * (text.length() + 1) > MOST_BITS
        ? Optional.empty()
        : new Search(text).find();
  }

  /** A search in one text. */
  private final class Search {
    private final String text;

    /** A bit for each fork at each place: nothing that begins there leads to a match. */
    private final long[] tried;

    private final int[] noted = new int[2 * names.size()];

    /**
     * What to go back to, in pairs: a step and a place; or a note, as its complement, and the place
     * that it had.
     */
    private int[] stack = new int[64];

    private int top;
    private boolean isBeyond;

    Search(String text) {
      this.text = text;
      tried = new long[forkCount * (text.length() + 1) / Long.SIZE + 1];
      Arrays.fill(noted, -1);
    }

    Optional<Map<String, String>> find() {
      int last = steps[0] == Step.BEGIN ? 0 : text.length();
      for (int start = 0; start <= last && !isBeyond; start++) {
        if (mayBegin(start) && isFoundFrom(start)) {
          return Optional.of(groups());
        }
      }
      return isBeyond ? Optional.empty() : Optional.of(Map.of());
    }

    private boolean mayBegin(int at) {
      return at == text.length() || text.charAt(at) >= 128 || begin.has(text.charAt(at));
    }

    private boolean isFoundFrom(int start) {
      push(0, start);
      while (top > 0) {
        int place = stack[--top];
        int step = stack[--top];
        if (step < 0) {
          noted[~step] = place;
        } else if (isFound(step, place)) {
          return true;
        }
      }
      return false;
    }

    /** Goes on until something does not fit. */
    private boolean isFound(int from, int start) {
      int step = from;
      int at = start;
      while (true) {
        switch (steps[step]) {
          case ONE -> {
            if (at == text.length()) {
              return false;
            }
            char c = text.charAt(at);
            if (c >= 128) {
              isBeyond = true;
              top = 0;
              return false;
            } else if (!characters[step].has(c)) {
              return false;
            }
            at++;
            step++;
          }
          case FORK -> {
            int bit = forks[step] * (text.length() + 1) + at;
            if ((tried[bit / Long.SIZE] & 1L << bit) != 0) {
              return false;
            }
            tried[bit / Long.SIZE] |= 1L << bit;
            push(second[step], at);
            step = first[step];
          }
          case GO -> step = first[step];
          case NOTE -> {
            push(~first[step], noted[first[step]]);
            noted[first[step]] = at;
            step++;
          }
          case BEGIN -> {
            if (at > 0) {
              return false;
            }
            step++;
          }
          case END -> {
            if (at < text.length()) {
              return false;
            }
            step++;
          }
          case FOUND -> {
            return true;
          }
        }
      }
    }

    private void push(int step, int place) {
      if (top == stack.length) {
        stack = Arrays.copyOf(stack, 2 * stack.length);
      }
      stack[top++] = step;
      stack[top++] = place;
    }

    private Map<String, String> groups() {
      Map<String, String> groups = new TreeMap<>();
      for (int i = 0; i < names.size(); i++) {
        if (noted[2 * i] >= 0 && noted[2 * i + 1] >= 0) {
          groups.put(names.get(i), text.substring(noted[2 * i], noted[2 * i + 1]));
        }
      }
      return groups;
    }
  }

  /** Steps that are written one after another. */
  private static final class Program {
    private final List<String> names = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<AsciiSet> characters = new ArrayList<>();
    private final List<Integer> first = new ArrayList<>();
    private final List<Integer> second = new ArrayList<>();
    private final Map<One, Optional<AsciiSet>> known = new HashMap<>();
    private boolean isExact = true;

    int add(Step step, int next) {
      steps.add(step);
      characters.add(AsciiSet.NONE);
      first.add(next);
      second.add(0);
      isExact &= steps.size() <= MOST_STEPS;
      return steps.size() - 1;
    }

    void write(RegexTree tree) {
      if (!isExact) {
        return;
      } else if (tree instanceof Sequence sequence) {
        sequence.parts().forEach(this::write);
      } else if (tree instanceof Choice choice) {
        write(choice.parts());
      } else if (tree instanceof Repeat repeat) {
        write(repeat);
      } else if (tree instanceof Group group) {
        write(group);
      } else if (tree instanceof One one) {
        write(one);
      } else {
        isExact &= tree != Place.OTHER;
        add(tree == Place.BEGIN ? Step.BEGIN : Step.END, 0);
      }
    }

    private void write(One one) {
      Optional<AsciiSet> set = known.computeIfAbsent(one, AsciiSet::of);
      isExact &= set.isPresent();
      characters.set(add(Step.ONE, 0), set.orElse(AsciiSet.NONE));
    }

    private void write(Group group) {
      if (!names.contains(group.name())) {
        names.add(group.name());
      }
      int note = 2 * names.indexOf(group.name());
      add(Step.NOTE, note);
      write(group.part());
      add(Step.NOTE, note + 1);
    }

    private void write(List<RegexTree> choices) {
      List<Integer> ends = new ArrayList<>();
      for (int i = 0; i < choices.size() - 1; i++) {
        int fork = fork();
        write(choices.get(i));
        ends.add(add(Step.GO, 0));
        leave(fork, true);
      }
      write(choices.get(choices.size() - 1));
      ends.forEach(end -> first.set(end, steps.size()));
    }

    private void write(Repeat repeat) {
      // The engine has its own ways with what is empty again and again.
      isExact &= repeat.most() == 1 || !mayBeEmpty(repeat.part());
      for (int i = 0; i < repeat.least() && isExact; i++) {
        write(repeat.part());
      }
      List<Integer> forks = new ArrayList<>();
      if (repeat.most() == Repeat.UNBOUNDED) {
        int fork = fork();
        forks.add(fork);
        write(repeat.part());
        add(Step.GO, fork);
      }
      for (int i = repeat.least(); i < repeat.most() && isExact; i++) {
        forks.add(fork());
        write(repeat.part());
      }
      forks.forEach(fork -> leave(fork, repeat.greedy()));
    }

    /** A fork, one way of which is what is written next. */
    private int fork() {
      return add(Step.FORK, 0);
    }

    /** The other way of a fork is what is written from here on: tried at last, or first. */
    private void leave(int fork, boolean atLast) {
      first.set(fork, atLast ? fork + 1 : steps.size());
      second.set(fork, atLast ? steps.size() : fork + 1);
    }

    private static boolean mayBeEmpty(RegexTree tree) {
      if (tree instanceof Sequence sequence) {
        return sequence.parts().stream().allMatch(Program::mayBeEmpty);
      } else if (tree instanceof Choice choice) {
        return choice.parts().stream().anyMatch(Program::mayBeEmpty);
      } else if (tree instanceof Repeat repeat) {
        return repeat.least() == 0 || mayBeEmpty(repeat.part());
      } else if (tree instanceof Group group) {
        return mayBeEmpty(group.part());
      }
      return tree instanceof Place;
    }
  }
}

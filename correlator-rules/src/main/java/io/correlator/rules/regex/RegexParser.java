package io.correlator.rules.regex;

import io.correlator.rules.regex.RegexTree.Choice;
import io.correlator.rules.regex.RegexTree.Place;
import io.correlator.rules.regex.RegexTree.Repeat;
import io.correlator.rules.regex.RegexTree.Sequence;
import io.correlator.rules.regex.RegexTree.Something;
import io.correlator.rules.regex.RegexTree.Text;
import io.correlator.rules.regex.RegexTree.TooDeepException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the syntax of RE2. What it is not sure about becomes {@link Something}, of which nothing is
 * concluded.
 */
final class RegexParser {
  /** A class such as {@code [Pp]} is a choice of texts if it has no more members than this. */
  private static final int MAX_MEMBERS = 4;

  private final String pattern;
  private int at;
  private int depth;
  private boolean ignoreCase;

  RegexParser(String pattern, boolean ignoreCase) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
  }

  RegexTree parse() {
    RegexTree tree = choice();
    if (at < pattern.length()) {
      throw new IllegalArgumentException("unmatched ) at " + at);
    }
    return tree;
  }

  private RegexTree choice() {
    List<RegexTree> parts = new ArrayList<>();
    parts.add(sequence());
    while (skip("|")) {
      parts.add(sequence());
    }
    return parts.size() == 1 ? parts.get(0) : new Choice(parts);
  }

  private RegexTree sequence() {
    List<RegexTree> parts = new ArrayList<>();
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      if (skip("\\Q")) {
        quoted(parts);
      } else {
        RegexTree atom = atom();
        parts.add(at < pattern.length() ? repeated(atom) : atom);
      }
    }
    return parts.size() == 1 ? parts.get(0) : new Sequence(parts);
  }

  /** Text up to {@code \E}; a repetition after it repeats its last character. */
  private void quoted(List<RegexTree> parts) {
    int end = pattern.indexOf("\\E", at);
    int to = end < 0 ? pattern.length() : end;
    while (at < to) {
      parts.add(character());
    }
    at = end < 0 ? to : end + 2;
    if (!parts.isEmpty() && at < pattern.length()) {
      parts.set(parts.size() - 1, repeated(parts.get(parts.size() - 1)));
    }
  }

  private RegexTree atom() {
    return switch (pattern.charAt(at)) {
      case '(' -> group();
      case '[' -> characterClass();
      case '\\' -> escape();
      case '.' -> skipped(new Something());
      case '^', '$' -> skipped(new Place());
      default -> character();
    };
  }

  private RegexTree skipped(RegexTree tree) {
    at++;
    return tree;
  }

  /** A character that stands for itself. */
  private RegexTree character() {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return literal(c);
  }

  private RegexTree literal(int c) {
    boolean alone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    // Which characters outside ASCII are the same but for case is a matter of taste.
    if (alone || (ignoreCase && c >= 128)) {
      return new Something();
    }
    return new Text(Character.toString(c), !ignoreCase);
  }

  private RegexTree repeated(RegexTree atom) {
    RegexTree tree = atom;
    while (at < pattern.length()) {
      if (skip("*")) {
        tree = new Repeat(tree, 0, Repeat.UNBOUNDED);
      } else if (skip("+")) {
        tree = new Repeat(tree, 1, Repeat.UNBOUNDED);
      } else if (skip("?")) {
        tree = new Repeat(tree, 0, 1);
      } else {
        RegexTree counted = counted(tree);
        if (counted == tree) {
          return tree;
        }
        tree = counted;
      }
      skip("?");
    }
    return tree;
  }

  /** {@code {n}}, {@code {n,}} or {@code {n,m}}; anything else in braces is text. */
  private RegexTree counted(RegexTree part) {
    int start = at;
    if (skip("{")) {
      int least = number();
      int most = least;
      if (skip(",")) {
        most = at < pattern.length() && pattern.charAt(at) == '}' ? Repeat.UNBOUNDED : number();
      }
      if (least >= 0 && (most >= 0 || most == Repeat.UNBOUNDED) && skip("}")) {
        return new Repeat(part, least, most);
      }
    }
    at = start;
    return part;
  }

  /** A number, at most a million; -2 if there is none. */
  private int number() {
    int start = at;
    int number = 0;
    while (at < pattern.length() && isDigit(pattern.charAt(at))) {
      number = Math.min(1_000_000, number * 10 + pattern.charAt(at++) - '0');
    }
    return at == start ? -2 : number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private RegexTree group() {
    at++;
    boolean ignoredCase = ignoreCase;
    if (skip("?") && setsFlagsOnly()) {
      return new Sequence(List.of());
    }
    if (++depth > RegexTree.MAX_DEPTH) {
      throw new TooDeepException("groups in more than " + RegexTree.MAX_DEPTH + " groups");
    }
    RegexTree inner = choice();
    if (!skip(")")) {
      throw new IllegalArgumentException("missing )");
    }
    depth--;
    ignoreCase = ignoredCase;
    return inner;
  }

  /** Reads what follows {@code (?}; true if it was {@code (?flags)}, which goes on after it. */
  private boolean setsFlagsOnly() {
    if (skip("P<") || skip("<")) {
      int end = pattern.indexOf('>', at);
      if (end < 0) {
        throw new IllegalArgumentException("missing > after the name of a group");
      }
      at = end + 1;
      return false;
    }
    boolean on = true;
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      if (c == ':' || c == ')') {
        return c == ')';
      } else if (c == '-') {
        on = false;
      } else if (c == 'i') {
        ignoreCase = on;
      }
    }
    throw new IllegalArgumentException("missing )");
  }

  private RegexTree escape() {
    at++;
    if (at >= pattern.length()) {
      throw new IllegalArgumentException("a backslash at the end");
    }
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return switch (c) {
      case 'b', 'B', 'A', 'z', 'Z' -> new Place();
      case 'p', 'P' -> name();
      case 'x' -> hexadecimal();
      case 't' -> literal('\t');
      case 'n' -> literal('\n');
      case 'r' -> literal('\r');
      default -> c < 128 && !Character.isLetterOrDigit(c) ? literal(c) : digits();
    };
  }

  private RegexTree name() {
    skipBraces();
    return new Something();
  }

  /** A class such as {@code \d}, or a character by its octal number. */
  private RegexTree digits() {
    while (at < pattern.length() && isDigit(pattern.charAt(at))) {
      at++;
    }
    return new Something();
  }

  private RegexTree hexadecimal() {
    if (!skipBraces()) {
      at = Math.min(pattern.length(), at + 1);
    }
    return new Something();
  }

  /** Skips {@code {name}} or one character; true if there were braces. */
  private boolean skipBraces() {
    int end = pattern.startsWith("{", at) ? pattern.indexOf('}', at) : -1;
    boolean braces = end >= 0;
    at = braces ? end + 1 : Math.min(pattern.length(), at + 1);
    return braces;
  }

  private RegexTree characterClass() {
    at++;
    boolean simple = !skip("^");
    List<RegexTree> members = new ArrayList<>();
    boolean first = true;
    while (first || !pattern.startsWith("]", at)) {
      if (at >= pattern.length()) {
        throw new IllegalArgumentException("missing ]");
      }
      simple &= member(members);
      first = false;
    }
    at++;
    boolean known =
        simple
            && members.size() <= MAX_MEMBERS
            && members.stream().allMatch(member -> member instanceof Text);
    return known ? new Choice(members) : new Something();
  }

  /** Reads a member of a class; false if it stands for more than one character. */
  private boolean member(List<RegexTree> members) {
    int end = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
    if (end >= 0) {
      at = end + 2;
      return false;
    }
    int start = at;
    members.add(pattern.charAt(at) == '\\' ? escape() : character());
    // A minus after anything may make a range: whatever it means, it is not one known character.
    return pattern.charAt(start) != '-' && !pattern.startsWith("-", at);
  }

  private boolean skip(String expected) {
    if (pattern.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }
}

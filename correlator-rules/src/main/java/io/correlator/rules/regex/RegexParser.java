package io.correlator.rules.regex;

import io.correlator.rules.regex.RegexTree.Choice;
import io.correlator.rules.regex.RegexTree.Group;
import io.correlator.rules.regex.RegexTree.One;
import io.correlator.rules.regex.RegexTree.Place;
import io.correlator.rules.regex.RegexTree.Repeat;
import io.correlator.rules.regex.RegexTree.Sequence;
import io.correlator.rules.regex.RegexTree.TooDeepException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the syntax of RE2. What it is not sure about becomes a character or a place of which
 * nothing is known, and nothing is concluded from it.
 */
final class RegexParser {
  /** The members of a class such as {@code [Pp]} are told if they are no more than this. */
  private static final int MAX_MEMBERS = 4;

  /** Escapes of one letter that stand for characters. */
  private static final String SHORT_ESCAPES = "dDsSwWtnrfva";

  private final String pattern;
  private int at;
  private int depth;
  private boolean ignoreCase;
  private boolean dotAll;
  private boolean multiLine;
  private boolean ungreedy;

  RegexParser(String pattern, boolean ignoreCase, boolean dotAll) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
    this.dotAll = dotAll;
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
        repeatLast(parts);
      } else {
        RegexTree atom = atom();
        if (isEmpty(atom)) {
          repeatLast(parts);
        } else {
          parts.add(repeated(atom));
        }
      }
    }
    return parts.size() == 1 ? parts.get(0) : new Sequence(parts);
  }

  private static boolean isEmpty(RegexTree part) {
    return part instanceof Sequence sequence && sequence.parts().isEmpty();
  }

  /** Text up to {@code \E}. */
  private void quoted(List<RegexTree> parts) {
    int end = pattern.indexOf("\\E", at);
    int to = end < 0 ? pattern.length() : end;
    while (at < to) {
      int c = pattern.codePointAt(at);
      at += Character.charCount(c);
      parts.add(new One("", literal(c), ignoreCase, dotAll));
    }
    at = end < 0 ? to : end + 2;
  }

  /** What follows quoted text or flags repeats what stands before them. */
  private void repeatLast(List<RegexTree> parts) {
    int start = at;
    RegexTree repeated = repeated(parts.isEmpty() ? Place.OTHER : parts.get(parts.size() - 1));
    if (at > start) {
      if (!parts.isEmpty()) {
        parts.set(parts.size() - 1, repeated);
      }
      // An empty part may have been last, and was not kept.
      parts.add(Place.OTHER);
    }
  }

  private RegexTree atom() {
    return switch (pattern.charAt(at)) {
      case '(' -> group();
      case '[' -> characterClass();
      case '\\' -> escape();
      case '.' -> skipped(new One(".", Set.of(), ignoreCase, dotAll));
      case '^' -> skipped(multiLine ? Place.OTHER : Place.BEGIN);
      case '$' -> skipped(multiLine ? Place.OTHER : Place.END);
      default -> character();
    };
  }

  private RegexTree skipped(RegexTree tree) {
    at++;
    return tree;
  }

  /** A character that stands for itself. */
  private RegexTree character() {
    int start = at;
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    Unfoldable.check(c, c, ignoreCase);
    return one(start, literal(c));
  }

  /** What was read since {@code start}, as one character. */
  private One one(int start, Set<String> texts) {
    return new One(pattern.substring(start, at), texts, ignoreCase, dotAll);
  }

  private Set<String> literal(int c) {
    boolean alone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    // Which characters outside ASCII are the same but for case is a matter of taste.
    return alone || (ignoreCase && c >= 128) ? Set.of() : Set.of(Character.toString(c));
  }

  private RegexTree repeated(RegexTree atom) {
    RegexTree tree = atom;
    while (at < pattern.length()) {
      if (skip("*")) {
        tree = repeat(tree, 0, Repeat.UNBOUNDED);
      } else if (skip("+")) {
        tree = repeat(tree, 1, Repeat.UNBOUNDED);
      } else if (skip("?")) {
        tree = repeat(tree, 0, 1);
      } else {
        RegexTree counted = counted(tree);
        if (counted == tree) {
          return tree;
        }
        tree = counted;
      }
    }
    return tree;
  }

  private Repeat repeat(RegexTree part, int least, int most) {
    boolean lazy = skip("?");
    return new Repeat(part, least, most, lazy == ungreedy);
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
        return repeat(part, least, most);
      }
    }
    at = start;
    return part;
  }

  /** A number without a leading zero, at most a million; -2 if there is none. */
  private int number() {
    int start = at;
    int number = 0;
    while (at < pattern.length() && isDigit(pattern.charAt(at))) {
      number = Math.min(1_000_000, number * 10 + pattern.charAt(at++) - '0');
    }
    boolean leadingZero = at > start + 1 && pattern.charAt(start) == '0';
    return at == start || leadingZero ? -2 : number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private RegexTree group() {
    at++;
    boolean ignoredCase = ignoreCase;
    boolean dottedAll = dotAll;
    boolean hadLines = multiLine;
    boolean wasUngreedy = ungreedy;
    String name = name();
    if (name.isEmpty() && skip("?") && setsFlagsOnly()) {
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
    dotAll = dottedAll;
    multiLine = hadLines;
    ungreedy = wasUngreedy;
    return name.isEmpty() ? inner : new Group(name, inner);
  }

  /** Reads {@code ?P<name>} or {@code ?<name>}; empty if the group has no name. */
  private String name() {
    if (!skip("?P<") && !skip("?<")) {
      return "";
    }
    int start = at;
    int end = pattern.indexOf('>', at);
    if (end < 0) {
      throw new IllegalArgumentException("missing > after the name of a group");
    }
    at = end + 1;
    return pattern.substring(start, end);
  }

  /** Reads what follows {@code (?}; true if it was {@code (?flags)}, which goes on after it. */
  private boolean setsFlagsOnly() {
    boolean on = true;
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      if (c == ':' || c == ')') {
        return c == ')';
      } else if (c == '-') {
        on = false;
      } else if (c == 'i') {
        ignoreCase = on;
      } else if (c == 's') {
        dotAll = on;
      } else if (c == 'm') {
        multiLine = on;
      } else if (c == 'U') {
        ungreedy = on;
      }
    }
    throw new IllegalArgumentException("missing )");
  }

  private RegexTree escape() {
    int start = at++;
    if (at >= pattern.length()) {
      throw new IllegalArgumentException("a backslash at the end");
    }
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return switch (c) {
      case 'b', 'B', 'A', 'z', 'Z' -> Place.OTHER;
      case 'p', 'P' -> {
        skipBraces();
        yield one(start, Set.of());
      }
      case 'x' -> {
        if (!skipBraces()) {
          at = Math.min(pattern.length(), at + 1);
        }
        int code = codePoint(start);
        Unfoldable.check(code, code, ignoreCase);
        yield one(start, Set.of());
      }
      case 't' -> one(start, literal('\t'));
      case 'n' -> one(start, literal('\n'));
      case 'r' -> one(start, literal('\r'));
      default -> other(start, c);
    };
  }

  /** A class such as {@code \d}, a character after a backslash, or one by its octal number. */
  private RegexTree other(int start, int c) {
    if (SHORT_ESCAPES.indexOf(c) >= 0) {
      return one(start, Set.of());
    } else if (c < 128 && !Character.isLetterOrDigit(c)) {
      return one(start, literal(c));
    }
    while (at < pattern.length() && isDigit(pattern.charAt(at))) {
      at++;
    }
    return new One("", Set.of(), ignoreCase, dotAll);
  }

  /** Skips {@code {name}} or one character; true if there were braces. */
  private boolean skipBraces() {
    int end = pattern.startsWith("{", at) ? pattern.indexOf('}', at) : -1;
    boolean braces = end >= 0;
    at = braces ? end + 1 : Math.min(pattern.length(), at + 1);
    return braces;
  }

  private RegexTree characterClass() {
    int start = at++;
    boolean simple = !skip("^");
    Set<String> members = new HashSet<>();
    boolean first = true;
    while (first || !pattern.startsWith("]", at)) {
      if (at >= pattern.length()) {
        throw new IllegalArgumentException("missing ]");
      }
      simple &= member(members);
      first = false;
    }
    at++;
    return one(start, simple && members.size() <= MAX_MEMBERS ? members : Set.of());
  }

  /** Reads a member of a class; false if it is not just one known character. */
  private boolean member(Set<String> members) {
    int end = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
    if (end >= 0) {
      at = end + 2;
      return false;
    }
    int start = at;
    RegexTree member = memberAlone();
    if (pattern.startsWith("-", at) && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
      return range(start);
    }
    Set<String> texts = member instanceof One one ? one.texts() : Set.of();
    members.addAll(texts);
    // What is before or after a minus is not looked at closely.
    return !texts.isEmpty() && pattern.charAt(start) != '-' && !pattern.startsWith("-", at);
  }

  private RegexTree memberAlone() {
    return pattern.charAt(at) == '\\' ? escape() : character();
  }

  /** What begins at {@code start} may be a range, and is not one known character. */
  private boolean range(int start) {
    int first = codePoint(start);
    at++;
    int last = at;
    if (!pattern.startsWith("[:", at)) {
      RegexTree unused = memberAlone();
      Unfoldable.check(first, codePoint(last), ignoreCase);
    }
    return false;
  }

  /** The character that the member is that begins there; 0 if it is several, or not known. */
  private int codePoint(int start) {
    if (pattern.charAt(start) != '\\') {
      return pattern.codePointAt(start);
    }
    if (!pattern.startsWith("x", start + 1)) {
      return 0;
    }
    String digits = pattern.substring(start + 2, at).replace("{", "").replace("}", "");
    return digits.matches("[0-9a-fA-F]{1,6}") ? Integer.parseInt(digits, 16) : 0;
  }

  private boolean skip(String expected) {
    if (pattern.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }
}

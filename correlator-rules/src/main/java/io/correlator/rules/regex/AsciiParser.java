package io.correlator.rules.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.correlator.rules.regex.AsciiTree.Choice;
import io.correlator.rules.regex.AsciiTree.OneOf;
import io.correlator.rules.regex.AsciiTree.Repeat;
import io.correlator.rules.regex.AsciiTree.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an expression that the engine takes, exactly or not at all. Which characters a class or an
 * escape stands for is asked of the engine itself, one by one; what is read here is only how they
 * are put together. Conditions on the place are known at the ends of the whole expression.
 */
final class AsciiParser {
  private static final int LONGEST_NUMBER = 4;

  /** Escapes of one letter that stand for characters. */
  private static final String SHORT_ESCAPES = "dDsSwWtnrfva";

  private final String pattern;
  private boolean ignoreCase;
  private boolean dotAll;
  private int at;
  private int depth;
  private boolean starts;
  private boolean ends;

  AsciiParser(String pattern, boolean ignoreCase, boolean dotAll) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
    this.dotAll = dotAll;
  }

  /** Thrown for what this parser does not know. */
  static final class BeyondException extends Exception {
    private static final long serialVersionUID = 1L;

    BeyondException() {
      super("beyond", null, false, false);
    }
  }

  AsciiTree parse() throws BeyondException {
    AsciiTree tree = choice();
    check(at == pattern.length());
    check(!(tree instanceof Choice) || !(starts || ends));
    return tree;
  }

  /** Whether it is found only where the text begins. */
  boolean starts() {
    return starts;
  }

  /** Whether it is found only where the text ends. */
  boolean ends() {
    return ends;
  }

  private static void check(boolean known) throws BeyondException {
    if (!known) {
      throw new BeyondException();
    }
  }

  private AsciiTree choice() throws BeyondException {
    List<AsciiTree> parts = new ArrayList<>();
    parts.add(sequence());
    while (skip('|')) {
      parts.add(sequence());
    }
    return parts.size() == 1 ? parts.get(0) : new Choice(parts);
  }

  private AsciiTree sequence() throws BeyondException {
    List<AsciiTree> parts = new ArrayList<>();
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      if (depth == 0 && parts.isEmpty() && skip('^')) {
        starts = true;
      } else if (depth == 0 && at == pattern.length() - 1 && skip('$')) {
        ends = true;
      } else {
        AsciiTree part = repeated(atom());
        if (part.positions() > 0) {
          parts.add(part);
        }
      }
    }
    return parts.size() == 1 ? parts.get(0) : new Sequence(parts);
  }

  private AsciiTree atom() throws BeyondException {
    int from = at;
    switch (pattern.charAt(at)) {
      case '(' -> {
        return group();
      }
      case '[' -> skipClass();
      case '\\' -> skipEscape();
      case '.' -> at++;
      case '^', '$', '*', '+', '?', '{' -> throw new BeyondException();
      default -> at += Character.charCount(pattern.codePointAt(at));
    }
    return characters(pattern.substring(from, at));
  }

  /** The characters that an expression for one of them takes, as the engine knows it. */
  private OneOf characters(String expression) throws BeyondException {
    long low = 0;
    long high = 0;
    try {
      int flags = (ignoreCase ? Pattern.CASE_INSENSITIVE : 0) | (dotAll ? Pattern.DOTALL : 0);
      Pattern one = Pattern.compile(expression, flags);
      for (int c = 0; c < 128; c++) {
        if (one.matches(String.valueOf((char) c))) {
          low |= c < 64 ? 1L << c : 0;
          high |= c < 64 ? 0 : 1L << c;
        }
      }
    } catch (PatternSyntaxException e) {
      throw new BeyondException();
    }
    return new OneOf(low, high);
  }

  private void skipEscape() throws BeyondException {
    check(at + 1 < pattern.length());
    char c = pattern.charAt(at + 1);
    at += 2;
    if (c == 'p' || c == 'P' || c == 'x') {
      int close = pattern.startsWith("{", at) ? pattern.indexOf('}', at) : -1;
      at = close >= 0 ? close + 1 : at + (c == 'x' ? 2 : 1);
      check(at <= pattern.length());
    } else {
      check(SHORT_ESCAPES.indexOf(c) >= 0 || (c < 128 && !Character.isLetterOrDigit(c)));
    }
  }

  private void skipClass() throws BeyondException {
    at++;
    skip('^');
    boolean first = true;
    while (first || !pattern.startsWith("]", at)) {
      int name = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
      at = name >= 0 ? name + 2 : at + (pattern.startsWith("\\", at) ? 2 : 1);
      first = false;
      check(at < pattern.length());
    }
    at++;
  }

  private AsciiTree group() throws BeyondException {
    at++;
    boolean ignoredCase = ignoreCase;
    boolean dottedAll = dotAll;
    if (skip('?') && setsFlagsOnly()) {
      // The engine would repeat what stands before the flags.
      check(at == pattern.length() || "*+?{".indexOf(pattern.charAt(at)) < 0);
      return new Sequence(List.of());
    }
    check(++depth <= RegexTree.MAX_DEPTH);
    AsciiTree inner = choice();
    check(skip(')'));
    depth--;
    ignoreCase = ignoredCase;
    dotAll = dottedAll;
    return inner;
  }

  /** Reads what follows {@code (?}; true if it was {@code (?flags)}, which goes on after it. */
  private boolean setsFlagsOnly() throws BeyondException {
    if (pattern.startsWith("P<", at) || pattern.startsWith("<", at)) {
      at = pattern.indexOf('>', at) + 1;
      check(at > 0);
      return false;
    }
    boolean on = true;
    while (at < pattern.length()) {
      switch (pattern.charAt(at++)) {
        case ':' -> {
          return false;
        }
        case ')' -> {
          return true;
        }
        case '-' -> on = false;
        case 'i' -> ignoreCase = on;
        case 's' -> dotAll = on;
        default -> throw new BeyondException();
      }
    }
    throw new BeyondException();
  }

  /** Whether as little as possible is taken or as much does not matter: it is found or not. */
  private AsciiTree repeated(AsciiTree part) throws BeyondException {
    AsciiTree repeated = part;
    if (skip('*')) {
      repeated = new Repeat(part, 0, Repeat.UNBOUNDED);
    } else if (skip('+')) {
      repeated = new Repeat(part, 1, Repeat.UNBOUNDED);
    } else if (skip('?')) {
      repeated = new Repeat(part, 0, 1);
    } else if (skip('{')) {
      int least = number();
      int most = least;
      if (skip(',')) {
        most = pattern.startsWith("}", at) ? Repeat.UNBOUNDED : number();
      }
      check(skip('}'));
      repeated = new Repeat(part, least, most);
    } else {
      return part;
    }
    skip('?');
    return repeated;
  }

  private int number() throws BeyondException {
    int from = at;
    while (at < pattern.length() && "0123456789".indexOf(pattern.charAt(at)) >= 0) {
      at++;
    }
    check(at > from && at - from <= LONGEST_NUMBER);
    return Integer.parseInt(pattern.substring(from, at));
  }

  private boolean skip(char expected) {
    boolean there = at < pattern.length() && pattern.charAt(at) == expected;
    at += there ? 1 : 0;
    return there;
  }
}

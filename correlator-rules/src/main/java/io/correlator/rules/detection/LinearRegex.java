package io.correlator.rules.detection;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.correlator.rules.regex.AsciiGroups;
import io.correlator.rules.regex.AsciiRegex;
import io.correlator.rules.regex.RegexTree;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A regular expression that is found in time linear in the text, whoever wrote it. Refused before
 * it is compiled if it is longer than {@value #MAX_LENGTH} characters, nested more than {@value
 * #MAX_DEPTH} deep, or would make more than {@value #MAX_STEPS} steps for a character of the text.
 * Immutable; may be used by any thread.
 */
public final class LinearRegex {
  /** The longest expression. */
  public static final int MAX_LENGTH = 4_096;

  /** How deep groups may be nested. */
  public static final int MAX_DEPTH = RegexTree.MAX_DEPTH;

  /** The largest program; {@code .{1000}} has about 1,000. */
  public static final int MAX_STEPS = 5_000;

  private final Pattern pattern;

  /**
   * For texts of ASCII, if the expression is such that it can be found without the engine. Made
   * when it is first needed, as below: of thousands of expressions most are hardly ever asked.
   */
  private final Lazy<Optional<AsciiRegex>> ascii;

  /** For the groups of texts of ASCII, if it has groups with names, likewise. */
  private final Lazy<Optional<AsciiGroups>> asciiGroups;

  private LinearRegex(
      Pattern pattern,
      Supplier<Optional<AsciiRegex>> ascii,
      Supplier<Optional<AsciiGroups>> asciiGroups) {
    this.pattern = pattern;
    this.ascii = new Lazy<>(ascii);
    this.asciiGroups = new Lazy<>(asciiGroups);
  }

  /**
   * Compiles an expression.
   *
   * @throws TooLargeException if it is beyond the limits
   * @throws IllegalArgumentException if it is wrong or needs what cannot be done in linear time,
   *     such as looking ahead; the message says which
   */
  public static LinearRegex compile(String expression, Set<Test.RegexFlag> flags) {
    if (expression.length() > MAX_LENGTH) {
      throw new TooLargeException("it is longer than " + MAX_LENGTH + " characters");
    }
    // From its text: compiling it may already be what it attacks.
    RegexTree tree = tree(expression, flags);
    checkSteps(tree.size());
    try {
      Pattern pattern = Pattern.compile(expression, bits(flags));
      checkSteps(pattern.programSize());
      return flags.contains(Test.RegexFlag.MULTI_LINE)
          ? new LinearRegex(pattern, Optional::empty, Optional::empty)
          : new LinearRegex(pattern, () -> AsciiRegex.of(tree), () -> groups(tree, pattern));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getDescription() + ": " + e.getPattern(), e);
    }
  }

  /** The engine forgets names where an expression as a whole is repeated. */
  private static Optional<AsciiGroups> groups(RegexTree tree, Pattern pattern) {
    return AsciiGroups.of(tree)
        .filter(groups -> groups.names().equals(pattern.namedGroups().keySet()));
  }

  private static RegexTree tree(String expression, Set<Test.RegexFlag> flags) {
    try {
      return RegexTree.parse(
          expression,
          flags.contains(Test.RegexFlag.IGNORE_CASE),
          flags.contains(Test.RegexFlag.DOT_ALL));
    } catch (RegexTree.TooDeepException e) {
      throw new TooLargeException("its groups are nested more than " + MAX_DEPTH + " deep");
    }
  }

  private static void checkSteps(long steps) {
    if (steps > MAX_STEPS) {
      throw new TooLargeException("its repetitions multiply to more than " + MAX_STEPS + " steps");
    }
  }

  private static int bits(Set<Test.RegexFlag> flags) {
    int bits = 0;
    for (Test.RegexFlag flag : flags) {
      bits |=
          switch (flag) {
            case IGNORE_CASE -> Pattern.CASE_INSENSITIVE;
            case MULTI_LINE -> Pattern.MULTILINE;
            case DOT_ALL -> Pattern.DOTALL;
          };
    }
    return bits;
  }

  /** Whether it is found somewhere in the text. */
  public boolean isFoundIn(CharSequence text) {
    AsciiRegex.Answer answer =
        ascii.get().map(regex -> regex.find(text)).orElse(AsciiRegex.Answer.BEYOND);
    return answer == AsciiRegex.Answer.BEYOND
        ? pattern.matcher(text).find()
        : answer == AsciiRegex.Answer.YES;
  }

  /** The names of its groups. */
  public Set<String> groupNames() {
    return Set.copyOf(pattern.namedGroups().keySet());
  }

  /**
   * What its named groups are where it is first found in the text, by name; without those that did
   * not take part, and empty if it is not found.
   */
  public Map<String, String> groups(String text) {
    return asciiGroups
        .get()
        .flatMap(groups -> groups.find(text))
        .orElseGet(() -> groupsByEngine(text));
  }

  private Map<String, String> groupsByEngine(String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return Map.of();
    }
    Map<String, String> groups = new TreeMap<>();
    pattern
        .namedGroups()
        .forEach(
            (name, number) -> {
              String group = matcher.group(number);
              if (group != null) {
                groups.put(name, group);
              }
            });
    return groups;
  }

  /** The most steps that a character of the text can take. */
  public int steps() {
    return pattern.programSize();
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }

  /** Thrown when an expression is beyond the limits. */
  public static final class TooLargeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }
}

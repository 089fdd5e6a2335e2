package io.correlator.rules.regex;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import io.correlator.rules.detection.LinearRegex;
import io.correlator.rules.detection.Test.RegexFlag;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Regular expressions of users: refused with a reason before they cost anything, or matched as
 * RE2/J does. The first line is the expression, the rest the text.
 */
public final class RegexTarget implements Target {
  private static final int LONGEST_TEXT = 2000;

  /** Attacks them. */
  public RegexTarget() {}

  @Override
  public void attack(byte[] input) {
    String all = new String(input, UTF_8);
    int end = all.indexOf('\n');
    String expression = end < 0 ? all : all.substring(0, end);
    String text = end < 0 ? "" : all.substring(end + 1);
    text = text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    agree(expression, text, EnumSet.noneOf(RegexFlag.class));
    agree(expression, text, EnumSet.of(RegexFlag.IGNORE_CASE));
    agree(expression, text, EnumSet.of(RegexFlag.DOT_ALL, RegexFlag.MULTI_LINE));
  }

  private static void agree(String expression, String text, Set<RegexFlag> flags) {
    LinearRegex regex;
    try {
      regex = LinearRegex.compile(expression, flags);
    } catch (IllegalArgumentException e) {
      Claim.that(e.getMessage() != null && !e.getMessage().isBlank(), "it is told what is wrong");
      return;
    }
    Claim.that(regex.steps() <= LinearRegex.MAX_STEPS, "an expression is not too large");
    Pattern other;
    try {
      other = Pattern.compile(expression, bits(flags));
    } catch (PatternSyntaxException e) {
      throw new AssertionError("only what RE2/J reads is read: " + e.getMessage(), e);
    }
    Claim.same(other.matcher(text).find(), regex.isFoundIn(text), "whether it is found");
    Claim.same(other.namedGroups().keySet(), regex.groupNames(), "the names of groups");
    Claim.same(groups(other, text), regex.groups(text), "the groups where it is found");
  }

  private static Map<String, String> groups(Pattern other, String text) {
    Map<String, String> groups = new HashMap<>();
    Matcher matcher = other.matcher(text);
    if (matcher.find()) {
      for (Map.Entry<String, Integer> named : other.namedGroups().entrySet()) {
        String group = matcher.group(named.getValue());
        if (group != null) {
          groups.put(named.getKey(), group);
        }
      }
    }
    return groups;
  }

  private static int bits(Set<RegexFlag> flags) {
    return (flags.contains(RegexFlag.IGNORE_CASE) ? Pattern.CASE_INSENSITIVE : 0)
        | (flags.contains(RegexFlag.DOT_ALL) ? Pattern.DOTALL : 0)
        | (flags.contains(RegexFlag.MULTI_LINE) ? Pattern.MULTILINE : 0);
  }
}

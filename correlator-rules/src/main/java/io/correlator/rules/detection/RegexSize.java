package io.correlator.rules.detection;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large the program of a regular expression would be, told from its text in one pass: what is
 * written out when {@code ((a{100}){100}){100}} is compiled must not be compiled to find out.
 */
final class RegexSize {
  private static final long MANY = 1L << 40;

  private final String text;
  private int at;
  private int deepest;

  private RegexSize(String text) {
    this.text = text;
  }

  /** How deep its groups are nested. */
  static int depth(String expression) {
    RegexSize size = new RegexSize(expression);
    size.count();
    return size.deepest;
  }

  /** About how many steps its program has, never far fewer. */
  static long steps(String expression) {
    return new RegexSize(expression).count();
  }

  private long count() {
    Deque<Long> outer = new ArrayDeque<>();
    long sum = 0;
    long last = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '(') {
        outer.push(sum);
        deepest = Math.max(deepest, outer.size());
        sum = 1;
        last = 0;
        at++;
      } else if (c == ')') {
        last = sum + 1;
        sum = capped((outer.isEmpty() ? 0 : outer.pop()) + last);
        at++;
      } else if (c == '{') {
        long times = repetition();
        sum = capped(sum - last + last * times);
        last = capped(last * times);
      } else if (c == '*' || c == '+' || c == '?') {
        last = capped(last + 1);
        sum = capped(sum + 1);
        at++;
      } else {
        last = 1;
        sum = capped(sum + 1);
        skipAtom(c);
      }
    }
    while (!outer.isEmpty()) {
      sum = capped(sum + outer.pop());
    }
    return sum;
  }

  private static long capped(long size) {
    return Math.min(size, MANY);
  }

  /** The larger number of {@code {2,5}}; 1 and nothing read but the brace if it is none. */
  private long repetition() {
    int close = text.indexOf('}', at);
    String[] bounds = close < 0 ? new String[0] : text.substring(at + 1, close).split(",", -1);
    long times = 0;
    for (String bound : bounds) {
      if (!bound.chars().allMatch(c -> c >= '0' && c <= '9')) {
        times = 0;
        break;
      }
      times =
          Math.max(times, bound.isEmpty() ? 0 : bound.length() > 9 ? MANY : Long.parseLong(bound));
    }
    at = times == 0 ? at + 1 : close + 1;
    return Math.max(times, 1);
  }

  private void skipAtom(char c) {
    if (c == '\\') {
      skipEscape();
    } else if (c == '[') {
      skipClass();
    } else {
      at++;
    }
  }

  private void skipEscape() {
    if (text.startsWith("\\Q", at)) {
      int end = text.indexOf("\\E", at);
      // Each character of a quotation is a step; counting none of its special ones is what matters.
      at = end < 0 ? text.length() : end + 2;
    } else {
      boolean braced = at + 2 < text.length() && text.charAt(at + 2) == '{';
      boolean named = braced && "xpP".indexOf(text.charAt(at + 1)) >= 0;
      int close = named ? text.indexOf('}', at) : -1;
      at = close < 0 ? at + 2 : close + 1;
    }
  }

  private void skipClass() {
    at++;
    if (at < text.length() && text.charAt(at) == '^') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == ']') {
      at++;
    }
    while (at < text.length() && text.charAt(at) != ']') {
      if (text.charAt(at) == '\\') {
        at++;
      } else if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
        at = text.indexOf(":]", at) + 1;
      }
      at++;
    }
    at++;
  }
}

package io.correlator.core.message;

import freemarker.core.Environment;
import freemarker.core.TemplateProcessingTracer;
import java.io.Writer;

/**
 * What one rendering may use up: so many steps, and so many bytes of output. A step is a part of
 * the template that is entered, or a value that is fetched. For one thread.
 */
final class Budget extends Writer implements TemplateProcessingTracer {
  static final int MOST_STEPS = 100_000;
  static final int MOST_BYTES = 64 * 1024;

  private final StringBuilder output = new StringBuilder();
  private int bytes;
  private int steps;

  /** Thrown when the budget is used up. Not an IOException: a template must not see it. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded(String message) {
      super(message, null, false, false);
    }
  }

  /** Takes one step. */
  void step() {
    if (++steps > MOST_STEPS) {
      throw new Exceeded("it takes more than %,d steps".formatted(MOST_STEPS));
    }
  }

  @Override
  public void enterElement(Environment environment, TracedElement element) {
    step();
  }

  @Override
  public void exitElement(Environment environment, TracedElement element) {}

  @Override
  public void write(char[] text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      bytes += utf8Length(text[i]);
    }
    if (bytes > MOST_BYTES) {
      throw new Exceeded("it is longer than %,d bytes".formatted(MOST_BYTES));
    }
    output.append(text, from, length);
  }

  /** Half of a pair counts as two, so that both make four. */
  private static int utf8Length(char c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /** What was written so far. */
  @Override
  public String toString() {
    return output.toString();
  }
}

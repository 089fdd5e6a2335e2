package io.correlator.core.message;

import freemarker.core.ParseException;
import freemarker.template.Configuration;
import freemarker.template.Template;
import io.correlator.api.MessageFormat;
import io.correlator.api.Printable;
import java.io.IOException;
import java.util.List;

/** Makes a template out of what a person wrote, if it is harmless. */
final class TemplateCompiler {
  private static final int LONGEST_REASON = 200;

  private TemplateCompiler() {}

  /**
   * The template that {@code source} is.
   *
   * @param name what to call it where it fails
   */
  static MessageTemplate compile(String name, MessageFormat format, String source)
      throws RefusedException {
    Configuration language = Language.of(format);
    try {
      List<Word> words = Words.of(source, language);
      TemplateInspector.inspect(words);
      Template template = new Template(name, source, language);
      if (words.isEmpty() || !words.get(words.size() - 1).is(Word.END)) {
        throw new RefusedException("it cannot be read to its end");
      }
      return new MessageTemplate(template);
    } catch (ParseException e) {
      throw new RefusedException(
          e.getLineNumber(), e.getColumnNumber(), oneLine(e.getEditorMessage()));
    } catch (IOException | RuntimeException e) {
      throw new RefusedException(oneLine(String.valueOf(e.getMessage())));
    } catch (StackOverflowError e) {
      throw new RefusedException("it is nested too deeply");
    }
  }

  private static String oneLine(String reason) {
    String line = Printable.of(reason.lines().findFirst().orElse("it cannot be read"));
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
  }
}

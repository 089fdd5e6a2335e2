package io.correlator.core.message;

import freemarker.core.ParseException;
import freemarker.core.TokenMgrError;
import freemarker.template.Configuration;
import freemarker.template.Template;
import io.correlator.api.MessageFormat;
import java.io.IOException;

/** Makes a template out of what a person wrote, if it is harmless. */
final class TemplateCompiler {
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
      Template template = new Template(name, source, language);
      TemplateInspector.inspect(ParsedWords.of(template, source));
      return new MessageTemplate(template);
    } catch (ParseException e) {
      throw new RefusedException(
          e.getLineNumber(), e.getColumnNumber(), oneLine(e.getEditorMessage()));
    } catch (TokenMgrError | IOException e) {
      throw new RefusedException(oneLine(String.valueOf(e.getMessage())));
    } catch (StackOverflowError e) {
      throw new RefusedException("it is nested too deeply");
    }
  }

  private static String oneLine(String reason) {
    return Printable.of(reason.lines().findFirst().orElse("it cannot be read"));
  }
}

package io.correlator.core.message;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.TemplateModelException;
import io.correlator.api.Printable;
import java.io.IOException;
import java.io.Writer;

/**
 * The output format of {@code .html.ftl}: HTML in which every value is {@link Printable} and then
 * escaped, because characters that cannot be seen mislead in a browser too.
 */
final class PrintableHtml extends HTMLOutputFormat {
  static final PrintableHtml INSTANCE = new PrintableHtml();

  private PrintableHtml() {}

  @Override
  public void output(String text, Writer out) throws IOException, TemplateModelException {
    super.output(Printable.of(text), out);
  }

  @Override
  public String escapePlainText(String text) {
    return super.escapePlainText(Printable.of(text));
  }
}

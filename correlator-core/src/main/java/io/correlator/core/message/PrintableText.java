package io.correlator.core.message;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import io.correlator.api.Printable;
import java.io.IOException;
import java.io.Writer;

/**
 * The output format of {@code .txt.ftl}: plain text in which every value is {@link Printable}. For
 * FreeMarker it is markup, so that escaping happens by itself.
 */
final class PrintableText extends CommonMarkupOutputFormat<PrintableText.Markup> {
  static final PrintableText INSTANCE = new PrintableText();

  private PrintableText() {}

  @Override
  public String getName() {
    return "printable text";
  }

  @Override
  public String getMimeType() {
    return "text/plain";
  }

  @Override
  public void output(String text, Writer out) throws IOException {
    out.write(Printable.of(text));
  }

  @Override
  public String escapePlainText(String text) {
    return Printable.of(text);
  }

  @Override
  public boolean isLegacyBuiltInBypassed(String builtIn) {
    return false;
  }

  @Override
  protected Markup newTemplateMarkupOutputModel(String plain, String markup) {
    return new Markup(plain, markup);
  }

  /** A piece of output that is escaped already. */
  static final class Markup extends CommonTemplateMarkupOutputModel<Markup> {
    private Markup(String plain, String markup) {
      super(plain, markup);
    }

    @Override
    public PrintableText getOutputFormat() {
      return INSTANCE;
    }
  }
}

package io.correlator.core.message;

import freemarker.core.Environment;
import freemarker.template.SimpleHash;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import io.correlator.api.EmittedEvent;
import io.correlator.api.MessageFormat;
import io.correlator.api.Printable;
import java.io.IOException;
import java.util.Optional;

/**
 * One template that has been found harmless. Immutable; may be used by any thread, and by several
 * at a time.
 */
final class MessageTemplate {
  private static final int LONGEST_REASON = 200;

  private final Template template;

  MessageTemplate(Template template) {
    this.template = template;
  }

  /** The name of its file. */
  String name() {
    return template.getName();
  }

  /**
   * The message of {@code event}.
   *
   * @throws RenderingException if this template does not get along with this event
   */
  String render(EmittedEvent event) throws RenderingException {
    Budget budget = new Budget();
    SimpleHash model = new SimpleHash(template.getObjectWrapper());
    model.put("event", new EventModel(event, new Values(budget)));
    try {
      Environment environment = template.createProcessingEnvironment(model, budget);
      environment.setTemplateProcessingTracer(budget);
      environment.process();
      return budget.toString();
    } catch (TemplateException e) {
      throw new RenderingException(place(e) + firstLine(e.getMessageWithoutStackTop()));
    } catch (StackOverflowError e) {
      throw new RenderingException("it is nested too deeply");
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new RenderingException(
          firstLine(e.getMessage() == null ? e.toString() : e.getMessage()));
    }
  }

  private static String place(TemplateException e) {
    return Optional.ofNullable(e.getLineNumber())
        .map(line -> "line %d, column %d: ".formatted(line, e.getColumnNumber()))
        .orElse("");
  }

  /** What FreeMarker says first; further down it explains FreeMarker. */
  private static String firstLine(String reason) {
    String line = reason.lines().limit(2).reduce("", (one, two) -> (one + ' ' + two).strip());
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
  }

  /** What is shown instead of a message that could not be rendered. */
  static String plain(EmittedEvent event, MessageFormat format) {
    String summary = Values.cut(event.summary());
    return format == MessageFormat.HTML
        ? PrintableHtml.INSTANCE.escapePlainText(summary)
        : Printable.of(summary);
  }
}

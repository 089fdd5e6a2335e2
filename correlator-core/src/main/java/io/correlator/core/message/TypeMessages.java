package io.correlator.core.message;

import io.correlator.api.EmittedEvent;
import io.correlator.api.MessageFormat;
import io.correlator.api.MessageRenderer;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The messages of the events of one type, in each format there is a template for. */
final class TypeMessages implements MessageRenderer {
  private final Map<MessageFormat, Counted> templates = new EnumMap<>(MessageFormat.class);
  private final FailureHandler failures;

  /** A template, and how often it has failed. */
  private record Counted(MessageTemplate template, AtomicLong failures) {}

  TypeMessages(Map<MessageFormat, MessageTemplate> templates, FailureHandler failures) {
    templates.forEach(
        (format, template) -> this.templates.put(format, new Counted(template, new AtomicLong())));
    this.failures = failures;
  }

  @Override
  public Optional<String> render(EmittedEvent event, MessageFormat format) {
    return Optional.ofNullable(templates.get(format)).map(it -> render(event, format, it));
  }

  private String render(EmittedEvent event, MessageFormat format, Counted counted) {
    try {
      return counted.template().render(event);
    } catch (RenderingException e) {
      long count = counted.failures().incrementAndGet();
      failures.onFailure(new Failure(Failure.Kind.MESSAGE, counted.template().name(), count, e));
      return MessageTemplate.plain(event, format);
    }
  }
}

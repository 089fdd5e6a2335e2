package io.correlator.core.message;

import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import io.correlator.api.EmittedEvent;
import org.jspecify.annotations.Nullable;

/** What templates call {@code event}. For one rendering. */
record EventModel(EmittedEvent event, Values values) implements TemplateHashModel {
  @Override
  public @Nullable TemplateModel get(String name) {
    return values.of(
        switch (name) {
          case "type" -> event.type();
          case "timestamp" -> event.timestamp();
          case "severity" -> event.severity().toString();
          case "summary" -> event.summary();
          case "origin" -> event.origin();
          case "id" -> event.id();
          case "fields" -> event.fields();
          case "evidence" -> event.evidence();
          default -> null;
        });
  }

  @Override
  public boolean isEmpty() {
    return false;
  }
}

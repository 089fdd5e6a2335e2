package io.correlator.core.message;

import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import io.correlator.api.LogRecord;
import org.jspecify.annotations.Nullable;

/** A record of the evidence as templates see it. For one rendering. */
record RecordModel(LogRecord line, Values values) implements TemplateHashModel {
  @Override
  public @Nullable TemplateModel get(String name) {
    return values.of(
        switch (name) {
          case "raw" -> line.raw();
          case "message" -> line.message();
          case "host" -> line.host().orElse(null);
          case "program" -> line.program().orElse(null);
          case "timestamp" -> line.timestamp();
          case "source" -> line.source();
          case "sender" -> line.sender().orElse(null);
          case "line" -> line.line() > 0 ? line.line() : null;
          case "fields" -> line.fields();
          default -> null;
        });
  }

  @Override
  public boolean isEmpty() {
    return false;
  }
}

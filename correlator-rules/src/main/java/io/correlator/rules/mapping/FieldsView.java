package io.correlator.rules.mapping;

import static java.util.Objects.requireNonNull;

import io.correlator.api.FieldLayout;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.api.Slice;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.detection.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record under its own names: its fields, then the parts that every record has ({@code host},
 * {@code program}, {@code processId}, {@code severity}, {@code message}, {@code raw}, {@code
 * source}, {@code sender}). A field that the record itself gives hides a part of the same name,
 * since rules are written for what the log says. For one thread.
 */
public final class FieldsView implements RecordView {
  /** What a record has, whatever its fields are. */
  static final Set<String> PARTS =
      Set.of("host", "program", "processId", "severity", "message", "raw", "source", "sender");

  private final Fields fields;
  private final Optional<LogRecord> record;
  private @Nullable List<String> texts;

  private FieldsView(Fields fields, Optional<LogRecord> record) {
    this.fields = requireNonNull(fields, "fields");
    this.record = record;
  }

  /** The fields and parts of a record. */
  public static FieldsView of(LogRecord record) {
    return new FieldsView(record.fields(), Optional.of(record));
  }

  /** Fields without a record. */
  public static FieldsView of(Fields fields) {
    return new FieldsView(fields, Optional.empty());
  }

  @Override
  // JSpecify is for compilers that know it: modules that require this one need not have it.
  @SuppressWarnings("exports")
  public @Nullable Object value(String field) {
    // Most of what is asked for is not there, and is looked for once.
    return fields.has(field)
        ? fields.get(field).orElse(NULL)
        : record.flatMap(each -> part(each, field)).orElse(null);
  }

  private static Optional<Object> part(LogRecord record, String name) {
    return switch (name) {
      case "host" -> record.host().map(text -> text);
      case "program" -> record.program().map(text -> text);
      case "processId" -> record.processId().map(text -> text);
      case "severity" -> record.severity().map(Severity::toString);
      case "message" -> Optional.of(record.message());
      case "raw" -> Optional.of(record.raw());
      case "source" -> Optional.of(record.source());
      case "sender" -> record.sender().map(text -> text);
      default -> Optional.empty();
    };
  }

  /**
   * The values of all fields, nested ones included, and the message of a record. Names of fields
   * are not searched: a keyword is about what was said. A record without fields is its raw text,
   * and so is one whose message is a whole line of text, before its fields.
   */
  @Override
  public List<String> texts() {
    List<String> known = texts;
    if (known == null) {
      known = collectTexts();
      texts = known;
    }
    return known;
  }

  @Override
  public Optional<Slice> json() {
    return fields
        .layout()
        .filter(FieldLayout::isOfJson)
        .flatMap(any -> record)
        .map(LogRecord::rawSlice);
  }

  private List<String> collectTexts() {
    if (fields.isEmpty()) {
      return record.map(LogRecord::raw).stream().toList();
    }
    List<String> collected = new ArrayList<>();
    record.filter(FieldsView::isText).map(LogRecord::raw).ifPresent(collected::add);
    collect(fields, collected);
    record
        .filter(each -> each.isMessageQuoted() || each.messageIndex() > 0)
        .map(LogRecord::message)
        // What stands in quotes is mostly a field, too.
        .filter(message -> !collected.contains(message))
        .ifPresent(collected::add);
    return List.copyOf(collected);
  }

  /**
   * Whether all of the record is what was said, as a line of an access log is: an object of JSON
   * has names and brackets in it, which are none of it.
   */
  private static boolean isText(LogRecord record) {
    if (record.isMessageQuoted() || record.messageIndex() > 0) {
      return false;
    }
    Slice line = record.rawSlice();
    int at = 0;
    while (at < line.length() && line.byteAt(at) <= ' ' && line.byteAt(at) >= 0) {
      at++;
    }
    return at < line.length() && line.byteAt(at) != '{';
  }

  private static void collect(Object value, List<String> texts) {
    if (value instanceof Fields nested) {
      nested.forEach((name, inner) -> collect(inner, texts));
    } else if (value instanceof List<?> list) {
      list.forEach(element -> collect(element, texts));
    } else if (value != NULL) {
      texts.add(Values.text(value));
    }
  }
}

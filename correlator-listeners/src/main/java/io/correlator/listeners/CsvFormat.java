package io.correlator.listeners;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import io.correlator.api.AuditSchema;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the events of one schema look as rows of a CSV file. For one thread. */
final class CsvFormat {
  /** What every row starts with, whatever the schema. */
  static final List<String> LEADING = List.of("timestamp", "origin", "severity", "id");

  private final List<String> columns;
  private final List<String> headings;
  private final CsvListener.Formulas formulas;
  private final StringWriter row = new StringWriter();
  private final CsvWriter writer =
      CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).quoteStrategy(new Quotes()).build(row);

  CsvFormat(AuditSchema schema, CsvListener.Formulas formulas) {
    this.columns = schema.names();
    this.headings = headings(schema);
    this.formulas = formulas;
  }

  /** A column that is called like a leading one gets the schema's type in front of its name. */
  private static List<String> headings(AuditSchema schema) {
    Set<String> headings = new LinkedHashSet<>(LEADING);
    for (String column : schema.names()) {
      String heading = column;
      while (!headings.add(heading)) {
        heading = schema.type() + '.' + heading;
      }
    }
    return List.copyOf(headings);
  }

  /** The first row, with its line end. */
  byte[] header() {
    return row(headings.stream().map(this::guarded).toList());
  }

  /** One event, with its line end. */
  byte[] row(EmittedEvent event) {
    List<@Nullable String> values = new ArrayList<>(LEADING.size() + columns.size());
    values.add(event.timestamp().toString());
    values.add(guarded(event.origin()));
    values.add(event.severity().toString());
    values.add(event.id());
    Fields fields = event.fields();
    for (String column : columns) {
      values.add(fields.get(column).map(this::text).orElse(null));
    }
    return row(values);
  }

  private byte[] row(List<@Nullable String> values) {
    row.getBuffer().setLength(0);
    writer.writeRecord(values);
    try {
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: it is written to memory
    }
    return WellFormed.of(row.toString()).getBytes(StandardCharsets.UTF_8);
  }

  /** A number cannot be a formula, and a negative one has to stay a number. */
  private String text(Object value) {
    return value instanceof Number ? value.toString() : guarded(value.toString());
  }

  private String guarded(String text) {
    return formulas == CsvListener.Formulas.DISARMED ? FormulaGuard.apply(text) : text;
  }

  /** Quotes, beyond what must be, the empty text, which tells it from no text, and the guarded. */
  private static final class Quotes implements QuoteStrategy {
    @Override
    public boolean quoteEmpty(int line, int field) {
      return true;
    }

    @Override
    public boolean quoteValue(int line, int field, String value) {
      return value.charAt(0) == FormulaGuard.MARK;
    }
  }
}

package io.correlator.cli;

import io.correlator.api.Printable;
import io.correlator.api.capture.CaptureReader;
import io.correlator.api.capture.CapturedRecord;
import io.correlator.api.capture.CapturedSource;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is in a capture. */
@Command(
    name = "list",
    description = "Lists the sources in a capture with their records, or the records.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ListCaptureCommand implements Main.Action {
  private static final int MOST_SOURCES = 10_000;

  private final Terminal terminal;
  private final PrintWriter out;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The capture.")
  private @Nullable Path file;

  @Option(
      names = "--records",
      description = "One line for each record: its time, its sender or source, and what it says.")
  private boolean records;

  ListCaptureCommand(Terminal terminal) {
    this.terminal = terminal;
    this.out = new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8);
  }

  @Override
  public int run(List<String> mistakes) {
    if (file == null) {
      mistakes.add("name the capture: FILE");
    }
    if (!mistakes.isEmpty() || file == null) {
      return Main.refuse(terminal, mistakes, "correlator capture list");
    }
    boolean whole = CaptureFile.read(file, terminal, records ? this::print : this::summarize);
    out.flush();
    return whole ? ExitCode.DONE : ExitCode.INCOMPLETE;
  }

  private void print(CaptureReader capture) {
    for (CapturedRecord each : capture) {
      CapturedSource source = each.source();
      String from = source.sender().isEmpty() ? source.name() : source.sender();
      out.println(
          Printable.of("%s  %s  %s".formatted(each.timestamp(), from, each.raw().toString())));
    }
  }

  /** What is known of the records that have one origin. */
  private static final class Summary {
    private long records;
    private long bytes;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    void add(CapturedRecord record) {
      records++;
      bytes += record.raw().length();
      first = record.timestamp().isBefore(first) ? record.timestamp() : first;
      last = record.timestamp().isAfter(last) ? record.timestamp() : last;
    }
  }

  private void summarize(CaptureReader capture) {
    Map<List<String>, Summary> origins = new LinkedHashMap<>();
    Summary all = new Summary();
    for (CapturedRecord each : capture) {
      CapturedSource source = each.source();
      List<String> origin = List.of(source.name(), source.sender(), source.format());
      if (origins.size() < MOST_SOURCES || origins.containsKey(origin)) {
        origins.computeIfAbsent(origin, unused -> new Summary()).add(each);
      }
      all.add(each);
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("source", "sender", "format", "records", "bytes", "first", "last"));
    origins.forEach((origin, summary) -> rows.add(row(origin, summary)));
    if (all.records > 0) {
      rows.add(row(List.of("all", "", ""), all));
    }
    TextTable.print(rows, out);
  }

  private static List<String> row(List<String> origin, Summary summary) {
    List<String> row = new ArrayList<>(origin.stream().map(Printable::of).toList());
    row.add(Quantity.count(summary.records));
    row.add(Quantity.count(summary.bytes));
    row.add(summary.first.toString());
    row.add(summary.last.toString());
    return row;
  }
}

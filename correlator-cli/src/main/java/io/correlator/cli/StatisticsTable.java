package io.correlator.cli;

import io.correlator.api.Printable;
import io.correlator.core.monitor.Ledger;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.Statistics;
import io.correlator.core.monitor.TimeStatistics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints what all parts of an engine have done, with an exact balance of the records. */
final class StatisticsTable {
  private final PrintWriter out;

  private StatisticsTable(PrintWriter out) {
    this.out = out;
  }

  static void print(Statistics statistics, PrintWriter out) {
    StatisticsTable table = new StatisticsTable(out);
    table.sources(statistics.sources());
    table.time(statistics.time());
    table.modules(statistics.modules());
    table.listeners(statistics.listeners());
    table.ledger(Ledger.of(statistics));
    out.flush();
  }

  private void sources(List<SourceStatistics> sources) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("source", "received", "parsed", "failed", "truncated", "bytes", "unreadable"));
    for (SourceStatistics source : sources) {
      rows.add(
          List.of(
              Printable.of(source.name()),
              Quantity.count(source.received()),
              Quantity.count(source.parsed()),
              Quantity.count(source.failedTotal()),
              Quantity.count(source.truncated()),
              Quantity.count(source.bytes()),
              Quantity.count(source.unreadable())));
    }
    TextTable.print(rows, out);
    for (SourceStatistics source : sources) {
      source
          .dropped()
          .forEach(
              (reason, count) ->
                  out.println(
                      "source %s: %s dropped, %s"
                          .formatted(Printable.of(source.name()), Quantity.count(count), reason)));
      source.counters().forEach((kind, count) -> counter(source, kind, count));
    }
  }

  private void counter(SourceStatistics source, String kind, long count) {
    if (count > 0) {
      out.println(
          "source %s: %s: %s".formatted(Printable.of(source.name()), kind, Quantity.count(count)));
    }
  }

  /** Says nothing where there is nothing to say: all could be put in order. */
  private void time(TimeStatistics time) {
    if (time.late() + time.skewed() + time.forcedAdvances() > 0) {
      out.println(
          "time: %d late (%d of them dropped), %d not believed, %d evaluated early"
              .formatted(time.late(), time.lateDropped(), time.skewed(), time.forcedAdvances()));
    }
  }

  private void modules(List<ModuleStatistics> modules) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("module", "records", "passed by", "events", "errors", "counters"));
    for (ModuleStatistics module : modules) {
      rows.add(
          List.of(
              Printable.of(module.name()),
              Quantity.count(module.records()),
              Quantity.count(module.passedBy()),
              Quantity.count(module.events()),
              Quantity.count(module.errors()),
              counters(module)));
    }
    TextTable.print(rows, out);
    for (ModuleStatistics module : modules) {
      if (module.undetermined() > 0) {
        out.println(
            "%s: %d undetermined: only time would decide, and the input ended"
                .formatted(Printable.of(module.name()), module.undetermined()));
      }
    }
  }

  private static String counters(ModuleStatistics module) {
    return module.counters().entrySet().stream()
        .map(entry -> Printable.of(entry.getKey()) + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  private void listeners(List<ListenerStatistics> listeners) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("listener", "accepted", "failed", "dead-lettered", "dropped", "waiting", "errors"));
    for (ListenerStatistics listener : listeners) {
      rows.add(
          List.of(
              Printable.of(listener.name()),
              Quantity.count(listener.accepted()),
              Quantity.count(listener.failed()),
              Quantity.count(listener.deadLettered()),
              Quantity.count(listener.droppedTotal()),
              Quantity.count(listener.waiting()),
              Quantity.count(listener.errors())));
    }
    TextTable.print(rows, out);
  }

  /** One line for each account; they add up, or the line says by how much they do not. */
  private void ledger(Ledger ledger) {
    for (Ledger.Account account : ledger.accounts()) {
      String difference =
          account.difference() == 0 ? "" : " (difference " + account.difference() + ")";
      out.println(Printable.of(account.name()) + ": " + account.equation() + difference);
    }
  }
}

package io.correlator.core.monitor;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where every record and every event went: accounts that must balance, to the unit.
 *
 * <ul>
 *   <li>each source: what was received was parsed or failed, by reason;
 *   <li>records: what was parsed or failed was evaluated, dropped because it was late, or abandoned
 *       because the engine failed;
 *   <li>each module: what was evaluated was shown to it, or passed it by while it was in
 *       quarantine;
 *   <li>each listener: what it was offered was accepted, failed, kept as a dead letter, dropped, by
 *       reason, or is waiting.
 * </ul>
 *
 * <p>After an engine has ended every account balances. While it runs, what is on its way between
 * two parts shows as a difference. Immutable.
 *
 * @param accounts in the order above
 */
public record Ledger(List<Account> accounts) {
  public Ledger {
    accounts = List.copyOf(accounts);
  }

  /** The accounts of {@code statistics}. */
  public static Ledger of(Statistics statistics) {
    List<Account> accounts = new ArrayList<>();
    statistics.sources().forEach(source -> accounts.add(of(source)));
    accounts.add(ofRecords(statistics));
    long evaluated = statistics.records().evaluated();
    statistics.modules().forEach(module -> accounts.add(of(module, evaluated)));
    statistics.listeners().forEach(listener -> accounts.add(of(listener)));
    return new Ledger(accounts);
  }

  private static Account of(SourceStatistics source) {
    return new Account(
        "source " + source.name(),
        new Part("received", source.received()),
        List.of(
            new Part("parsed", source.parsed()),
            new Part("failed", source.failedTotal(), byName(source.failed()))));
  }

  private static Account ofRecords(Statistics statistics) {
    long read =
        statistics.sources().stream()
            .mapToLong(source -> source.parsed() + source.failedTotal())
            .sum();
    return new Account(
        "records",
        new Part("parsed or failed", read),
        List.of(
            new Part("evaluated", statistics.records().evaluated()),
            new Part("late and dropped", statistics.time().lateDropped()),
            new Part("abandoned", statistics.records().abandoned()),
            new Part("waiting", statistics.records().waiting())));
  }

  private static Account of(ModuleStatistics module, long evaluated) {
    return new Account(
        "module " + module.name(),
        new Part("evaluated", evaluated),
        List.of(new Part("shown", module.records()), new Part("passed by", module.passedBy())));
  }

  private static Account of(ListenerStatistics listener) {
    return new Account(
        "listener " + listener.name(),
        new Part("offered", listener.offered()),
        List.of(
            new Part("accepted", listener.accepted()),
            new Part("failed", listener.failed()),
            new Part("dead-lettered", listener.deadLettered()),
            new Part("dropped", listener.droppedTotal(), byName(listener.dropped())),
            new Part("waiting", listener.waiting())));
  }

  private static Map<String, Long> byName(Map<?, Long> reasons) {
    Map<String, Long> named = new TreeMap<>();
    reasons.forEach((reason, count) -> named.put(reason.toString(), count));
    return named;
  }

  /**
   * One equation: a total, and what it is made of.
   *
   * @param name whose account it is, such as {@code listener csv}
   * @param total what there was
   * @param parts where it went
   */
  public record Account(String name, Part total, List<Part> parts) {
    public Account {
      requireNonNull(name, "name");
      requireNonNull(total, "total");
      parts = List.copyOf(parts);
    }

    /** How many are not accounted for; 0 if the account balances. */
    public long difference() {
      return total.count() - parts.stream().mapToLong(Part::count).sum();
    }

    /**
     * The equation, such as {@code received 10 = parsed 8 + failed 2 (empty 2)}. Behind the second
     * part, those that are zero are left out.
     */
    public String equation() {
      List<String> summands = new ArrayList<>();
      for (Part part : parts) {
        if (summands.size() < 2 || part.count() != 0) {
          summands.add(part.toString());
        }
      }
      return total + " = " + String.join(" + ", summands);
    }
  }

  /**
   * A number in an equation.
   *
   * @param name what it counts
   * @param count how many there were
   * @param reasons the same by reason, if there are any
   */
  public record Part(String name, long count, Map<String, Long> reasons) {
    public Part {
      requireNonNull(name, "name");
      reasons = Collections.unmodifiableMap(new TreeMap<>(reasons));
    }

    /** A number that has no reasons. */
    public Part(String name, long count) {
      this(name, count, Map.of());
    }

    /** Such as {@code failed 21 (bad-timestamp 20, empty 1)}. */
    @Override
    public String toString() {
      String detail =
          reasons.entrySet().stream()
              .map(reason -> reason.getKey() + " " + reason.getValue())
              .collect(Collectors.joining(", "));
      return name + " " + count + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
  }

  /** Whether everything is accounted for. */
  public boolean isBalanced() {
    return accounts.stream().allMatch(account -> account.difference() == 0);
  }

  /** The accounts as a table, for people; what does not balance says by how much. */
  @Override
  public String toString() {
    int width = accounts.stream().mapToInt(account -> account.name().length()).max().orElse(0);
    StringBuilder table = new StringBuilder();
    for (Account account : accounts) {
      table.append(account.name()).append(" ".repeat(width - account.name().length() + 2));
      table.append(account.equation());
      if (account.difference() != 0) {
        table.append("   difference ").append(account.difference());
      }
      table.append('\n');
    }
    return table.toString();
  }
}

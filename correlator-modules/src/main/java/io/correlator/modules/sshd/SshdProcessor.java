package io.correlator.modules.sshd;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Counter;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.module.Timer;
import io.correlator.api.state.Codec;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.SlidingCounter;
import io.correlator.api.state.StateSpec;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Puts the lines of each connection together and says what came of it.
 *
 * <p>What waits for its outcome becomes certain with the end of the connection, with a line that
 * can only come later, or after {@link #GRACE}, because sshd does not let anyone try for longer
 * (LoginGraceTime). When the input ends, what still waits is left open: the connection may be, too.
 */
final class SshdProcessor implements Processor {
  /** The default of sshd's LoginGraceTime. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  /** The ids of processes come again; until then a connection may have last words. */
  private static final Duration FORGET_CONNECTION_AFTER = Duration.ofMinutes(10);

  /** Addresses are forgotten with the period, however long its records are apart. */
  private static final Duration FORGET_ADDRESS_AFTER = Duration.ofDays(3650);

  /** More tries than that in one line are told in one event, so that no line can flood. */
  private static final int MOST_EVENTS_PER_LINE = 100;

  private final ModuleContext context;
  private final Duration window;
  private final int threshold;

  /** By the id of the process that serves the connection, a blank, and the host. */
  private final KeyedState<String, Connection> connections;

  private final KeyedState<String, PeriodTotals.Address> addresses;
  private final SlidingCounter recentFailures;
  private final PeriodTotals totals;
  private final Counter succeeded;
  private final Counter failed;
  private final Counter exceeded;
  private final Counter unreadable;
  private final Timer sweep;

  /** Where keys are put together. */
  private byte[] text = new byte[64];

  SshdProcessor(SshdModule module, ModuleContext context) {
    this.context = context;
    this.window = module.window();
    this.threshold = module.threshold();
    this.connections =
        context.state(
            StateSpec.of("connections", codec(String.class), codec(Connection.class))
                .maxKeys(module.maxKeys())
                .expireAfter(FORGET_CONNECTION_AFTER));
    this.addresses =
        context.state(
            StateSpec.of("addresses", codec(String.class), codec(PeriodTotals.Address.class))
                .maxKeys(module.maxKeys())
                .expireAfter(FORGET_ADDRESS_AFTER));
    this.recentFailures = context.slidingCounter("failures", threshold, window);
    this.totals =
        new PeriodTotals(
            addresses,
            context.value("totals", codec(PeriodTotals.Sums.class), PeriodTotals.Sums.NONE));
    this.sweep = context.timer("sweep", this::sweep);
    this.succeeded = context.counter("succeeded");
    this.failed = context.counter("failed");
    this.exceeded = context.counter("exceeded");
    this.unreadable = context.counter("unreadable");
  }

  private static <T> Codec<T> codec(Class<T> type) {
    return Codec.of(MethodHandles.lookup(), type);
  }

  @Override
  public void onRecord(LogRecord record) {
    if (!SshdReader.isSshd(record.programSlice())) {
      return;
    }
    SshdLine line = SshdReader.read(record.messageSlice());
    switch (line.kind()) {
      case NOTHING -> {}
      case UNREADABLE -> unreadable.increment();
      default -> onLine(line, record);
    }
  }

  /** Without an id of the process, lines cannot be put together: each speaks for itself, or not. */
  private void onLine(SshdLine line, LogRecord record) {
    Slice id = record.processIdSlice();
    boolean alone = id.isEmpty();
    if (alone && !line.isCertainByItself()) {
      return;
    }
    String process = process(id, record.hostSlice());
    Optional<Connection> known = alone ? Optional.empty() : connections.get(process);
    Connection connection = known.orElse(Connection.NEW);
    SshdLine sure = resolve(line, connection, record);
    Connection after = hear(connection, sure, record);
    if (sure.kind() == SshdLine.Kind.ACCEPTED) {
      connections.remove(process);
    } else if (!alone && (known.isPresent() || !after.equals(Connection.NEW))) {
      connections.put(process, after);
    }
  }

  /** The key of a connection: one text, as it is made and looked up for each line. */
  private String process(Slice id, Slice host) {
    int length = id.length() + 1 + host.length();
    if (length > text.length) {
      text = new byte[length];
    }
    id.copyTo(text, 0);
    text[id.length()] = ' ';
    host.copyTo(text, id.length() + 1);
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private static SshdLine resolve(SshdLine line, Connection connection, LogRecord record) {
    return line.ambiguous() && connection.peer().isPresent() && !connection.ended()
        ? SshdReader.readFrom(record.messageSlice(), connection.peer().get())
        : line;
  }

  private Connection hear(Connection before, SshdLine line, LogRecord record) {
    Connection connection = before;
    if (before.isOver(line)) {
      settle(before, Optional.empty());
      connection = Connection.NEW;
    } else if (before.changesUser(line)) {
      connection = settle(before, Optional.of(record)).withoutUser();
    }
    Connection now = connection.hear(line);
    return switch (line.kind()) {
      case ACCEPTED -> succeed(now, line, record);
      case FAILED, PAM_ERROR, DENIED -> failOneByOne(now, line, record);
      case PAM_UNIX_SUMMARY, TOO_MANY, GAVE_UP, CLOSED -> close(connection, now, record);
      default -> now.tries().waiting() > 0 ? waitFor(now, record) : now;
    };
  }

  private Connection succeed(Connection connection, SshdLine line, LogRecord record) {
    Peer peer = line.peer().orElseThrow();
    succeeded.increment();
    totals.success(peer.address());
    context.emit(
        new SshLoginSucceeded(
            record.timestamp(),
            line.user().orElseThrow(),
            peer.address(),
            port(peer),
            line.method(),
            connection.failures(),
            List.of(record.compact())));
    return connection;
  }

  private Connection failOneByOne(Connection connection, SshdLine line, LogRecord record) {
    int count = connection.tries().untold();
    if (count == 0) {
      return connection.tries().waiting() == 0 ? connection.settled() : connection;
    }
    List<LogRecord> evidence = evidence(connection, Optional.of(record));
    int single = Math.min(count, MOST_EVENTS_PER_LINE);
    for (int i = 0; i < single; i++) {
      fail(connection, line.method(), 1, evidence, record);
    }
    if (count > single) {
      fail(connection, line.method(), count - single, evidence, record);
    }
    Connection told = connection.told(count);
    return told.tries().waiting() == 0 ? told.settled() : told;
  }

  private Connection waitFor(Connection connection, LogRecord record) {
    if (!sweep.isPending()) {
      sweep.schedule(GRACE);
    }
    return connection.waitingSince(record, context.now());
  }

  /** Nothing is remembered of an end that says nothing and of whose beginning nothing is known. */
  private Connection close(Connection before, Connection now, LogRecord record) {
    boolean untouched = before.equals(Connection.NEW) && now.tries().waiting() == 0;
    return untouched ? before : settle(now, Optional.of(record));
  }

  /**
   * Tells what waited, now that the outcome is certain. Without an address there is nothing to
   * tell; a later line may still give one.
   *
   * @param last the line that made it certain, unless it is of another connection
   */
  private Connection settle(Connection connection, Optional<LogRecord> last) {
    int count = connection.tries().waiting();
    if (count == 0) {
      return connection.settled();
    }
    List<LogRecord> evidence = evidence(connection, last);
    if (connection.peer().isEmpty() || evidence.isEmpty()) {
      return last.map(record -> connection.waitingSince(record, context.now())).orElse(connection);
    }
    LogRecord decisive = last.orElse(evidence.get(evidence.size() - 1));
    fail(connection, Optional.empty(), count, evidence, decisive);
    return connection.told(count).settled();
  }

  private static List<LogRecord> evidence(Connection connection, Optional<LogRecord> last) {
    if (last.isEmpty()) {
      return connection.waiting().map(waiting -> List.of(waiting.record())).orElse(List.of());
    }
    LogRecord end = last.get().compact();
    return connection.waiting().isEmpty()
        ? List.of(end)
        : List.of(connection.waiting().get().record(), end);
  }

  /**
   * Tells of failures.
   *
   * @param last the last of the evidence, as it was read where that is at hand: the counter keeps
   *     it, and knows when a compact copy costs less
   */
  private void fail(
      Connection connection,
      Optional<String> method,
      int count,
      List<LogRecord> evidence,
      LogRecord last) {
    Peer peer = connection.peer().orElseThrow();
    failed.add(count);
    totals.failures(peer.address(), count);
    context.emit(
        new SshLoginFailed(
            last.timestamp(),
            connection.user(),
            peer.address(),
            port(peer),
            method,
            count,
            evidence));
    countTowardsLimit(peer.address(), count, last);
  }

  private void countTowardsLimit(String address, int count, LogRecord record) {
    boolean crossed = false;
    for (int i = 0; i < Math.min(count, threshold); i++) {
      crossed |= recentFailures.crosses(address, record);
    }
    if (crossed) {
      exceeded.increment();
      totals.overLimit(address);
      context.emit(
          new SshLoginTriesExceeded(
              record.timestamp(),
              address,
              threshold,
              window,
              withoutRepeats(recentFailures.evidence(address))));
    }
  }

  /** A line that stands for several tries was counted several times in a row. */
  private static List<LogRecord> withoutRepeats(List<LogRecord> records) {
    List<LogRecord> distinct = new ArrayList<>();
    for (LogRecord record : records) {
      if (distinct.isEmpty() || !distinct.get(distinct.size() - 1).id().equals(record.id())) {
        distinct.add(record);
      }
    }
    return distinct;
  }

  private static OptionalInt port(Peer peer) {
    return peer.port() == 0 ? OptionalInt.empty() : OptionalInt.of(peer.port());
  }

  /** Settles what has waited for the grace time; comes again while something waits. */
  private void sweep() {
    Instant now = context.now();
    List<String> due = new ArrayList<>();
    connections.forEach(
        (process, connection) ->
            connection
                .waiting()
                .ifPresent(
                    waiting -> {
                      if (waiting.since().plus(GRACE).isAfter(now)) {
                        sweep.schedule(GRACE);
                      } else {
                        due.add(process);
                      }
                    }));
    for (String process : due) {
      connections
          .get(process)
          .ifPresent(
              connection ->
                  connections.put(process, settle(connection, Optional.empty()).settled()));
    }
  }

  @Override
  public void onStatistics(StatisticsPeriod period) {
    long evicted = connections.evicted() + addresses.evicted() + recentFailures.evicted();
    context.emit(totals.close(period, evicted));
  }
}

package io.correlator.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.config.Config;
import io.correlator.api.module.Module;
import io.correlator.api.source.RecordFormat;
import io.correlator.core.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every module must do, as tests: extend it, name the module and some lines in which it finds
 * something.
 *
 * <pre>{@code
 * final class BruteForceContractTest extends ModuleContract {
 *   @Override
 *   protected Module module() {
 *     return new BruteForce(3, Duration.ofMinutes(1));
 *   }
 *
 *   @Override
 *   protected List<String> lines() {
 *     return Collections.nCopies(3, "login failed from 203.0.113.7");
 *   }
 * }
 * }</pre>
 *
 * <p>A module with keys has more promises to keep: that the keys of a record depend on nothing but
 * the record, and that the runs of its groups share nothing. Its lines should have several keys;
 * hits of a {@link io.correlator.api.module.StagedModule} are compared by {@code equals}.
 */
public abstract class ModuleContract {
  private static final int OTHER_THREADS = 3;

  /** For subclasses. */
  protected ModuleContract() {}

  /** A module, made anew with the same options in each call. */
  protected abstract Module module();

  /** Lines in which the module finds something, in order. */
  protected abstract List<String> lines();

  /** How {@link #lines()} are read; empty, as by default, if the whole line is the message. */
  protected Optional<RecordFormat> format() {
    return Optional.empty();
  }

  /**
   * Whether two runs of one module may be open at the same time. Only a module that writes to a
   * place that it must have to itself says no.
   */
  protected boolean runsSideBySide() {
    return true;
  }

  private TestPipeline open(Module module) {
    return prepared(TestPipeline.running(module));
  }

  private TestPipeline prepared(TestPipeline pipeline) {
    format().ifPresent(pipeline::reading);
    return pipeline.expectingFailures();
  }

  private Events run(Module module) {
    TestPipeline pipeline = open(module);
    lines().forEach(pipeline::feed);
    return finished(pipeline).events();
  }

  private static TestPipeline finished(TestPipeline pipeline) {
    pipeline.finish();
    assertThat(pipeline.failures()).as("what the module threw").isEmpty();
    CorrelatorAssertions.assertThatLedger(pipeline.ledger()).isBalanced();
    return pipeline;
  }

  /** All that tells one event from another. */
  private static List<String> shown(List<EmittedEvent> events) {
    return events.stream()
        .map(
            event ->
                String.join(" | ", event.id(), event.origin(), WatchedGroups.shown(event.event())))
        .toList();
  }

  /** A module has a name that people can write. */
  @Test
  void hasANameThatPeopleCanWrite() {
    OptionsContract.checkName(module().name());
    assertThat(module().description()).isNotNull();
  }

  /** A module declares all its options in each call, with defaults that it accepts itself. */
  @Test
  void declaresAllItsOptionsInEachCall() {
    OptionsContract.check(module()::configure);
  }

  /** What a person writes wrongly is a problem that is told, and no other exception. */
  @Test
  void saysWhatIsWrongWithItsOptions() {
    OptionsContract.checkNonsense(module()::configure);
  }

  /** Configuring makes another module, and leaves this one alone. */
  @Test
  void isNotChangedByConfiguringIt() {
    Module module = module();
    List<String> before = shown(run(module()));

    module.configure(Config.empty());

    assertThat(shown(run(module))).isEqualTo(before);
  }

  /** The same input gives the same events, ids included. */
  @Test
  void findsTheSameInTheSameInput() {
    List<String> first = shown(run(module()));
    List<String> second = shown(run(module()));

    assertThat(second).isEqualTo(first);
  }

  /** One module may be opened again: nothing of a run stays in it. */
  @Test
  void startsAfreshWhenItIsOpenedAgain() {
    Module module = module();
    List<String> first = shown(run(module));
    List<String> second = shown(run(module));

    assertThat(second).isEqualTo(first);
  }

  /** Two runs of one module know nothing of each other. */
  @Test
  void runsAreIndependent() {
    assumeTrue(runsSideBySide(), "runs of this module exclude each other");
    Module module = module();
    List<String> alone = shown(run(module));
    TestPipeline first = open(module);
    TestPipeline second = open(module);

    for (String line : lines()) {
      first.feed(line);
      second.feed(line);
    }

    assertThat(shown(finished(first).events())).isEqualTo(alone);
    assertThat(shown(finished(second).events())).isEqualTo(alone);
  }

  /** Whatever stands in a line, the module does not throw. */
  @Test
  void survivesHostileRecords() {
    TestPipeline pipeline = open(module());
    for (byte[] line : HostileLines.any()) {
      feed(pipeline, line);
    }
    for (byte[] line : HostileLines.madeOf(lines())) {
      feed(pipeline, line);
    }
    HostileLines.failed().forEach(pipeline::feed);

    finished(pipeline);
  }

  /** The keys of a record depend on nothing but the record. */
  @Test
  void findsTheSameKeysInTheSameRecord() {
    Supplier<KeyFinder> finders = KeyFinder.of(moduleWithKeys());
    TestPipeline reader = open(module());
    List<LogRecord> records = goodAndBrokenLines().stream().map(reader::recordOf).toList();

    List<List<Object>> found =
        records.stream().map(record -> finders.get().findIn(record)).toList();

    assertThat(found).as("no line has a key").anyMatch(keys -> !keys.isEmpty());
    assertThat(keysOf(records, finders.get())).as("found by one in all records").isEqualTo(found);
    assertThat(reversed(keysOf(reversed(records), finders.get())))
        .as("found in the opposite order")
        .isEqualTo(found);
    assertThat(keysFoundAtOnce(records, finders))
        .as("found by several threads at once")
        .containsOnly(found);
  }

  private static List<List<Object>> keysOf(List<LogRecord> records, KeyFinder finder) {
    return records.stream().map(finder::findIn).toList();
  }

  private static List<List<List<Object>>> keysFoundAtOnce(
      List<LogRecord> records, Supplier<KeyFinder> finders) {
    List<CompletableFuture<List<List<Object>>>> others =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> keysOf(records, finders.get())))
            .limit(OTHER_THREADS)
            .toList();
    List<List<List<Object>>> all = new ArrayList<>();
    all.add(keysOf(records, finders.get()));
    others.forEach(other -> all.add(other.join()));
    return all;
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  /** What the run of a group finds does not depend on whether there are others. */
  @Test
  void runsOfDifferentGroupsShareNothing() {
    WatchedGroups together = new WatchedGroups(key -> true);
    runOnAll(together.in(moduleWithKeys()));

    assertThat(together.groups()).as("groups of keys").isNotEmpty();
    for (int group : together.groups()) {
      WatchedGroups alone = new WatchedGroups(key -> together.isIn(group, key));
      runOnAll(alone.in(module()));
      assertThat(alone.emittedBy(group)).isEqualTo(together.emittedBy(group));
    }
  }

  private void runOnAll(Module module) {
    TestPipeline pipeline = open(module);
    goodAndBrokenLines().forEach(pipeline::feed);
    finished(pipeline);
  }

  /** Those of {@link #lines()}, what may be made of them, and those of {@link #lines()} again. */
  private List<byte[]> goodAndBrokenLines() {
    List<byte[]> good =
        lines().stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    List<byte[]> all = new ArrayList<>(good);
    all.addAll(HostileLines.madeOf(lines()));
    all.addAll(good);
    return all;
  }

  /** The number of partitions makes no difference, ids included. */
  @Test
  void findsTheSameOnSeveralPartitions() {
    List<String> alone = shown(run(moduleWithKeys()));
    TestPipeline pipeline = prepared(TestPipeline.partitioned(4, module()));

    lines().forEach(pipeline::feed);

    assertThat(shown(finished(pipeline).events())).isEqualTo(alone);
  }

  private Module moduleWithKeys() {
    Module module = module();
    assumeTrue(Pipeline.canBePartitioned(module), "this module has no keys");
    return module;
  }

  private static void feed(TestPipeline pipeline, byte[] line) {
    pipeline.feed(line);
    assertThat(pipeline.failures())
        .as(() -> "what the module threw for " + new String(line, StandardCharsets.UTF_8))
        .isEmpty();
  }

  /** Periods of statistics come and go, with and without records in them. */
  @Test
  void survivesTheEndOfPeriods() {
    TestPipeline pipeline = open(module()).advance(Duration.ofDays(2));

    lines().forEach(pipeline::feed);
    pipeline.advance(Duration.ofDays(3));
    lines().forEach(pipeline::feed);

    finished(pipeline);
  }

  /** A run may end before it has seen anything. */
  @Test
  void closesWithoutHavingSeenAnything() {
    finished(open(module()));
  }

  /** Listeners read events later and elsewhere: every accessor answers. */
  @Test
  void itsEventsCanBeRead() {
    assertThat(run(module()))
        .allSatisfy(
            event -> {
              assertThat(event.origin()).isEqualTo(module().name());
              assertThat(event.type()).isNotBlank();
              assertThat(event.timestamp()).isNotNull();
              assertThat(event.severity()).isNotNull();
              assertThat(event.summary()).isNotNull();
              assertThat(event.fields()).isNotNull();
              assertThat(event.evidence())
                  .isSortedAccordingTo(Comparator.comparing(LogRecord::timestamp));
            });
  }
}

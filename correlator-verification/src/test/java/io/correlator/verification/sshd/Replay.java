package io.correlator.verification.sshd;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.modules.sshd.SshLoginFailed;
import io.correlator.modules.sshd.SshLoginSucceeded;
import io.correlator.modules.sshd.SshLoginTriesExceeded;
import io.correlator.modules.sshd.SshStatistics;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.sources.format.SyslogFormat;
import io.correlator.testkit.TestPipeline;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A log that went through the module line by line, and what came of each line. */
final class Replay {
  /** Long enough for everything that waits for an outcome. */
  private static final Duration LATER = Duration.ofMinutes(10);

  private static final Instant REFERENCE = Instant.parse("2026-03-05T00:00:00Z");

  private final TestPipeline pipeline;
  private final List<String> lines = new ArrayList<>();
  private final List<List<Event>> told = new ArrayList<>();

  private Replay(SshdModule module) {
    pipeline =
        TestPipeline.running(module)
            .reading(new SyslogFormat(), new FormatContext(ZoneOffset.UTC, REFERENCE));
  }

  static Replay of(SshdModule module, List<String> lines) {
    Replay replay = new Replay(module);
    lines.forEach(replay::feed);
    return replay;
  }

  /** The same for lines that are not in the order of their times; they are told of later. */
  static Replay inOrderOfTime(SshdModule module, List<String> lines) {
    Replay replay = new Replay(module);
    replay.pipeline.ordering(Duration.ofHours(1));
    lines.forEach(replay::feed);
    return replay;
  }

  static Replay of(String... lines) {
    return of(new SshdModule(), List.of(lines));
  }

  Replay feed(String line) {
    int before = pipeline.events().size();
    pipeline.feed(line);
    lines.add(line);
    told.add(pipeline.events().stream().skip(before).map(e -> e.event()).toList());
    return this;
  }

  /** Lets time pass until nothing waits. */
  Replay later() {
    pipeline.advance(LATER);
    return this;
  }

  Replay finish() {
    pipeline.finish();
    return this;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  List<SshLoginFailed> failed() {
    return all(SshLoginFailed.class);
  }

  List<SshLoginSucceeded> succeeded() {
    return all(SshLoginSucceeded.class);
  }

  List<SshLoginTriesExceeded> exceeded() {
    return all(SshLoginTriesExceeded.class);
  }

  List<SshStatistics> statistics() {
    return all(SshStatistics.class);
  }

  long counter(String name) {
    return pipeline.statistics().get(0).counters().getOrDefault(name, 0L);
  }

  private <E extends Event> List<E> all(Class<E> type) {
    return pipeline.events().stream()
        .map(emitted -> emitted.event())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** The failures that were told when the line of that index, from 0, was read. */
  List<SshLoginFailed> failedAt(int index) {
    return told.get(index).stream()
        .filter(SshLoginFailed.class::isInstance)
        .map(SshLoginFailed.class::cast)
        .toList();
  }

  /**
   * The failures that the line of that index shows: told when it was read, or of which it is
   * evidence.
   */
  List<SshLoginFailed> failedBecauseOf(int index) {
    return failed().stream()
        .filter(event -> failedAt(index).contains(event) || shows(event.evidence(), index))
        .toList();
  }

  private static boolean shows(List<LogRecord> evidence, int index) {
    return evidence.stream().anyMatch(record -> record.line() == index + 1);
  }
}

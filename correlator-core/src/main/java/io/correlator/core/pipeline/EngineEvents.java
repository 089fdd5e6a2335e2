package io.correlator.core.pipeline;

import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.Severity;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.Health;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.SourceStatistics;
import java.time.Instant;

/**
 * What the engine says about itself. Listeners that want all of it ask for the origin {@code
 * engine}; warnings and errors reach everyone.
 */
public final class EngineEvents {
  private EngineEvents() {}

  /** The engine takes records from now on. */
  public static Event.Builder started() {
    return Event.builder("EngineStarted").severity(Severity.INFO).summary("the engine has started");
  }

  /** The engine goes on from saved state. */
  public static Event.Builder resumed(long snapshot) {
    return Event.builder("EngineResumed")
        .severity(Severity.INFO)
        .summary("the engine goes on from snapshot " + snapshot)
        .field("snapshot", snapshot);
  }

  /** A snapshot could not be used and was put aside; an older one is taken, or none. */
  public static Event.Builder snapshotDamaged(String problem) {
    return Event.error("SnapshotDamaged").summary(problem);
  }

  /** No more events follow. */
  public static Event.Builder stopped() {
    return Event.builder("EngineStopped").severity(Severity.INFO).summary("the engine has stopped");
  }

  /** A source began to read. */
  public static Event.Builder sourceUp(String source) {
    return Event.builder("SourceUp")
        .severity(Severity.INFO)
        .summary("source " + source + " is up")
        .field("source", source);
  }

  /** A source has ended, in good order or not. */
  public static Event.Builder sourceDown(SourceStatistics source) {
    boolean failed = source.state() == SourceStatistics.State.FAILED;
    Fields.Builder reasons = Fields.builder();
    source.failed().forEach((reason, count) -> reasons.put(reason.toString(), count));
    Fields.Builder drops = Fields.builder();
    source.dropped().forEach((reason, count) -> drops.put(reason.toString(), count));
    return Event.builder("SourceDown")
        .severity(failed ? Severity.ERROR : Severity.INFO)
        .summary(
            "source %s %s after %d records"
                .formatted(source.name(), failed ? "failed" : "ended", source.received()))
        .field("source", source.name())
        .field("received", source.received())
        .field("parsed", source.parsed())
        .field("failed", reasons.build())
        .field("dropped", drops.build())
        .field("truncated", source.truncated())
        .field("bytes", source.bytes())
        .field("unreadable", source.unreadable());
  }

  /** Part of a source's input cannot be read. */
  public static Event.Builder unreadable(String source, String input, String reason) {
    return Event.error("InputUnreadable")
        .summary("cannot read " + input + ": " + reason)
        .field("source", source)
        .field("input", input)
        .field("reason", reason);
  }

  /** What a source took before it was cut short is evaluated again. */
  public static Event.Builder journalRead(
      String source, long records, long lost, long unfinished, long cutBytes) {
    return Event.builder("JournalRead")
        .severity(lost > 0 ? Severity.ERROR : Severity.INFO)
        .summary(
            "source %s goes on with %d records of its journal; %d are lost, %d were not finished"
                .formatted(source, records, lost, unfinished))
        .field("source", source)
        .field("records", records)
        .field("lost", lost)
        .field("unfinished", unfinished)
        .field("cutBytes", cutBytes);
  }

  /** Part of a journal cannot be read. */
  public static Event.Builder journalDamaged(String source, String problem) {
    return Event.error("JournalDamaged")
        .summary("the journal of source " + source + " is damaged: " + problem)
        .field("source", source)
        .field("problem", problem);
  }

  /** A source takes nothing any more, because its journal cannot be written. */
  public static Event.Builder journalBlocked(String source, String reason) {
    return Event.builder("JournalBlocked")
        .severity(Severity.CRITICAL)
        .summary("source " + source + " takes nothing: " + reason)
        .field("source", source)
        .field("reason", reason);
  }

  /** A source goes on, because its journal can be written again. */
  public static Event.Builder journalWritable(String source) {
    return Event.notice("JournalWritable")
        .summary("source " + source + " goes on: its journal can be written again")
        .field("source", source);
  }

  /** A plug-in has thrown something for the first, tenth, hundredth... time. */
  public static Event.Builder failed(Failure failure) {
    return Event.error("PluginFailed")
        .summary(
            "%s %s has failed %d times, most recently with %s"
                .formatted(failure.kind(), failure.name(), failure.count(), failure.cause()))
        .field("kind", failure.kind().toString())
        .field("name", failure.name())
        .field("count", failure.count())
        .field("cause", failure.cause().toString());
  }

  /**
   * A listener has lost events for the first time, or ten times as many as when it was last told.
   */
  public static Event.Builder undelivered(String listener, String fate, long count) {
    return Event.warning("EventsUndelivered")
        .summary("%d events have not reached listener %s: %s".formatted(count, listener, fate))
        .field("listener", listener)
        .field("fate", fate)
        .field("count", count);
  }

  /**
   * A module is left out because it has failed too often.
   *
   * @param group the group of keys for which it is left out; negative if it is for all
   * @param until when it gets another try, in milliseconds since 1970; {@link Long#MAX_VALUE} for
   *     never
   */
  static Event.Builder leftOut(String module, int group, long errors, long until) {
    boolean forGood = until == Long.MAX_VALUE;
    Event.Builder event =
        Event.error("ModuleQuarantined")
            .summary(
                "module %s is left out%s %s: it has failed %d times"
                    .formatted(
                        module,
                        forGroup(group),
                        forGood ? "for good" : "until " + Instant.ofEpochMilli(until),
                        errors))
            .field("module", module)
            .field("errors", errors)
            .field("forGood", forGood);
    if (group >= 0) {
      event.field("group", group);
    }
    return forGood ? event : event.field("until", Instant.ofEpochMilli(until));
  }

  private static String forGroup(int group) {
    return group < 0 ? "" : " for keys of group " + group;
  }

  /** A module that was left out has taken a record. */
  static Event.Builder back(String module, int group) {
    Event.Builder event =
        Event.notice("ModuleBack")
            .summary("module " + module + " works again" + forGroup(group))
            .field("module", module);
    return group < 0 ? event : event.field("group", group);
  }

  /**
   * Another module has taken the place of the one of this name.
   *
   * @param evaluated after how many records
   * @param difference what is different, in the module's own words
   */
  static Event.Builder moduleChanged(
      String module, long evaluated, Fields difference, Handover handover) {
    return handover(
            Event.notice("ModuleChanged")
                .summary("module %s has changed: %s".formatted(module, told(handover))),
            module,
            handover)
        .field("forgottenKeys", handover.keys())
        .field("evaluated", evaluated)
        .field("difference", difference);
  }

  /** A module has changed since its state was saved. */
  static Event.Builder stateFitted(String module, Handover handover) {
    return handover(
        Event.notice("StateFitted")
            .summary(
                "module %s has changed since its state was saved: %s"
                    .formatted(module, told(handover))),
        module,
        handover);
  }

  private static String told(Handover handover) {
    return "of its state, %d parts go on, %d begin anew, %d are forgotten"
        .formatted(handover.kept(), handover.begun(), handover.forgotten());
  }

  private static Event.Builder handover(Event.Builder event, String module, Handover handover) {
    return event
        .field("module", module)
        .field("kept", handover.kept())
        .field("begun", handover.begun())
        .field("forgotten", handover.forgotten());
  }

  /** Another module should have taken the place of the one of this name, and cannot be opened. */
  static Event.Builder moduleNotChanged(String module, Throwable cause) {
    return Event.warning("ModuleNotChanged")
        .summary("module %s stays as it was: %s".formatted(module, cause))
        .field("module", module)
        .field("cause", String.valueOf(cause));
  }

  /**
   * The engine is doing better or worse than before. What is behind a degraded engine has been told
   * by an event of its own, so only its end is worth everybody's attention.
   */
  public static Event.Builder healthChanged(Health.Status before, Health now) {
    return Event.builder("HealthChanged")
        .severity(now.status() == Health.Status.DOWN ? Severity.CRITICAL : Severity.NOTICE)
        .summary("the engine is " + now + ", it was " + before)
        .field("before", before)
        .field("now", now.status())
        .field("causes", now.causes().stream().map(Health.Cause::toString).toList());
  }

  /** The engine cannot go on. */
  public static Event.Builder engineFailed(Failure failure) {
    return Event.builder("EngineFailed")
        .severity(Severity.CRITICAL)
        .summary(
            "the engine stops: %s %s failed with %s"
                .formatted(failure.kind(), failure.name(), failure.cause()))
        .field("kind", failure.kind().toString())
        .field("name", failure.name())
        .field("cause", failure.cause().toString());
  }

  /** What a module has counted from the start of the run to the end of a period. */
  static Event.Builder statistics(StatisticsPeriod period, ModuleStatistics module) {
    return Event.builder("ModuleStatistics")
        .severity(Severity.INFO)
        .timestamp(period.end())
        .summary("module %s has seen %d records".formatted(module.name(), module.records()))
        .field("module", module.name())
        .field("start", period.start())
        .field("end", period.end())
        .field("partial", period.partial())
        .field("records", module.records())
        .field("passedBy", module.passedBy())
        .field("events", module.events())
        .field("errors", module.errors())
        .field("keys", module.keys())
        .field("evicted", module.evicted())
        .field("counters", Fields.copyOf(module.counters()));
  }
}

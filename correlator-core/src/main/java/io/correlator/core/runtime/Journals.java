package io.correlator.core.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.core.journal.Journal;
import io.correlator.core.journal.JournalSettings;
import io.correlator.core.journal.JournalSpace;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The journals of an engine: one for each source that cannot read its input again, if there is a
 * data directory. A thread of its own gets them to the disk now and then.
 */
final class Journals {
  private final Optional<DataSettings> settings;
  private final ThreadFactory threads;
  private final FailureHandler failures;
  private final List<Journal> opened = new ArrayList<>();
  private @Nullable ScheduledExecutorService forcing;

  /** In its thread only. */
  private long failed;

  Journals(Optional<DataSettings> settings, ThreadFactory threads, FailureHandler failures) {
    this.settings = settings;
    this.threads = threads;
    this.failures = failures;
  }

  /** Opens those of the sources that need one. The directory belongs to this engine by now. */
  void open(List<SourceRunner> sources, EngineState names, List<String> problems) {
    settings.ifPresent(
        data -> {
          JournalSpace space = new JournalSpace(data.journal());
          for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).needsJournal()) {
              open(sources.get(i), names.nameOfSource(i), data, space, problems);
            }
          }
        });
  }

  private void open(
      SourceRunner source,
      String name,
      DataSettings data,
      JournalSpace space,
      List<String> problems) {
    Path folder = data.directory().resolve("journal").resolve(folderName(name));
    try {
      Journal journal =
          Journal.open(
              folder, data.directory().resolve("quarantine"), data.journal(), space, data.disk());
      source.writeTo(journal, space);
      opened.add(journal);
    } catch (IOException e) {
      problems.add("the journal in %s cannot be used: %s".formatted(folder, e));
    }
  }

  /** Names of sources may contain anything. */
  private static String folderName(String name) {
    return URLEncoder.encode(name, UTF_8).replace('+', '-').replace("*", "%2A");
  }

  /** From now on, what is written gets to the disk in time. */
  void start() {
    settings.map(DataSettings::journal).ifPresent(this::start);
  }

  private void start(JournalSettings journal) {
    Duration every = journal.forceEvery();
    if (opened.isEmpty() || every.isZero() || every.equals(JournalSettings.NEVER)) {
      return;
    }
    ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(this::thread);
    var unused =
        executor.scheduleWithFixedDelay(
            this::force, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    forcing = executor;
  }

  private Thread thread(Runnable work) {
    Thread thread = threads.newThread(work);
    thread.setName("correlator-journals");
    return thread;
  }

  private void force() {
    for (Journal journal : opened) {
      try {
        journal.force();
      } catch (IOException e) {
        failed++;
        failures.onFailure(new Failure(Failure.Kind.SNAPSHOT, "journal", failed, e));
      }
    }
  }

  /** The sources have ended, and closed what is theirs. */
  void close() {
    if (forcing != null) {
      forcing.shutdownNow();
    }
  }
}

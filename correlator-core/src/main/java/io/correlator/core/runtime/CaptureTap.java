package io.correlator.core.runtime;

import static java.util.Objects.requireNonNull;

import io.correlator.api.LogRecord;
import io.correlator.api.capture.CaptureWriter;
import io.correlator.core.monitor.Failure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Writes down all that the pipeline is given, in its order: the records, with the times and flags
 * decided for them, and the time that passes between them. Modules depend on nothing else, so a
 * replay gives the same events. For the pipeline's thread.
 *
 * <p>What cannot be written is a failure that is counted and told; the engine goes on.
 */
final class CaptureTap {
  private final Path file;
  private final CaptureWriter writer;
  private final Consumer<Failure> failures;
  private long failed;

  private CaptureTap(Path file, CaptureWriter writer, Consumer<Failure> failures) {
    this.file = file;
    this.writer = writer;
    this.failures = requireNonNull(failures, "failures");
  }

  /**
   * Continues the capture in {@code file}, or makes it.
   *
   * @throws java.io.UncheckedIOException if that cannot be done
   */
  static CaptureTap into(Path file, Consumer<Failure> failures) {
    return new CaptureTap(file, CaptureWriter.append(file), failures);
  }

  /**
   * Goes on from where the capture stood when state was saved, if it is still the same file: what
   * came after is evaluated again. Before anything is written.
   *
   * @throws java.io.UncheckedIOException if that cannot be done
   */
  void goBackTo(String position) {
    boolean unused = writer.goBackTo(position);
  }

  /** Where it stands, for {@link #goBackTo}; empty if that cannot be told. */
  Optional<String> position() {
    AtomicReference<String> position = new AtomicReference<>();
    attempt(() -> position.set(writer.position()));
    return Optional.ofNullable(position.get());
  }

  /** What was flushed gets to the disk. Any thread may call it; throws if that fails. */
  void force() {
    writer.force();
  }

  void record(LogRecord record) {
    attempt(() -> writer.write(record));
  }

  void passed(Instant time) {
    attempt(() -> writer.passed(time));
  }

  /** What was written reaches the system, so that it survives the process. */
  void flush() {
    attempt(writer::flush);
  }

  void close() {
    attempt(writer::close);
  }

  private void attempt(Runnable writing) {
    try {
      writing.run();
    } catch (RuntimeException e) {
      failed++;
      failures.accept(new Failure(Failure.Kind.CAPTURE, file.toString(), failed, e));
    }
  }
}

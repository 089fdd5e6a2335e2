package io.correlator.modules.capture;

import static java.util.Objects.requireNonNull;

import io.correlator.api.capture.CaptureWriter;
import io.correlator.api.config.Config;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import java.nio.file.Path;

/**
 * Appends every record to a capture, from which it can be replayed as if it were live. A capture
 * that is already there is continued.
 *
 * <p>Per period of statistics it emits a {@link CaptureStatistics}. A record that cannot be written
 * because the disk fails is an error of this module, and is not in its statistics; those before it
 * are kept in memory and written when the disk is well again. Records reach the file in blocks, at
 * each end of a period, and when the run ends.
 *
 * @param file the capture; made if there is none
 */
public record CaptureModule(Path file) implements Module {
  private static final Path DEFAULT_FILE = Path.of("capture.cap");

  public CaptureModule {
    requireNonNull(file, "file");
  }

  /** Captures to {@code capture.cap} in the working directory. */
  public CaptureModule() {
    this(DEFAULT_FILE);
  }

  @Override
  public String name() {
    return "capture";
  }

  @Override
  public String description() {
    return "writes every record to a file, to replay it later";
  }

  @Override
  public CaptureModule configure(Config config) {
    return new CaptureModule(
        config.getPath("file", file, "the capture that records are appended to"));
  }

  /**
   * Opens the capture.
   *
   * @throws java.io.UncheckedIOException if the file cannot be opened, is being written by another
   *     writer, or holds something else
   */
  @Override
  public Processor open(ModuleContext context) {
    return new CaptureProcessor(context, CaptureWriter.append(file));
  }
}

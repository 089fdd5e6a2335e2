package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.capture.CaptureReader;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.sources.format.AutoFormat;
import io.correlator.sources.format.JsonFormat;
import io.correlator.sources.format.PlainFormat;
import io.correlator.sources.format.Rfc3164Format;
import io.correlator.sources.format.Rfc5424Format;
import io.correlator.sources.format.SyslogFormat;
import io.correlator.sources.format.WindowsJsonFormat;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replays a capture, as fast as the modules can follow or as fast as it once {@linkplain
 * Builder#speed came}: what an engine evaluated, in its order, with the times it decided, and with
 * the time that passed when nothing came. The same modules give the same events with the same ids
 * as they gave then, at any speed.
 *
 * <p>Nothing depends on when or where it is replayed: the year of a date that has none, its zone,
 * and which times were believed are those of the capture. What a module finds in a record beyond
 * its time is read anew by the format that the capture names. One that is not known here is
 * {@linkplain SourceContext#unreadable reported}, and its records are lines without parts; so is
 * what is damaged, and the rest is replayed.
 *
 * <p>An engine that replays should read nothing else. It does not go on from saved state: a capture
 * is replayed whole. One instance serves one run; any thread may build it.
 */
public final class CaptureSource implements Source {
  private final Path file;
  private final Map<String, RecordFormat> formats;
  private final double speed;
  private final Pause pause;

  private CaptureSource(Builder builder) {
    this.file = builder.file;
    this.formats = Map.copyOf(builder.formats);
    this.speed = builder.speed;
    this.pause = builder.pause;
  }

  /** A capture of records in the standard formats. */
  public static CaptureSource of(Path file) {
    return builder(file).build();
  }

  /** Starts a source that knows the standard formats. */
  public static Builder builder(Path file) {
    return new Builder(requireNonNull(file, "file"));
  }

  /** The path. */
  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public List<RecordFormat> formats() {
    return List.copyOf(formats.values());
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    try (CaptureReader capture =
        CaptureReader.open(file, damage -> context.unreadable(name(), damage.toString()))) {
      new Replay(formats, context, new Pace(speed, context.clock()), pause).run(name(), capture);
    } catch (UncheckedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the replay shall stop");
      }
      context.unreadable(name(), Reasons.of(requireNonNull(e.getCause())));
    }
  }

  /** Makes a source. For one thread. */
  public static final class Builder {
    private final Path file;
    private final Map<String, RecordFormat> formats = new LinkedHashMap<>();
    private double speed = Double.POSITIVE_INFINITY;
    private Pause pause = Pause.real();

    private Builder(Path file) {
      this.file = file;
      List.of(
              new AutoFormat(),
              new SyslogFormat(),
              new Rfc3164Format(),
              new Rfc5424Format(),
              new PlainFormat(),
              new JsonFormat(),
              new WindowsJsonFormat())
          .forEach(this::format);
    }

    /** Also reads records that were captured as this format. */
    public Builder format(RecordFormat format) {
      formats.put(format.name(), format);
      return this;
    }

    /**
     * How fast records follow each other, by the times at which they were received: 1 for as fast
     * as they came then, 60 for an hour in a minute. As fast as possible if nothing is said.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder speed(double factor) {
      if (!(factor > 0)) {
        throw new IllegalArgumentException("speed: must be positive, was " + factor);
      }
      this.speed = factor;
      return this;
    }

    /** For tests, whose clock goes on when somebody waits. */
    Builder pause(Pause pause) {
      this.pause = pause;
      return this;
    }

    /** The source. */
    public CaptureSource build() {
      return new CaptureSource(this);
    }
  }
}

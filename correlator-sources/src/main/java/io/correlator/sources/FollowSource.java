package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.sources.format.AutoFormat;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows files that grow, line by line, across their rotation, until it is stopped.
 *
 * <p>Files are named, or meant by a {@linkplain Builder#folder folder} or a {@linkplain
 * Builder#glob pattern}: then those that come later are followed, too, and those that are gone for
 * a minute are finished. Each file is read under one of its names. Folders are watched where the
 * system can, and looked at every 5 s. At most 500 files are open at once.
 *
 * <p>A line is read when its end has been written. When a file is renamed and another one gets its
 * name, the old one is read to its end, then the new one from its start; files that came and went
 * in between are found beside it, by names such as {@code auth.log.1} and {@code
 * auth.log-20260301}. So nothing is lost and nothing is read twice, also when the process was
 * stopped meanwhile, if the engine saves its state. A file that was truncated is read again from
 * its start; what was written to it and not read by then is lost. A file that is not there is
 * waited for; links are followed.
 *
 * <p>The source of a record is the path of its file, as given here or found, and its position the
 * offset of its line in the file. Its incarnation counts the files that had this path, from 0 for
 * the first that was read. Files are known again by their text and by what the file system calls
 * them, so a later run that goes on from saved state gives the same line the same identity. A run
 * without saved state counts anew.
 *
 * <p>What cannot be read is {@linkplain SourceContext#unreadable reported}, once, and tried again:
 * a file without permission, a folder in the place of a file. So is a file that was truncated, or
 * that is gone before it was read to its end. Text in UTF-16 is reported and not read, and so are
 * archives, but for those that a rotation made of a file by {@code gzip}.
 *
 * <p>One instance serves one run; any thread may build it.
 */
public final class FollowSource implements Source {
  private final String name;
  private final FollowedFiles.Wanted wanted;
  private final FileReading.Options options;
  private final Following.Timing timing;
  private final Start start;
  private final Pause pause;
  private final Supplier<FolderWatch> watch;

  /** Where a file is begun of which no saved state knows. */
  public enum Start {
    /** With its first line. */
    BEGINNING,
    /** With the first line that ends after the source was started. */
    END
  }

  private FollowSource(Builder builder) {
    this.wanted =
        new FollowedFiles.Wanted(
            List.copyOf(builder.paths), List.copyOf(builder.patterns.values()), builder.maxFiles);
    this.name = builder.nameOrDefault();
    this.options =
        new FileReading.Options(
            List.of(),
            builder.format,
            builder.zone,
            Optional.empty(),
            builder.blockSize,
            builder.maxRecordLength);
    this.timing =
        new Following.Timing(builder.interval, builder.settle, builder.linger, builder.idle);
    this.start = builder.start;
    this.pause = builder.pause;
    this.watch = builder.watch;
  }

  /** Files in any format of {@link AutoFormat}, times in UTC, from their ends on. */
  public static FollowSource of(Path... paths) {
    return builder().paths(Arrays.asList(paths)).build();
  }

  /** Starts a source without any files. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean hasBacklog() {
    return true;
  }

  @Override
  public List<RecordFormat> formats() {
    return List.of(options.format());
  }

  /**
   * Follows the files.
   *
   * @throws IllegalArgumentException if the saved position cannot be read; it says what is wrong
   * @throws InterruptedException when the source is stopped
   */
  @Override
  public void run(SourceContext context) throws InterruptedException, ClosedByInterruptException {
    FollowedFiles files = new FollowedFiles(wanted, watch.get(), context, options, timing);
    new Following(files, context, timing.interval(), pause).follow(start);
  }

  /**
   * Makes a source. For one thread. Defaults:
   *
   * <ul>
   *   <li>name: the path, if there is one; of several, the first and how many there are beside it
   *   <li>format: {@link AutoFormat}
   *   <li>zone: UTC
   *   <li>start: {@link Start#END}
   *   <li>interval: 200 ms
   *   <li>settle: 1 s
   *   <li>maximum number of files: 10,000
   *   <li>maximum length of a record: 64 KiB
   * </ul>
   */
  public static final class Builder {
    private static final int BLOCK_SIZE = 128 * 1024;
    private static final int MOST_FILES = 10_000;

    private final Set<Path> paths = new LinkedHashSet<>();
    private final Map<String, PathPattern> patterns = new LinkedHashMap<>();
    private @Nullable String name;
    private RecordFormat format = new AutoFormat();
    private ZoneId zone = ZoneOffset.UTC;
    private Start start = Start.END;
    private Duration interval = Duration.ofMillis(200);
    private Duration settle = Duration.ofSeconds(1);
    private Duration linger = Duration.ofMinutes(1);
    private Duration idle = Duration.ofMinutes(5);
    private int maxFiles = MOST_FILES;
    private int maxRecordLength = RecordLength.DEFAULT;
    private int blockSize = BLOCK_SIZE;
    private Pause pause = Pause.real();
    private Supplier<FolderWatch> watch = FolderWatch::real;

    private Builder() {}

    /**
     * The name of the source, by which a later run finds its saved state. Give one if that run may
     * follow other files, for instance because there are more of them by then.
     */
    public Builder name(String name) {
      this.name = requireNonNull(name, "name");
      return this;
    }

    private String nameOrDefault() {
      if (name != null) {
        return name;
      }
      List<String> all = new ArrayList<>();
      paths.forEach(path -> all.add(path.toString()));
      all.addAll(patterns.keySet());
      return FileReading.nameOf(all);
    }

    /** Adds a file, which need not be there yet. */
    public Builder path(Path path) {
      paths.add(requireNonNull(path, "path"));
      return this;
    }

    /** Adds files. */
    public Builder paths(Collection<Path> paths) {
      paths.forEach(this::path);
      return this;
    }

    /**
     * Adds all files in a folder and below, also those that are made later, but neither those whose
     * names begin with a dot nor what folders hold to which links lead. The folder need not be
     * there yet.
     */
    public Builder folder(Path folder) {
      PathPattern pattern = PathPattern.folder(requireNonNull(folder, "folder"));
      patterns.put(pattern.toString(), pattern);
      return this;
    }

    /**
     * Adds the files that a pattern means, also those that are made later: {@code /var/log/*.log},
     * {@code logs/**}{@code /access-[0-9]?.log}. In it {@code *} stands for any part of a name,
     * {@code ?} for a character, {@code [ab]} for one of these, {@code {ab,cd}} for one of these
     * texts, and {@code **} for any number of folders, also none. Names that begin with a dot are
     * only meant if the pattern has the dot.
     *
     * <p>Not followed are packed files, and those that have the name that a rotation gave them,
     * such as {@code app.log.1}, if the one with the name before that is.
     *
     * @throws IllegalArgumentException if it is not a pattern; it says why
     */
    public Builder glob(String glob) {
      patterns.put(glob, PathPattern.glob(glob));
      return this;
    }

    /**
     * How many files are followed at once, by patterns, folders and names together; of more, one is
     * reported. At most 500 of them are open at the same time.
     *
     * @throws IllegalArgumentException if {@code files} is not positive
     */
    public Builder maxFiles(int files) {
      if (files < 1) {
        throw new IllegalArgumentException("maxFiles: must be at least 1, was " + files);
      }
      this.maxFiles = files;
      return this;
    }

    /** How the lines are written. */
    public Builder format(RecordFormat format) {
      this.format = requireNonNull(format, "format");
      return this;
    }

    /** The zone of times that carry none. */
    public Builder zone(ZoneId zone) {
      this.zone = requireNonNull(zone, "zone");
      return this;
    }

    /**
     * Where a file is begun of which no saved state knows. One that is not there when the source is
     * started is always read from its beginning.
     */
    public Builder start(Start start) {
      this.start = requireNonNull(start, "start");
      return this;
    }

    /**
     * How long to wait before looking again at files that have nothing new.
     *
     * @throws IllegalArgumentException if it is not between 1 ms and an hour
     */
    public Builder interval(Duration interval) {
      this.interval = checked("interval", interval);
      return this;
    }

    /**
     * How long a file that was renamed must be quiet before the next one is begun. Writers that
     * need longer to notice the rotation are still read, but later than what they compete with. And
     * how long any file must be quiet before a record that may have had {@linkplain
     * io.correlator.sources.format.MultilineFormat more lines} is taken as whole.
     *
     * @throws IllegalArgumentException if it is not between 1 ms and an hour
     */
    public Builder settle(Duration settle) {
      this.settle = checked("settle", settle);
      return this;
    }

    private static Duration checked(String what, Duration time) {
      if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
        throw new IllegalArgumentException(what + ": must be 1 ms to 1 h, was " + time);
      }
      return time;
    }

    /**
     * How many bytes of a line are kept; the rest of a longer one is skipped, and its record is
     * marked as truncated.
     *
     * @throws IllegalArgumentException if {@code bytes} is not between 1 KiB and 16 MiB
     */
    public Builder maxRecordLength(int bytes) {
      this.maxRecordLength = RecordLength.checked(bytes);
      return this;
    }

    /** For tests: small blocks show what happens at their ends. */
    Builder blockSize(int bytes) {
      this.blockSize = bytes;
      return this;
    }

    /** For tests, which hear of folders when they want to. */
    Builder watch(FolderWatch watch) {
      this.watch = () -> watch;
      return this;
    }

    /** For tests, which decide what happens while nothing does. */
    Builder pause(Pause pause) {
      this.pause = pause;
      return this;
    }

    /**
     * The source.
     *
     * @throws IllegalStateException if there is nothing to follow
     */
    public FollowSource build() {
      if (paths.isEmpty() && patterns.isEmpty()) {
        throw new IllegalStateException("nothing to follow: give a path, a folder or a glob");
      }
      return new FollowSource(this);
    }
  }
}

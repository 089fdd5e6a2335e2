package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.source.FileDecoder;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.sources.format.AutoFormat;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole files and is done. Several files are read side by side, so that their records come in
 * the order of their times; the members of one rotation are one file to it.
 *
 * <p>A folder stands for the files in it and below, hidden ones left out, by name; the members of
 * one rotation ({@code auth.log.2.gz}, {@code auth.log.1}, {@code auth.log}) come oldest first.
 * Archives packed with gzip are unpacked, whatever they are called, and what a {@linkplain
 * Builder#decoder decoder} knows is decoded. A pipe can be named; devices and sockets cannot be
 * read.
 *
 * <p>The source of a record is the path of its file, as given here; of standard input it is {@code
 * -}. Its position is the offset of its line in the text, unpacked.
 *
 * <p>If the engine saves its state, a later run reads only what is new: files that have grown are
 * read on, and so are those that were being read when a run was stopped or killed. A file is known
 * by its text, so it may have been rotated or packed meanwhile. One that has another text than
 * before is reported and read from its start, under the next incarnation. A last line that had no
 * end stays as it was read: what is added to it later is a line of its own. Archives are unpacked
 * again up to the place that was reached. What came through a pipe or standard input cannot be read
 * again: each run reads what comes, under an incarnation of its own.
 *
 * <p>What cannot be read is {@linkplain SourceContext#unreadable reported}, and the rest goes on:
 * what is missing or forbidden, an archive that breaks off (the whole lines before that are read),
 * text in UTF-16, and binary files in a folder. A binary file that is named is read: its lines come
 * out as failed records.
 *
 * <p>One instance serves one run; any thread may build it.
 */
public final class FileSource implements Source {
  private static final int BLOCK_SIZE = 128 * 1024;

  private final String name;
  private final List<Given> given;
  private final FileReading.Options options;

  /** What someone named, and how the inputs it stands for are found. */
  private record Given(String name, Consumer<InputFinder> find) {}

  private FileSource(String name, List<Given> given, FileReading.Options options) {
    this.name = name;
    this.given = List.copyOf(given);
    this.options = options;
  }

  /** Files and folders in any format of {@link AutoFormat}, times in UTC. */
  public static FileSource of(Path... paths) {
    return builder().paths(Arrays.asList(paths)).build();
  }

  /** Starts a source without any files. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What it was {@linkplain Builder#name named}; otherwise the path, if there is one, and of
   * several, the first and how many there are beside it.
   */
  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public List<RecordFormat> formats() {
    return List.of(options.format());
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException if the saved position cannot be read; it says what is wrong
   */
  @Override
  public void run(SourceContext context) throws InterruptedException {
    InputFinder inputs = new InputFinder(context);
    given.forEach(each -> each.find().accept(inputs));
    new FileReading(context, options).read(inputs.found());
  }

  /**
   * Makes a source. For one thread. Defaults:
   *
   * <ul>
   *   <li>name: that of what is read
   *   <li>decoders: none
   *   <li>format: {@link AutoFormat}
   *   <li>zone: UTC
   *   <li>reference: for a file when it was last written, for pipes and standard input the present
   *   <li>maximum length of a record: 64 KiB
   * </ul>
   */
  public static final class Builder {
    private final List<Given> given = new ArrayList<>();
    private final List<FileDecoder> decoders = new ArrayList<>();
    private RecordFormat format = new AutoFormat();
    private ZoneId zone = ZoneOffset.UTC;
    private int maxRecordLength = RecordLength.DEFAULT;
    private int blockSize = BLOCK_SIZE;
    private @Nullable Integer year;
    private @Nullable Instant reference;
    private @Nullable String name;

    private Builder() {}

    /**
     * The name of the source, by which a later run finds its saved state. Give one if that run may
     * be given other files, for instance because there are more of them by then.
     */
    public Builder name(String name) {
      this.name = requireNonNull(name, "name");
      return this;
    }

    /** Adds a file, a folder or a pipe. */
    public Builder path(Path path) {
      requireNonNull(path, "path");
      given.add(new Given(path.toString(), inputs -> inputs.find(path)));
      return this;
    }

    /** Adds files, folders or pipes. */
    public Builder paths(Collection<Path> paths) {
      paths.forEach(this::path);
      return this;
    }

    /** Adds the standard input of this process. */
    public Builder standardInput() {
      return standardInput(Input.standardInput());
    }

    Builder standardInput(Input input) {
      given.add(new Given(input.name(), inputs -> inputs.add(input)));
      return this;
    }

    /**
     * Adds what turns some files that are no text into text; of several, the first that can does.
     */
    public Builder decoder(FileDecoder decoder) {
      decoders.add(requireNonNull(decoder, "decoder"));
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
     * The year of dates that carry none. As with {@link #reference}, 29 February is found in the
     * year before if this one has none.
     *
     * @throws IllegalArgumentException if the year is not between 1970 and 9999
     */
    public Builder year(int year) {
      if (year < 1970 || year > 9999) {
        throw new IllegalArgumentException("year: must be 1970 to 9999, was " + year);
      }
      this.year = year;
      return this;
    }

    /**
     * Dates without a year are those nearest to this instant that lie no more than a day after it.
     */
    public Builder reference(Instant reference) {
      this.reference = requireNonNull(reference, "reference");
      return this;
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

    /**
     * The source.
     *
     * @throws IllegalStateException if there is nothing to read, or both a year and a reference
     */
    public FileSource build() {
      if (given.isEmpty()) {
        throw new IllegalStateException("nothing to read: give a path, or standardInput()");
      }
      if (year != null && reference != null) {
        throw new IllegalStateException("year and reference exclude each other: give one of them");
      }
      return new FileSource(
          name == null ? FileReading.nameOf(given.stream().map(Given::name).toList()) : name,
          given,
          new FileReading.Options(
              List.copyOf(decoders), format, zone, reference(), blockSize, maxRecordLength));
    }

    /** A year is what its last day but one can refer to: from there on, no later date is near. */
    private Optional<Instant> reference() {
      return year == null
          ? Optional.ofNullable(reference)
          : Optional.of(LocalDate.of(year, 12, 30).atTime(LocalTime.MAX).atZone(zone).toInstant());
    }
  }
}

package io.correlator.listeners;

import static java.util.Objects.requireNonNull;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.EmittedEvent;
import io.correlator.api.config.Config;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.DeliverySettings.Guarantee;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.listener.RejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps audit events as tables: one CSV file per type of event, in one folder.
 *
 * <p><b>The file</b> is called after the type, such as {@code SshLogin.csv}. It is UTF-8 without a
 * byte order mark and follows RFC 4180: commas, CRLF, and double quotes around what needs them. The
 * first row names the columns: {@code timestamp}, {@code origin}, {@code severity}, {@code id}, and
 * then those of the schema; one of these that has the name of a leading column is called {@code
 * TYPE.NAME}. Instants and durations are ISO 8601. An absent value is nothing at all, an empty text
 * is a pair of quotes. Control characters stay what they are, so a program reads what was there;
 * only a surrogate without a partner, which UTF-8 cannot hold, becomes U+FFFD.
 *
 * <p><b>Spreadsheets</b> run text that starts with {@code =}, {@code +}, {@code -}, {@code @} or
 * the like, and whoever writes to a log can choose that text. Unless told otherwise, such text, and
 * text that starts with an apostrophe, gets an apostrophe in front: programs drop one if there is
 * one. Numbers stay numbers.
 *
 * <p><b>Files that are there already</b> are appended to. If the first row of one has other
 * columns, the file is set aside like a full one, so columns are never mixed. A last row that a
 * crash has left unfinished is moved to {@code NAME.csv.torn}. A file that would grow beyond the
 * largest size becomes {@code NAME.csv.1}, what was that becomes {@code NAME.csv.2}, and so on.
 *
 * <p>Rows wait in memory until {@link #flush} or until there are many; {@link #close} waits until
 * the disk has them. If a flush fails, the rows since the last one are taken back, and the engine
 * offers them again. A row can stand there twice only if a file was set aside between the two
 * flushes, or if the disk does not even let the file be cut off; the {@code id} tells. One listener
 * at a time may write to a folder.
 *
 * <p>Options: {@code directory}, {@code max-size}, {@code keep}, {@code formula-guard}, and {@code
 * least}, {@code events}, {@code origins}. Configured and built by one thread, then used by the
 * engine's thread for it.
 */
public final class CsvListener implements Listener {
  /** The folder unless told otherwise. */
  public static final String DEFAULT_DIRECTORY = "audit";

  /** The largest size of a file unless told otherwise: 64 MiB. */
  public static final long DEFAULT_MAX_SIZE = 64L * 1024 * 1024;

  /** How many full files are kept unless told otherwise. */
  public static final int DEFAULT_KEEP = 10;

  private static final int LONGEST_NAME = 200;

  private final Path directory;
  private final long maxSize;
  private final int keep;
  private final Formulas formulas;
  private final Interest interest;

  /** By type in lower case, since some file systems do not tell upper and lower case apart. */
  private final Map<String, CsvTable> tables = new LinkedHashMap<>();

  /** What is done about text that a spreadsheet would run. */
  public enum Formulas {
    /** It gets an apostrophe in front. */
    DISARMED,
    /** It is written as it is. For files that only programs read. */
    KEPT
  }

  /** Writes to {@value #DEFAULT_DIRECTORY} in the working directory. */
  public CsvListener() {
    this(builder());
  }

  private CsvListener(Builder builder) {
    this.directory = builder.directory;
    this.maxSize = builder.maxSize;
    this.keep = builder.keep;
    this.formulas = builder.formulas;
    this.interest = builder.interest;
  }

  /** Writes all audit events to files in {@code directory}, which is made if need be. */
  public static CsvListener into(Path directory) {
    return builder().directory(directory).build();
  }

  /** Starts a listener. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String description() {
    return "keeps audit events as CSV files, one per type";
  }

  @Override
  public Interest interest() {
    return interest;
  }

  @Override
  public CsvListener configure(Config config) {
    Builder builder =
        builder()
            .directory(config.getPath("directory", directory, "the folder of the files"))
            .formulas(
                config.getBoolean(
                        "formula-guard",
                        formulas == Formulas.DISARMED,
                        "whether text that a spreadsheet would run gets an apostrophe in front")
                    ? Formulas.DISARMED
                    : Formulas.KEPT);
    long newMaxSize =
        config.getBytes("max-size", maxSize, "a larger file is set aside; 0 for no limit");
    int newKeep = config.getInt("keep", keep, "how many files that were set aside are kept");
    if (newKeep < 1) {
      config.reject("keep: must be at least 1, was " + newKeep);
    } else {
      builder.keep(newKeep);
    }
    return builder.maxSize(newMaxSize).interest(InterestOptions.read(config, interest)).build();
  }

  /** At least once: rows that a full disk does not take are written when it takes them again. */
  @Override
  public DeliverySettings delivery() {
    return DeliverySettings.defaults().withGuarantee(Guarantee.AT_LEAST_ONCE);
  }

  @Override
  public Optional<String> position() throws IOException {
    forEachTable(CsvTable::force);
    AppendFile.forceDirectory(directory);
    return Optional.of(new CsvPosition(directory, keep).text());
  }

  /**
   * Cuts the files off where they ended then, and removes those that were begun later.
   *
   * @throws IOException if a file is not the one that it was, for instance because it is shorter
   */
  @Override
  public void restore(String position) throws IOException {
    new CsvPosition(directory, keep).restore(position);
  }

  @Override
  public void open() throws IOException {
    AppendFile.createDirectory(directory);
  }

  /**
   * Adds a row.
   *
   * @throws RejectedException if the event is no audit event, has a type that cannot name a file,
   *     or has another schema than those of its type before
   */
  @Override
  public void accept(EmittedEvent event) throws IOException {
    if (!(event.event() instanceof AuditEvent audit)) {
      throw new RejectedException(event.type() + ": only audit events can be rows");
    }
    table(audit.schema()).add(event);
  }

  private CsvTable table(AuditSchema schema) {
    String key = schema.type().toLowerCase(Locale.ROOT);
    CsvTable table = tables.get(key);
    if (table == null) {
      table = newTable(schema);
      tables.put(key, table);
    } else if (!table.schema().equals(schema)) {
      throw new RejectedException(
          "the file of %s holds %s, which has other columns"
              .formatted(schema.type(), table.schema().type()));
    }
    return table;
  }

  private CsvTable newTable(AuditSchema schema) {
    Path path = directory.resolve(fileName(schema.type()));
    return new CsvTable(schema, path, new CsvFormat(schema, formulas), maxSize, keep);
  }

  private static String fileName(String type) {
    if (!namesAFile(type)) {
      throw new RejectedException(
          "a type must consist of letters, digits, '.', '_' and '-' to name a file, was '%s'"
              .formatted(type));
    }
    return type + ".csv";
  }

  static boolean namesAFile(String type) {
    return !type.isEmpty()
        && type.length() <= LONGEST_NAME
        && type.charAt(0) != '.'
        && type.chars().allMatch(c -> isSafe(c));
  }

  private static boolean isSafe(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  @Override
  public void flush() throws IOException {
    try {
      forEachTable(CsvTable::write);
      forEachTable(CsvTable::confirm);
    } catch (IOException e) {
      try {
        forEachTable(CsvTable::takeBack);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    forEachTable(CsvTable::close);
  }

  /** Does it for all, even if some fail: one file that cannot be written costs no other. */
  private void forEachTable(TableAction action) throws IOException {
    IOException first = null;
    for (CsvTable table : tables.values()) {
      try {
        action.accept(table);
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  @FunctionalInterface
  private interface TableAction {
    void accept(CsvTable table) throws IOException;
  }

  /**
   * Makes a {@link CsvListener}. For one thread. Defaults:
   *
   * <ul>
   *   <li>directory: {@value CsvListener#DEFAULT_DIRECTORY}
   *   <li>maxSize: 64 MiB
   *   <li>keep: {@value CsvListener#DEFAULT_KEEP}
   *   <li>formulas: disarmed
   *   <li>interest: all audit events
   * </ul>
   */
  public static final class Builder {
    private Path directory = Path.of(DEFAULT_DIRECTORY);
    private long maxSize = DEFAULT_MAX_SIZE;
    private int keep = DEFAULT_KEEP;
    private Formulas formulas = Formulas.DISARMED;
    private Interest interest = Interest.inAudit();

    private Builder() {}

    /** The folder of the files. */
    public Builder directory(Path directory) {
      this.directory = requireNonNull(directory, "directory");
      return this;
    }

    /**
     * How many bytes a file may have before it is set aside; 0 for no limit.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxSize(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("maxSize must not be negative, was " + bytes);
      }
      this.maxSize = bytes;
      return this;
    }

    /**
     * How many of the files that were set aside are kept.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder keep(int files) {
      if (files < 1) {
        throw new IllegalArgumentException("keep must be at least 1, was " + files);
      }
      this.keep = files;
      return this;
    }

    /** What is done about text that a spreadsheet would run. */
    public Builder formulas(Formulas formulas) {
      this.formulas = requireNonNull(formulas, "formulas");
      return this;
    }

    /** Which audit events are written; others are never asked for. */
    public Builder interest(Interest interest) {
      this.interest = new Interest(interest.least(), interest.types(), interest.origins(), true);
      return this;
    }

    /** The listener. */
    public CsvListener build() {
      return new CsvListener(this);
    }
  }
}

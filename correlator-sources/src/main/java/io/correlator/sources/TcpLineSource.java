package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.sources.format.AutoFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Listens for lines on a TCP port, until it is stopped. Each line of each connection is a record; a
 * last line without an end is one too, when its connection ends.
 *
 * <p>A message may also come with its length before it, as syslog does it (RFC 6587, octet
 * counting: {@code 16 <1>1 - - - - - -}), on the same connection as lines. Such a message may
 * contain line ends. One that is cut off by the end of its connection is a record marked as
 * truncated.
 *
 * <p>The source of a record is the {@linkplain Builder#name name} of this one, and its position is
 * the number of the record in the order in which lines were taken, from 0; a run that goes on from
 * saved state goes on counting.
 *
 * <p>What was taken is not lost while the process lives. TCP says nothing of what was sent and not
 * taken when it dies, or when a connection breaks off: senders that cannot bear that need another
 * protocol. When the engine is behind, nothing is read, and senders wait.
 *
 * <p>Lines are neither encrypted nor authenticated: it listens on the loopback address unless told
 * otherwise. Memory is bounded by the number of connections and the length of a record.
 *
 * <p>One instance serves one run; any thread may build it and ask it for {@link #localPort} and
 * {@link #refused}.
 */
public final class TcpLineSource implements Source {
  private final InetSocketAddress address;
  private final String name;
  private final int maxConnections;
  private final FileReading.Options options;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final AtomicLong refused = new AtomicLong();

  private TcpLineSource(Builder builder) {
    this.address = new InetSocketAddress(builder.address, builder.port);
    this.name = builder.nameOrDefault();
    this.maxConnections = builder.maxConnections;
    this.options =
        new FileReading.Options(
            List.of(),
            builder.format,
            builder.zone,
            Optional.empty(),
            TcpConnection.BLOCK_SIZE,
            builder.maxRecordLength);
  }

  /**
   * Listens on a port of the loopback address, for lines in any format of {@link AutoFormat}, times
   * in UTC.
   */
  public static TcpLineSource of(int port) {
    return builder().port(port).build();
  }

  /** Starts a source that listens on any free port of the loopback address. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<RecordFormat> formats() {
    return List.of(options.format());
  }

  /**
   * The port that it listens on. Waits until it does.
   *
   * @throws IllegalStateException if it could not listen
   * @throws InterruptedException if the calling thread is interrupted
   */
  public int localPort() throws InterruptedException {
    try {
      return port.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("not listening on " + address, e.getCause());
    }
  }

  /** How many connections were refused, because there were too many. */
  public long refused() {
    return refused.get();
  }

  /**
   * Listens.
   *
   * @throws IOException if it cannot listen on the address; it says on which
   * @throws IllegalArgumentException if the saved position cannot be read
   * @throws InterruptedException when the source is stopped
   */
  @Override
  public void run(SourceContext context) throws IOException, InterruptedException {
    try (TcpListening listening =
        TcpListening.on(address, name, maxConnections, refused, options, context)) {
      port.complete(listening.localPort());
      listening.listen();
    } catch (IOException | RuntimeException e) {
      port.completeExceptionally(e);
      throw e;
    }
  }

  /**
   * Makes a source. For one thread. Defaults:
   *
   * <ul>
   *   <li>address: that of the loopback interface
   *   <li>port: any that is free
   *   <li>name: {@code tcp:} and the port
   *   <li>format: {@link AutoFormat}
   *   <li>zone: UTC
   *   <li>connections at the same time: at most 1,024
   *   <li>maximum length of a record: 64 KiB
   * </ul>
   */
  public static final class Builder {
    private static final int MOST_CONNECTIONS = 65_536;
    private static final int HIGHEST_PORT = 65_535;

    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private @Nullable String name;
    private RecordFormat format = new AutoFormat();
    private ZoneId zone = ZoneOffset.UTC;
    private int maxConnections = 1024;
    private int maxRecordLength = RecordLength.DEFAULT;

    private Builder() {}

    /** The address to listen on; {@code 0.0.0.0} stands for all of this machine. */
    public Builder address(InetAddress address) {
      this.address = requireNonNull(address, "address");
      return this;
    }

    /**
     * The port to listen on; 0 for any that is free.
     *
     * @throws IllegalArgumentException if it is not between 0 and 65535
     */
    public Builder port(int port) {
      if (port < 0 || port > HIGHEST_PORT) {
        throw new IllegalArgumentException("port: must be 0 to 65535, was " + port);
      }
      this.port = port;
      return this;
    }

    /** What the source and that of its records is called. */
    public Builder name(String name) {
      this.name = requireNonNull(name, "name");
      return this;
    }

    private String nameOrDefault() {
      String given = name;
      return given != null ? given : "tcp:" + port;
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
     * How many connections there may be at the same time; further ones are refused.
     *
     * @throws IllegalArgumentException if it is not between 1 and 65,536
     */
    public Builder maxConnections(int count) {
      if (count < 1 || count > MOST_CONNECTIONS) {
        throw new IllegalArgumentException(
            "maxConnections: must be 1 to %d, was %d".formatted(MOST_CONNECTIONS, count));
      }
      this.maxConnections = count;
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

    /** The source. */
    public TcpLineSource build() {
      return new TcpLineSource(this);
    }
  }
}

package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.source.DropReason;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.sources.format.AutoFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Listens for log messages on a port, until it is stopped: over UDP (RFC 5426), TCP (RFC 6587) or
 * TLS (RFC 5425). They may be in any format; what is sent as syslog mostly is that.
 *
 * <p>Over TCP, each line of each connection is a record; a last line without an end is one too,
 * when its connection ends. A message may also come with its length before it (octet counting:
 * {@code 16 <1>1 - - - - - -}), on the same connection as lines. Such a message may contain line
 * ends. One that is cut off by the end of its connection is a record marked as truncated. When the
 * engine is behind, nothing is read, and senders wait. What was taken is not lost while the process
 * lives; TCP says nothing of what was sent and not taken when it dies, or when a connection breaks
 * off. The system is asked to hold no more than 256 KiB of a connection. When it is stopped, it
 * lets senders know, and takes what is under way.
 *
 * <p>Connections are limited, in all and from one address, and each has its turn however much the
 * others send. One on which a message is begun and not finished is ended. All that goes wrong is
 * counted: {@link #faults}.
 *
 * <p>Over UDP, each datagram is a record, without the line end that some senders put behind it.
 * When the engine is behind, the system keeps some megabytes of datagrams and drops what does not
 * fit. Linux tells how many those are, so that what was sent to the port is what was received and
 * what was {@linkplain io.correlator.api.source.DropReason#RECEIVE_BUFFER_FULL dropped}, exactly;
 * elsewhere {@link #dropped} is empty: nobody knows. What a network drops on the way nobody knows
 * anywhere.
 *
 * <p>The source of a record is the {@linkplain Builder#name name} of this one, its {@linkplain
 * io.correlator.api.LogRecord#sender() sender} is the address that it came from, and its position
 * is the number of the record in the order in which records were taken, from 0; a run that goes on
 * from saved state goes on counting.
 *
 * <p>Over TCP and UDP, messages are neither encrypted nor authenticated. It listens on the loopback
 * address unless told otherwise. Memory is bounded by the number of connections and the length of a
 * record.
 *
 * <p>One instance serves one run; any thread may build it and ask it for {@link #localPort}, {@link
 * #connections}, {@link #faults} and {@link #dropped}.
 */
public final class SyslogSource implements Source {
  /** The port that is listened on if no other is named: that of syslog, 514, is for the system. */
  public static final int DEFAULT_PORT = 5140;

  /** The port for TLS that is listened on if no other is named (RFC 5425, section 4.1). */
  public static final int DEFAULT_TLS_PORT = 6514;

  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  /** How messages come. */
  private enum Transport {
    TCP(DEFAULT_PORT),
    UDP(DEFAULT_PORT),
    TLS(DEFAULT_TLS_PORT);

    private final int port;

    Transport(int port) {
      this.port = port;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Transport transport;
  private final InetSocketAddress address;
  private final String name;
  private final TcpLimits limits;
  private final Admission admission;
  private final @Nullable TlsServer tls;
  private final FaultLedger faults;
  private final Optional<RateLimit> limit;
  private final FileReading.Options options;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  /** Negative as long as that is not known. */
  private final AtomicLong dropped = new AtomicLong(-1);

  /** Likewise. */
  private final AtomicInteger buffer = new AtomicInteger(-1);

  private SyslogSource(Builder builder) {
    this.transport = builder.transport;
    this.address = new InetSocketAddress(builder.address, builder.port);
    this.name = builder.nameOrDefault();
    this.limits =
        new TcpLimits(
            builder.maxConnections,
            builder.maxConnectionsPerAddress,
            HANDSHAKE_TIMEOUT,
            builder.frameTimeout,
            Optional.ofNullable(builder.idleTimeout));
    this.admission = new Admission(limits);
    this.faults = new FaultLedger(name);
    this.limit = Optional.ofNullable(builder.limit);
    TlsIdentity identity = builder.identity;
    this.tls = identity == null ? null : new TlsServer(identity, builder.clients);
    this.options =
        new FileReading.Options(
            List.of(),
            builder.format,
            builder.zone,
            Optional.empty(),
            TcpConnection.BLOCK_SIZE,
            builder.maxRecordLength);
  }

  /** Starts a source that listens for connections of TCP. */
  public static Builder tcp() {
    return new Builder(Transport.TCP, null);
  }

  /**
   * Starts a source that listens for connections of TLS (RFC 5425), version 1.2 or 1.3. What comes
   * over them is as over TCP.
   */
  public static Builder tls(TlsIdentity identity) {
    return new Builder(Transport.TLS, requireNonNull(identity, "identity"));
  }

  /** Starts a source that listens for datagrams of UDP. */
  public static Builder udp() {
    return new Builder(Transport.UDP, null);
  }

  @Override
  public String name() {
    return name;
  }

  /** What was sent is gone when it has been read. */
  @Override
  public boolean isRepeatable() {
    return false;
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

  /**
   * Reads the certificate, the key and the authorities of senders again, for connections that are
   * made from now on. It also happens by itself some seconds after the files have changed.
   *
   * @throws IllegalArgumentException if they cannot be read; what was read before stays in use
   * @throws IllegalStateException if it does not listen for connections of TLS
   */
  public void reloadCertificates() {
    TlsServer server = tls;
    if (server == null) {
      throw new IllegalStateException(name + " has no certificates: it is not for TLS");
    }
    server.reload();
  }

  /** How many connections are open. */
  public int connections() {
    return admission.count();
  }

  /**
   * What went wrong on connections so far, and how often; kinds that did not occur are left out.
   * Those that say that something may be missing are also told when they occur first, and then at
   * most once a minute, as {@linkplain SourceContext#unreadable unreadable}.
   */
  public Map<ConnectionFault, Long> faults() {
    return faults.counts();
  }

  /** What went wrong on connections, or how often a sender sent more than it may. */
  @Override
  public Map<String, Long> counters() {
    return Counted.of(ConnectionFault.class, faults());
  }

  /**
   * How many datagrams the system has dropped because they came faster than they were read, as of a
   * second ago; empty if it listens for connections, is not listening yet, or the system does not
   * tell.
   */
  public OptionalLong dropped() {
    long known = dropped.get();
    return known < 0 ? OptionalLong.empty() : OptionalLong.of(known);
  }

  /**
   * How many bytes of datagrams the system holds that were not read yet. {@value
   * UdpListening#RECEIVE_BUFFER} are asked for, and the system may give less: Linux as much as
   * {@code net.core.rmem_max} says. Empty if it listens for connections, or is not listening yet.
   */
  public OptionalInt receiveBuffer() {
    int known = buffer.get();
    return known < 0 ? OptionalInt.empty() : OptionalInt.of(known);
  }

  /** Whether {@link #receiveBuffer} is less than was asked for. */
  public boolean hasSmallReceiveBuffer() {
    int known = buffer.get();
    return known >= 0 && known < UdpListening.RECEIVE_BUFFER;
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
    try (Listening listening = listening(context)) {
      port.complete(listening.localPort());
      listening.listen();
    } catch (IOException | RuntimeException e) {
      port.completeExceptionally(e);
      throw e;
    }
  }

  private Listening listening(SourceContext context) throws IOException {
    return transport == Transport.UDP
        ? UdpListening.on(
            address, name, new UdpListening.Terms(dropped, buffer, limit, faults), options, context)
        : TcpListening.on(address, name, terms(), options, context);
  }

  private TcpListening.Terms terms() {
    return new TcpListening.Terms(
        transport.word(), limits, admission, faults, Optional.ofNullable(tls), limit);
  }

  /**
   * Makes a source. For one thread. Defaults:
   *
   * <ul>
   *   <li>address: that of the loopback interface
   *   <li>port: {@value #DEFAULT_PORT}, for TLS {@value #DEFAULT_TLS_PORT}
   *   <li>name: {@code tcp:}, {@code udp:} or {@code tls:} and the port
   *   <li>senders over TLS: all, no certificate is asked for
   *   <li>format: {@link AutoFormat}
   *   <li>zone: UTC
   *   <li>connections at the same time: at most 1,024, and 128 from one address
   *   <li>records of one sender: as many as it likes
   *   <li>time to finish a line or message that was begun: 60 seconds
   *   <li>time in which nothing comes: unlimited
   *   <li>maximum length of a record: 64 KiB
   * </ul>
   */
  public static final class Builder {
    private static final int MOST_CONNECTIONS = 65_536;
    private static final int HIGHEST_PORT = 65_535;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Transport transport;
    private final @Nullable TlsIdentity identity;
    private TlsClients clients = TlsClients.anybody();
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private @Nullable String name;
    private RecordFormat format = new AutoFormat();
    private ZoneId zone = ZoneOffset.UTC;
    private int maxConnections = 1024;
    private int maxConnectionsPerAddress = 128;
    private Duration frameTimeout = Duration.ofSeconds(60);
    private @Nullable Duration idleTimeout;
    private @Nullable RateLimit limit;
    private int maxRecordLength = RecordLength.DEFAULT;

    private Builder(Transport transport, @Nullable TlsIdentity identity) {
      this.transport = transport;
      this.identity = identity;
      this.port = transport.port;
    }

    /**
     * Which senders may connect.
     *
     * @throws IllegalStateException if it does not listen for connections of TLS
     */
    public Builder clients(TlsClients clients) {
      if (transport != Transport.TLS) {
        throw new IllegalStateException("clients: only those of TLS show certificates");
      }
      this.clients = requireNonNull(clients, "clients");
      return this;
    }

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
      return given != null ? given : transport.word() + ":" + port;
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
     * @throws IllegalStateException over UDP, which knows no connections
     */
    public Builder maxConnections(int count) {
      this.maxConnections = checked("maxConnections", count);
      return this;
    }

    /**
     * How many connections there may be from one address at the same time; further ones are
     * refused. Many machines may come from one address, if it is that of a gateway.
     *
     * @throws IllegalArgumentException if it is not between 1 and 65,536
     * @throws IllegalStateException over UDP, which knows no connections
     */
    public Builder maxConnectionsPerAddress(int count) {
      this.maxConnectionsPerAddress = checked("maxConnectionsPerAddress", count);
      return this;
    }

    private int checked(String property, int count) {
      needConnections(property);
      if (count < 1 || count > MOST_CONNECTIONS) {
        throw new IllegalArgumentException(
            "%s: must be 1 to %d, was %d".formatted(property, MOST_CONNECTIONS, count));
      }
      return count;
    }

    /**
     * In what time a line or message must end that was begun, or the connection is ended; what had
     * come of it is a record.
     *
     * @throws IllegalArgumentException if it is not between a second and a day
     * @throws IllegalStateException over UDP, which knows no connections
     */
    public Builder frameTimeout(Duration time) {
      this.frameTimeout = checked("frameTimeout", time);
      return this;
    }

    /**
     * After what time in which nothing came a connection is ended. Without this, it may be quiet
     * for ever: a machine that has nothing to say is no worse than others, and the number of
     * connections is limited. The system finds out about senders that are gone.
     *
     * @throws IllegalArgumentException if it is not between a second and a day
     * @throws IllegalStateException over UDP, which knows no connections
     */
    public Builder idleTimeout(Duration time) {
      this.idleTimeout = checked("idleTimeout", time);
      return this;
    }

    /**
     * How many records each sender, told by its address, may send in some time, all at once if it
     * likes. Over TCP and TLS, who has sent so many is not read until it may send again, so that it
     * waits; over UDP, what is more is dropped and counted as {@link DropReason#RATE_LIMITED}.
     * 10,000 senders have an account of their own; should more be busy at the same time, the others
     * share one. Without this, senders may send as much as they like.
     *
     * @param records 1 to 1,000,000
     * @param time a millisecond to an hour
     * @throws IllegalArgumentException if they are not
     */
    public Builder rateLimit(int records, Duration time) {
      this.limit = new RateLimit(records, time);
      return this;
    }

    private Duration checked(String property, Duration time) {
      needConnections(property);
      if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "%s: must be a second to a day, was %s".formatted(property, time));
      }
      return time;
    }

    private void needConnections(String property) {
      if (transport == Transport.UDP) {
        throw new IllegalStateException(property + ": UDP has no connections");
      }
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

    /**
     * The source.
     *
     * @throws IllegalArgumentException if the files for TLS cannot be read; it says what is wrong
     */
    public SyslogSource build() {
      return new SyslogSource(this);
    }
  }
}

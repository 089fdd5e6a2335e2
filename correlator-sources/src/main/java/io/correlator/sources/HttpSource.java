package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpServer;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.sources.format.AutoFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is posted to it over HTTP, until it is stopped: an event, a list of events, or one a
 * line, in any format, plain or packed by gzip.
 *
 * <pre>{@code
 * curl --data-binary @events.json -H 'Content-Type: application/json' http://127.0.0.1:5180/events
 * }</pre>
 *
 * <p>The body of a request is read as a file with that text is. It is answered with {@code 200} and
 * {@code {"accepted":N}} when the engine has all N records, and not before; if it has a data
 * directory, when they are on the disk. With another status and {@code {"error":"why"}} if none of
 * them was taken: {@link HttpRefusal}. A body that is said to be {@code application/json} must be
 * one value of JSON; of any other, a line that cannot be read is a record that says so. When the
 * engine is behind, requests wait, and after some seconds they are answered with {@code 503}.
 *
 * <p>Who gets no answer, or {@code 503}, does not know whether the records were taken. A request
 * with the header {@code Idempotency-Key} can be sent again: if it was taken before, it is answered
 * as then, and its records do not count twice. The last 10,000 keys are remembered while the
 * process lives, and with a data directory also by the next.
 *
 * <p>Unless it is told to speak {@linkplain Builder#tls TLS}, messages are not encrypted; senders
 * prove who they are by a {@linkplain Builder#token token} or by a certificate, if that is asked
 * for. It listens on the loopback address unless told otherwise. The server is that of the JDK,
 * which waits for the headers of a request for as long as the system property {@code
 * sun.net.httpserver.maxReqTime} says, in seconds: set it.
 *
 * <p>The source of a record is the {@linkplain Builder#name name} of this one, its sender the
 * address that it came from, and its position the number of the record in the order in which they
 * were taken, from 0; a run that goes on from saved state goes on counting. One instance serves one
 * run; any thread may build it and ask it for {@link #localPort} and {@link #refusals}.
 */
public final class HttpSource implements Source {
  /** The port that is listened on if no other is named. */
  public static final int DEFAULT_PORT = 5180;

  /** All of them are in memory at once. */
  private static final int MOST_RECORDS = 1 << 18;

  private static final int BLOCK = 32 * 1024;

  /** When it is told to stop, how often it looks for what is under way, and for how long each. */
  private static final int LAST_LOOKS = 200;

  private static final Duration LAST_LOOK = Duration.ofMillis(10);

  /** How often it looks whether its certificate has changed, if nothing comes. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

  private final InetSocketAddress address;
  private final String name;
  private final @Nullable TlsServer tls;
  private final HttpReceiver.Terms terms;
  private final Optional<RateLimit> limit;
  private final FileReading.Options options;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final AtomicLongArray refusals = new AtomicLongArray(HttpRefusal.values().length);

  /** What a request has is collected here: the engine gets all of it at once. */
  private final RecordList inOneRequest = new RecordList();

  /** Few: what waits here takes memory, and its senders wait. */
  private final BlockingQueue<HttpSubmission> submissions =
      new ArrayBlockingQueue<>(HttpThreads.HANDLERS);

  private HttpSource(Builder builder) {
    this.address = new InetSocketAddress(builder.address, builder.port);
    this.name = builder.nameOrDefault();
    TlsIdentity identity = builder.identity;
    this.tls = identity == null ? null : new TlsServer(identity, builder.clients);
    this.limit = Optional.ofNullable(builder.limit);
    this.terms =
        new HttpReceiver.Terms(
            builder.path,
            Optional.ofNullable(builder.token),
            builder.maxBody,
            BODY_TIMEOUT,
            builder.turnTimeout);
    this.options =
        new FileReading.Options(
            List.of(),
            builder.format,
            builder.zone,
            Optional.empty(),
            BLOCK,
            builder.maxRecordLength);
  }

  /** Starts a source. */
  public static Builder builder() {
    return new Builder();
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

  /** The path that records are posted to. */
  public String path() {
    return terms.path();
  }

  /** How many requests were not taken, by reason; reasons that did not occur are left out. */
  public Map<HttpRefusal, Long> refusals() {
    Map<HttpRefusal, Long> those = new EnumMap<>(HttpRefusal.class);
    for (HttpRefusal refusal : HttpRefusal.values()) {
      if (refusals.get(refusal.ordinal()) > 0) {
        those.put(refusal, refusals.get(refusal.ordinal()));
      }
    }
    return Collections.unmodifiableMap(those);
  }

  /** The {@link #refusals}. */
  @Override
  public Map<String, Long> counters() {
    return Counted.of(HttpRefusal.class, refusals());
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
    Intake intake = new Intake("http", name, options, context, inOneRequest);
    IdempotencyKeys keys = IdempotencyKeys.of(context.notes());
    try (HttpThreads threads = new HttpThreads(name)) {
      HttpListening listening = HttpListening.on(address, tls, name, context);
      HttpServer server = listening.server;
      server.setExecutor(threads.handlers);
      Optional<RateLimits> limits = limit.map(each -> new RateLimits(each, context.clock()));
      server.createContext(
          "/", new HttpReceiver(terms, submissions, threads.watch, refusals, limits, keys));
      server.start();
      port.complete(server.getAddress().getPort());
      try {
        takeAll(listening, intake, context);
      } finally {
        end(server, threads.handlers, intake, context);
      }
    } catch (IOException | RuntimeException e) {
      port.completeExceptionally(e);
      throw e;
    }
  }

  private void takeAll(HttpListening listening, Intake intake, SourceContext context)
      throws InterruptedException {
    while (true) {
      HttpSubmission next = submissions.poll(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
      if (next != null) {
        takeTogether(next, intake, context);
      }
      listening.look(context.clock().instant());
    }
  }

  /** What waits gets to the disk together: that takes as long for many as for one. */
  private void takeTogether(HttpSubmission first, Intake intake, SourceContext context)
      throws InterruptedException {
    Map<HttpSubmission, Integer> taken = new LinkedHashMap<>();
    List<HttpSubmission> left = new ArrayList<>(List.of(first));
    submissions.drainTo(left);
    List<HttpSubmission> unanswered = List.copyOf(left);
    try {
      for (HttpSubmission submission : unanswered) {
        OptionalInt count = submission.begin() ? take(submission, intake, context) : none();
        count.ifPresent(records -> taken.put(submission, records));
      }
      if (!taken.isEmpty()) {
        context.force();
        taken.forEach(HttpSubmission::taken);
      }
    } catch (IOException e) {
      // The engine knows that its disk fails; whoever sent this is told to try again, and what has
      // a
      // key does not count twice then.
    } finally {
      unanswered.forEach(HttpSubmission::failed);
    }
  }

  private static OptionalInt none() {
    return OptionalInt.empty();
  }

  /** Gives all records of a request to the engine, or none; says how many. */
  private OptionalInt take(HttpSubmission submission, Intake intake, SourceContext context)
      throws IOException, InterruptedException {
    intake.moveTo(context.clock().instant());
    long before = intake.count();
    inOneRequest.clear();
    LineReader lines = lines(submission, intake, context);
    boolean more = true;
    while (more && inOneRequest.size() <= MOST_RECORDS) {
      more = lines.read();
    }
    int count = inOneRequest.size();
    if (count > MOST_RECORDS) {
      inOneRequest.clear();
      intake.backTo(before);
      submission.refused(
          new HttpRefusedException(
              HttpRefusal.TOO_LARGE, "a request may have %d records".formatted(MOST_RECORDS)));
      return OptionalInt.empty();
    }
    boolean taken = context.handOver(inOneRequest.records(), submission.note(count));
    inOneRequest.clear();
    if (taken) {
      submission.given(count);
    }
    return taken ? OptionalInt.of(count) : OptionalInt.empty();
  }

  private LineReader lines(HttpSubmission submission, Intake intake, SourceContext context) {
    byte[] text = submission.text();
    int mark = ByteOrderMark.lengthOfUtf8(text);
    return new LineReader(
        new ByteArrayInputStream(text, mark, text.length - mark),
        intake.from(submission.sender()),
        options.format().span(),
        context.clock(),
        mark,
        new LineReader.Limits(
            Math.min(BLOCK, Math.max(1, text.length)), BLOCK, options.maxRecordLength()));
  }

  /**
   * Takes what has arrived before it was told to stop, as far as that comes soon, and answers it.
   */
  private void end(
      HttpServer server, ExecutorService handlers, Intake intake, SourceContext context) {
    boolean interrupted = Thread.interrupted();
    handlers.shutdown();
    try {
      for (int i = 0; i < LAST_LOOKS && !handlers.isTerminated(); i++) {
        HttpSubmission last = submissions.poll(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (last != null) {
          takeTogether(last, intake, context);
        }
        interrupted |= Thread.interrupted();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      server.stop(0);
      for (HttpSubmission left = submissions.poll(); left != null; left = submissions.poll()) {
        left.failed();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Makes a source. For one thread. Defaults:
   *
   * <ul>
   *   <li>address: that of the loopback interface
   *   <li>port: {@value #DEFAULT_PORT}
   *   <li>path: {@code /events}
   *   <li>name: {@code http:} and the port
   *   <li>token: none is asked for
   *   <li>TLS: none; with it, clients: anybody
   *   <li>format: {@link AutoFormat}
   *   <li>zone: UTC
   *   <li>records of one sender: as many as it likes
   *   <li>maximum length of a body: 5 MiB; unpacked 20 MiB, and at most 100 times as much
   *   <li>maximum length of a record: 64 KiB
   * </ul>
   */
  public static final class Builder {
    private static final int HIGHEST_PORT = 65_535;
    private static final int SHORTEST_TOKEN = 16;
    private static final int MOST_BODY = 256 << 20;
    private static final int LEAST_BODY = 1 << 10;

    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port = DEFAULT_PORT;
    private String path = "/events";
    private @Nullable String name;
    private @Nullable String token;
    private @Nullable TlsIdentity identity;
    private TlsClients clients = TlsClients.anybody();
    private RecordFormat format = new AutoFormat();
    private ZoneId zone = ZoneOffset.UTC;
    private int maxBody = 5 << 20;
    private int maxRecordLength = RecordLength.DEFAULT;
    private @Nullable RateLimit limit;
    private Duration turnTimeout = Duration.ofSeconds(5);

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

    /**
     * The path that records are posted to.
     *
     * @throws IllegalArgumentException if it does not begin with a slash
     */
    public Builder path(String path) {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("path: must begin with '/', was '" + path + "'");
      }
      this.path = path;
      return this;
    }

    /** What the source and that of its records is called. */
    public Builder name(String name) {
      this.name = requireNonNull(name, "name");
      return this;
    }

    private String nameOrDefault() {
      String given = name;
      return given != null ? given : "http:" + port;
    }

    /**
     * What senders must know: they send it as {@code Authorization: Bearer TOKEN} (RFC 6750).
     *
     * @throws IllegalArgumentException if it has fewer than 16 characters
     */
    public Builder token(String token) {
      if (token.length() < SHORTEST_TOKEN) {
        throw new IllegalArgumentException(
            "token: must have at least %d characters".formatted(SHORTEST_TOKEN));
      }
      this.token = token;
      return this;
    }

    /** Speaks HTTPS, with TLS 1.2 or 1.3, and shows senders this certificate. */
    public Builder tls(TlsIdentity identity) {
      this.identity = requireNonNull(identity, "identity");
      return this;
    }

    /** Which senders may connect, by their certificates. */
    public Builder clients(TlsClients clients) {
      this.clients = requireNonNull(clients, "clients");
      return this;
    }

    /** How the records are written. */
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
     * How many bytes the body of a request may have; unpacked, four times as many.
     *
     * @throws IllegalArgumentException if {@code bytes} is not between 1 KiB and 256 MiB
     */
    public Builder maxBody(int bytes) {
      if (bytes < LEAST_BODY || bytes > MOST_BODY) {
        throw new IllegalArgumentException("maxBody: must be 1 KiB to 256 MiB, was " + bytes);
      }
      this.maxBody = bytes;
      return this;
    }

    /**
     * How many bytes of a record are kept; the rest of a longer one is skipped, and it is marked as
     * truncated.
     *
     * @throws IllegalArgumentException if {@code bytes} is not between 1 KiB and 16 MiB
     */
    public Builder maxRecordLength(int bytes) {
      this.maxRecordLength = RecordLength.checked(bytes);
      return this;
    }

    /**
     * How many records each sender, told by its address, may send in some time, all at once if it
     * likes. Who has sent so many, or more in one request, is answered with {@code 429} until it
     * may send again. 10,000 senders have an account of their own; should more be busy at the same
     * time, the others share one. Without this, senders may send as much as they like.
     *
     * @param records 1 to 1,000,000
     * @param time a millisecond to an hour
     * @throws IllegalArgumentException if they are not
     */
    public Builder rateLimit(int records, Duration time) {
      this.limit = new RateLimit(records, time);
      return this;
    }

    /** How long a request waits for its turn; for tests, which have no time. */
    Builder turnTimeout(Duration time) {
      this.turnTimeout = time;
      return this;
    }

    /**
     * The source.
     *
     * @throws IllegalArgumentException if the files of {@link #tls} cannot be read, or there are
     *     none and {@link #clients} are to show certificates
     */
    public HttpSource build() {
      if (identity == null && clients.areAsked()) {
        throw new IllegalArgumentException("clients: only who connects over TLS has a certificate");
      }
      return new HttpSource(this);
    }
  }
}

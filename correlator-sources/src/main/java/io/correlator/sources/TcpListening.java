package io.correlator.sources;

import io.correlator.api.source.SourceContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Listens for connections: one thread serves all of them, each for about one block a turn. The
 * channels never block, so they are not closed when the thread is interrupted, and what had arrived
 * by then is still there to be taken.
 */
final class TcpListening implements Listening {
  /** What the system holds of each connection, as far as it lets us say: it is lost in a crash. */
  private static final int RECEIVE_BUFFER = 256 * 1024;

  /** So many connections are taken in one turn. */
  private static final int ACCEPTED_AT_ONCE = 64;

  /** After a connection could not be taken, how long no other is. */
  private static final Duration REST = Duration.ofMillis(100);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** When it is told to stop, how long it reads what is under way, and when it takes it for all. */
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private static final Duration QUIET = Duration.ofMillis(500);

  /** So often it is looked whether enough time has passed. */
  private static final Duration BETWEEN_LOOKS_AT_THE_END = Duration.ofMillis(50);

  private final Selector selector;
  private final ServerSocketChannel server;
  private final SelectionKey accepting;
  private final Terms terms;
  private final FileReading.Options options;
  private final SourceContext context;
  private final Intake intake;
  private final Patience patience;
  private final Optional<TlsRenewal> renewal;
  private final HeldUp heldUp = new HeldUp();

  /** Nothing when it is being stopped: what is under way is taken then, however much it is. */
  private Optional<RateLimits> limits;

  private final SpareBuffers buffers = TlsWire.buffers();

  /** Connections that can go on, because another thread has done what they waited for. */
  private final Queue<SelectionKey> resuming = new ConcurrentLinkedQueue<>();

  private Instant nextLook;
  private Instant restsUntil = Instant.MIN;

  /**
   * What all connections have in common.
   *
   * @param kind the first word of positions
   * @param tls what connections are wrapped in, if they are
   * @param limit what each sender may send, if that is limited
   */
  record Terms(
      String kind,
      TcpLimits limits,
      Admission admission,
      FaultLedger faults,
      Optional<TlsServer> tls,
      Optional<RateLimit> limit) {}

  private TcpListening(
      Selector selector,
      ServerSocketChannel server,
      String name,
      Terms terms,
      FileReading.Options options,
      SourceContext context)
      throws ClosedChannelException {
    this.selector = selector;
    this.server = server;
    this.accepting = server.register(selector, SelectionKey.OP_ACCEPT);
    this.terms = terms;
    this.options = options;
    this.context = context;
    this.intake = new Intake(terms.kind(), name, options, context);
    this.patience = new Patience(context.clock());
    this.nextLook = patience.now();
    this.limits = terms.limit().map(limit -> new RateLimits(limit, context.clock()));
    this.renewal = terms.tls().map(tls -> new TlsRenewal(tls, name, context, patience.now()));
  }

  /** Begins to listen. */
  static TcpListening on(
      InetSocketAddress address,
      String name,
      Terms terms,
      FileReading.Options options,
      SourceContext context)
      throws IOException {
    Selector selector = Selector.open();
    ServerSocketChannel server = ServerSocketChannel.open();
    boolean listening = false;
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      Listening.bind(server, address);
      server.configureBlocking(false);
      TcpListening made = new TcpListening(selector, server, name, terms, options, context);
      listening = true;
      return made;
    } finally {
      if (!listening) {
        server.close();
        selector.close();
      }
    }
  }

  @Override
  public int localPort() throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  @Override
  public void listen() throws IOException, InterruptedException {
    long flushed = intake.count();
    while (!Thread.currentThread().isInterrupted()) {
      if (selector.selectNow() == 0) {
        if (intake.count() > flushed) {
          intake.flush();
          flushed = intake.count();
        }
        Duration most = rests() ? REST : BETWEEN_LOOKS;
        // At least a millisecond: zero is for ever.
        selector.select(heldUp.rest(patience.look(), most).toMillis() + 1);
      }
      serveSelected();
      Instant now = patience.now();
      if (rests() && !now.isBefore(restsUntil)) {
        accepting.interestOps(SelectionKey.OP_ACCEPT);
      }
      if (!now.isBefore(nextLook)) {
        endOverdue(now);
        renewal.ifPresent(tls -> tls.look(now));
        nextLook = now.plus(BETWEEN_LOOKS);
      }
    }
  }

  private boolean rests() {
    return accepting.interestOps() == 0;
  }

  private void serveSelected() throws InterruptedException {
    Instant now = patience.look();
    intake.moveTo(context.clock().instant());
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.attachment() instanceof TcpConnection connection) {
        serve(key, connection, now);
      } else {
        accept();
      }
    }
    selector.selectedKeys().clear();
    for (SelectionKey key = resuming.poll(); key != null; key = resuming.poll()) {
      if (key.attachment() instanceof TcpConnection connection) {
        serve(key, connection, now);
      }
    }
    for (SelectionKey key = heldUp.poll(now); key != null; key = heldUp.poll(now)) {
      goOn(key, now);
    }
  }

  private void goOn(SelectionKey key, Instant now) throws InterruptedException {
    if (key.attachment() instanceof TcpConnection connection && !connection.hasEnded()) {
      connection.goOn(now);
      serve(key, connection, now);
    }
  }

  /** Whether a connection must not be read now, because its sender has sent enough. */
  private boolean mustWait(SelectionKey key, TcpConnection connection, Instant now) {
    if (limits.isEmpty() || !connection.isEstablished()) {
      return false;
    }
    Duration wait = limits.get().untilNext(connection.sender());
    if (wait.isZero()) {
      return false;
    }
    key.interestOps(0);
    connection.holdUp();
    heldUp.add(key, now.plus(wait));
    note(ConnectionFault.RATE_LIMITED, connection.sender(), "held up");
    return true;
  }

  private void serve(SelectionKey key, TcpConnection connection, Instant now)
      throws InterruptedException {
    if (connection.hasEnded() || mustWait(key, connection, now)) {
      return;
    }
    long before = intake.count();
    boolean goesOn = connection.read(now);
    if (limits.isPresent()) {
      limits.get().charge(connection.sender(), Math.toIntExact(intake.count() - before));
    }
    if (!goesOn) {
      terms.admission().leave(connection.sender());
      return;
    }
    Runnable work = connection.work();
    key.interestOps(work == null ? connection.interest() : 0);
    if (work != null) {
      context.workers().execute(() -> resumeAfter(work, key));
    }
  }

  /** In another thread. */
  private void resumeAfter(Runnable work, SelectionKey key) {
    work.run();
    resuming.add(key);
    selector.wakeup();
  }

  /** To senders, connections that wait to be taken have been made, and what they sent is sent. */
  private void acceptAll() {
    for (int taken = 0; taken < BACKLOG; taken += ACCEPTED_AT_ONCE) {
      accept();
    }
  }

  private void accept() {
    try {
      for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
        SocketChannel channel = server.accept();
        if (channel == null) {
          return;
        }
        admit(channel);
      }
    } catch (IOException e) {
      // It is tried again in a while. No class is seen here first: its file could not be opened.
      accepting.interestOps(0);
      restsUntil = patience.now().plus(REST);
      terms.faults().note(ConnectionFault.NOT_ACCEPTED, String.valueOf(e.getMessage()), context);
    }
  }

  private void admit(SocketChannel channel) throws IOException {
    InetAddress sender = channel.socket().getInetAddress();
    Optional<ConnectionFault> fault = terms.admission().enter(sender);
    if (fault.isPresent()) {
      note(fault.get(), sender, "no room");
      channel.close();
      return;
    }
    try {
      open(channel, sender);
    } catch (IOException e) {
      terms.admission().leave(sender);
      channel.close();
      note(ConnectionFault.BROKEN_OFF, sender, String.valueOf(e.getMessage()));
    }
  }

  private void open(SocketChannel channel, InetAddress sender) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    TcpConnection connection =
        new TcpConnection(
            sender,
            wire(channel),
            intake.from(sender),
            options.format().span(),
            context.clock(),
            patience.now(),
            options.maxRecordLength(),
            (fault, detail) -> note(fault, sender, detail));
    channel.register(selector, connection.interest(), connection);
  }

  private Wire wire(SocketChannel channel) {
    return terms
        .tls()
        .<Wire>map(tls -> new TlsWire(channel, tls.engine(), buffers))
        .orElseGet(() -> Wire.plain(channel));
  }

  private void endOverdue(Instant now) throws InterruptedException {
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof TcpConnection connection && !connection.hasEnded()) {
        Optional<ConnectionFault> fault = connection.overdue(now, terms.limits());
        if (fault.isPresent()) {
          note(fault.get(), connection.sender(), "it took too long");
          end(connection);
        }
      }
    }
  }

  private void end(TcpConnection connection) throws InterruptedException {
    if (!connection.hasEnded()) {
      connection.end();
      terms.admission().leave(connection.sender());
    }
  }

  private void note(ConnectionFault fault, InetAddress sender, String detail) {
    String what = "from %s: %s".formatted(sender.getHostAddress(), detail);
    terms.faults().note(fault, what, context);
  }

  /**
   * Lets senders know, and takes what was under way, as far as that can be told; then ends all
   * connections. What was taken of their last lines is given.
   */
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      acceptAll();
      server.close();
      drain();
      for (SelectionKey key : selector.keys()) {
        if (key.attachment() instanceof TcpConnection connection) {
          end(connection);
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      selector.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void drain() throws IOException, InterruptedException {
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof TcpConnection connection) {
        connection.stopSender();
      }
    }
    limits = Optional.empty();
    for (SelectionKey key = heldUp.poll(Instant.MAX); key != null; key = heldUp.poll(Instant.MAX)) {
      goOn(key, patience.now());
    }
    Instant now = patience.look();
    Instant end = now.plus(DRAIN);
    Instant quiet = now.plus(QUIET);
    // An engine's clock may stand still.
    long looks = DRAIN.dividedBy(BETWEEN_LOOKS_AT_THE_END);
    while (!terms.admission().isEmpty() && now.isBefore(end) && now.isBefore(quiet) && looks > 0) {
      boolean heard = selector.select(BETWEEN_LOOKS_AT_THE_END.toMillis()) > 0;
      serveSelected();
      now = patience.now();
      if (heard) {
        quiet = now.plus(QUIET);
      } else {
        looks--;
      }
    }
  }
}

package io.correlator.sources;

import io.correlator.api.Block;
import io.correlator.api.source.SourceContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** Listens for connections: one thread serves all of them. */
final class TcpListening implements Listening {
  /** After a connection could not be taken, how long no other is, in milliseconds. */
  private static final long REST = 100;

  private final Selector selector;
  private final ServerSocketChannel server;
  private final SelectionKey accepting;
  private final String name;
  private final int maxConnections;
  private final AtomicLong refused;
  private final FileReading.Options options;
  private final SourceContext context;
  private final RecordNumbers numbers;
  private final PresentParser parser;
  private final Block.Provenance provenance;
  private int connections;

  private TcpListening(
      Selector selector,
      ServerSocketChannel server,
      String name,
      int maxConnections,
      AtomicLong refused,
      FileReading.Options options,
      SourceContext context)
      throws ClosedChannelException {
    this.selector = selector;
    this.server = server;
    this.accepting = server.register(selector, SelectionKey.OP_ACCEPT);
    this.name = name;
    this.maxConnections = maxConnections;
    this.refused = refused;
    this.options = options;
    this.context = context;
    this.numbers = RecordNumbers.of("tcp", context);
    this.parser = new PresentParser(options.format(), options.zone(), context.clock().instant());
    this.provenance =
        new Block.Provenance(
            name, 0, Block.Counting.RECORDS, options.format().name(), options.format()::fields);
  }

  /** Begins to listen. */
  static TcpListening on(
      InetSocketAddress address,
      String name,
      int maxConnections,
      AtomicLong refused,
      FileReading.Options options,
      SourceContext context)
      throws IOException {
    Selector selector = Selector.open();
    ServerSocketChannel server = ServerSocketChannel.open();
    boolean listening = false;
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      Listening.bind(server, address);
      server.configureBlocking(false);
      TcpListening made =
          new TcpListening(selector, server, name, maxConnections, refused, options, context);
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
    long flushed = numbers.next();
    while (!Thread.currentThread().isInterrupted()) {
      if (selector.selectNow() == 0) {
        if (numbers.next() > flushed) {
          context.sink().flush();
          flushed = numbers.next();
        }
        selector.select(accepting.interestOps() == 0 ? REST : 0);
        accepting.interestOps(SelectionKey.OP_ACCEPT);
      }
      parser.moveTo(context.clock().instant());
      for (SelectionKey key : selector.selectedKeys()) {
        serve(key);
      }
      selector.selectedKeys().clear();
    }
  }

  private void serve(SelectionKey key) throws InterruptedException {
    if (key.attachment() instanceof TcpConnection connection) {
      if (!connection.read()) {
        connections--;
      }
    } else if (key == accepting) {
      accept();
    }
  }

  private void accept() {
    try {
      SocketChannel channel = server.accept();
      if (channel == null) {
        return;
      }
      if (connections >= maxConnections) {
        channel.close();
        refuse("%d are open".formatted(connections));
        return;
      }
      open(channel);
    } catch (ClosedByInterruptException e) {
      // The thread is still marked as interrupted: the run ends here, as it was told to.
    } catch (IOException e) {
      accepting.interestOps(0);
      refuse(Reasons.of(e));
    }
  }

  private void open(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    String sender = channel.socket().getInetAddress().getHostAddress();
    RecordAssembler records =
        RecordAssembler.numbered(provenance.from(sender), parser, context.sink(), numbers);
    TcpConnection connection =
        new TcpConnection(
            channel, records, options.format().span(), context.clock(), options.maxRecordLength());
    channel.register(selector, SelectionKey.OP_READ, connection);
    connections++;
  }

  /** Says so the first, tenth, hundredth... time: whoever tries often shall not fill the log. */
  private void refuse(String why) {
    long count = refused.incrementAndGet();
    long power = 1;
    while (power < count) {
      power *= 10;
    }
    if (power == count) {
      context.unreadable(name, "%d connections refused so far: %s".formatted(count, why));
    }
  }

  /** Ends all connections; what was taken of their last lines is given. */
  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof TcpConnection connection) {
        connection.end();
      }
    }
    server.close();
    selector.close();
  }
}

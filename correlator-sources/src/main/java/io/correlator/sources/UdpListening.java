package io.correlator.sources;

import io.correlator.api.source.DropReason;
import io.correlator.api.source.SourceContext;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Listens for datagrams: each is a message (RFC 5426, section 3.1). Whoever is not read in time is
 * dropped by the system, so nothing else is done in between, and what was dropped is counted. The
 * channel never blocks: so it is not closed when the thread is interrupted, and what had arrived by
 * then is still there to be taken.
 */
final class UdpListening implements Listening {
  private static final int LONGEST_DATAGRAM = 65_535;

  /** What the system shall hold for us; it may give less. */
  static final int RECEIVE_BUFFER = 4 << 20;

  /** Many datagrams share one, and those of a burst do not wait for a new one often. */
  private static final int BLOCK_SIZE = 256 * 1024;

  /** So many datagrams are taken for arriving at the same time. */
  private static final int AT_ONCE = 256;

  /** So many senders have a time of their own, for messages without one. */
  private static final int MOST_SENDERS = 1024;

  /** The system never holds more than this, so what comes later came after the end. */
  private static final int MOST_LEFT = 1 << 16;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final DatagramChannel channel;
  private final Selector selector;
  private final FileReading.Options options;
  private final SourceContext context;
  private final Intake intake;
  private final KernelDrops drops;
  private final AtomicLong dropped;
  private final Optional<RateLimits> limits;
  private final FaultLedger faults;
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(LONGEST_DATAGRAM);
  private final Map<InetAddress, RecordAssembler> senders =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, RecordAssembler> eldest) {
          return size() > MOST_SENDERS;
        }
      };

  private byte[] block = new byte[BLOCK_SIZE];
  private int filled;
  private Instant nextLook;

  /** Datagrams that were dropped, and not counted yet: to say so takes longer than to drop one. */
  private long overLimit;

  private @Nullable InetAddress loudest;

  /**
   * What is agreed with the source.
   *
   * @param dropped where it says how many datagrams were dropped, as far as the system tells
   * @param buffer where it says how many bytes the system holds that were not read yet
   * @param limit what each sender may send, if that is limited
   */
  record Terms(
      AtomicLong dropped, AtomicInteger buffer, Optional<RateLimit> limit, FaultLedger faults) {}

  private UdpListening(
      DatagramChannel channel,
      Selector selector,
      String name,
      Terms terms,
      FileReading.Options options,
      SourceContext context)
      throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.dropped = terms.dropped();
    this.limits = terms.limit().map(limit -> new RateLimits(limit, context.clock()));
    this.faults = terms.faults();
    this.options = options;
    this.context = context;
    this.intake = new Intake("udp", name, options, context);
    this.nextLook = context.clock().instant();
    this.drops = new KernelDrops((InetSocketAddress) channel.getLocalAddress());
    channel.register(selector, SelectionKey.OP_READ);
  }

  /** Begins to listen. */
  static UdpListening on(
      InetSocketAddress address,
      String name,
      Terms terms,
      FileReading.Options options,
      SourceContext context)
      throws IOException {
    Selector selector = Selector.open();
    DatagramChannel channel = DatagramChannel.open(familyOf(address));
    boolean listening = false;
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      Listening.bind(channel, address);
      terms.buffer().set(channel.getOption(StandardSocketOptions.SO_RCVBUF));
      channel.configureBlocking(false);
      UdpListening made = new UdpListening(channel, selector, name, terms, options, context);
      listening = true;
      return made;
    } finally {
      if (!listening) {
        channel.close();
        selector.close();
      }
    }
  }

  private static ProtocolFamily familyOf(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  @Override
  public int localPort() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  @Override
  public void listen() throws IOException, InterruptedException {
    countDrops();
    while (!Thread.currentThread().isInterrupted()) {
      Instant now = context.clock().instant();
      intake.moveTo(now);
      boolean all = receive(now);
      if (!now.isBefore(nextLook)) {
        countDrops();
        nextLook = now.plus(BETWEEN_LOOKS);
      }
      if (all) {
        intake.flush();
        selector.select(BETWEEN_LOOKS.toMillis());
        selector.selectedKeys().clear();
      }
    }
  }

  /** Takes what has arrived, some of it if it is much; true if it was all. */
  private boolean receive(Instant now) throws IOException, InterruptedException {
    for (int i = 0; i < AT_ONCE; i++) {
      if (!receiveOne(now)) {
        return true;
      }
    }
    return false;
  }

  private boolean receiveOne(Instant now) throws IOException, InterruptedException {
    datagram.clear();
    InetSocketAddress sender = (InetSocketAddress) channel.receive(datagram);
    if (sender == null) {
      return false;
    }
    if (limits.isPresent() && !limits.get().take(sender.getAddress())) {
      overLimit++;
      loudest = sender.getAddress();
      return true;
    }
    datagram.flip();
    int length = datagram.remaining();
    if (block.length - filled < length) {
      block = new byte[BLOCK_SIZE];
      filled = 0;
    }
    int from = filled;
    datagram.get(block, from, length);
    filled += length;
    RecordAssembler records = senders.computeIfAbsent(sender.getAddress(), intake::from);
    records.begin(block, 0, 0, now);
    int to = endOfText(from);
    if (to - from > options.maxRecordLength()) {
      records.truncatedLine(from, from + options.maxRecordLength(), 0);
    } else {
      records.handAll(from, to);
    }
    return true;
  }

  /** Some senders end a message as they would end a line, or a text of C. */
  private int endOfText(int from) {
    int to = filled;
    to -= to > from && block[to - 1] == 0 ? 1 : 0;
    to -= to > from && block[to - 1] == '\n' ? 1 : 0;
    return to > from && to < filled && block[to - 1] == '\r' ? to - 1 : to;
  }

  private void countDrops() {
    OptionalLong count = drops.count();
    if (count.isPresent()) {
      long more = count.getAsLong() - Math.max(0, dropped.getAndSet(count.getAsLong()));
      if (more > 0) {
        context.dropped(DropReason.RECEIVE_BUFFER_FULL, more);
      }
    }
    if (overLimit > 0 && loudest != null) {
      context.dropped(DropReason.RATE_LIMITED, overLimit);
      String detail = "from %s: dropped".formatted(loudest.getHostAddress());
      faults.note(ConnectionFault.RATE_LIMITED, detail, context);
      overLimit = 0;
    }
  }

  /** Takes what had arrived before it was told to stop, as far as that can be told. */
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      Instant now = context.clock().instant();
      int taken = 0;
      while (taken < MOST_LEFT && receiveOne(now)) {
        taken++;
      }
      countDrops();
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      channel.close();
      selector.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

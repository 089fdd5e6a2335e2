package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.source.DropReason;
import io.correlator.sources.format.PlainFormat;
import java.math.BigInteger;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RateLimitsTest {
  private static final Instant START = FakeSourceContext.NOW;

  private Instant now = START;

  private RateLimits limits(int records, Duration time) {
    return new RateLimits(new RateLimit(records, time), () -> now);
  }

  private static InetAddress sender(int number) {
    try {
      byte[] address = {10, (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** The plainest bucket: tokens as fractions that cannot overflow. */
  private static final class Plain {
    private final BigInteger records;
    private final BigInteger time;
    private final BigInteger full;
    private BigInteger level;
    private long last;

    Plain(int records, Duration time) {
      this.records = BigInteger.valueOf(records);
      this.time = BigInteger.valueOf(time.toNanos());
      this.full = this.records.multiply(this.time);
      this.level = full;
    }

    boolean take(long at) {
      level = full.min(level.add(records.multiply(BigInteger.valueOf(at - last))));
      last = at;
      boolean there = level.compareTo(time) >= 0;
      level = there ? level.subtract(time) : level;
      return there;
    }
  }

  @Property
  void givesEachSenderWhatABucketGives(
      @ForAll @IntRange(min = 1, max = 1_000_000) int records,
      @ForAll @LongRange(min = 1_000_000, max = 3_600_000_000_000L) long nanos,
      @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 8_000_000_000_000L) Long> pauses,
      @ForAll @IntRange(min = 0, max = 63) int shift) {
    now = START;
    RateLimits limits = limits(records, Duration.ofNanos(nanos));
    Plain plain = new Plain(records, Duration.ofNanos(nanos));
    long passed = 0;
    for (long pause : pauses) {
      passed += pause >>> shift;
      now = START.plusNanos(passed);
      assertThat(limits.take(sender(1))).isEqualTo(plain.take(passed));
    }
  }

  @Property(tries = 200)
  void saysHowLongItTakesUntilThereIsATokenAndNoLonger(
      @ForAll @IntRange(min = 1, max = 10_000) int records,
      @ForAll @IntRange(min = 1, max = 100_000) int sent,
      @ForAll @LongRange(min = 1_000_000, max = 3_600_000_000_000L) long nanos) {
    now = START;
    RateLimits limits = limits(records, Duration.ofNanos(nanos));
    limits.charge(sender(1), sent);

    Duration wait = limits.untilNext(sender(1));
    assertThat(wait.isZero()).isEqualTo(sent < records);
    if (!wait.isZero()) {
      now = START.plus(wait).minusNanos(1);
      assertThat(limits.take(sender(1))).isFalse();
      now = START.plus(wait);
      assertThat(limits.take(sender(1))).isTrue();
    }
  }

  @Test
  void aClockThatIsSetBackTakesNothingAndGivesNothing() {
    RateLimits limits = limits(1, Duration.ofSeconds(1));
    assertThat(limits.take(sender(1))).isTrue();
    now = START.minusSeconds(3600);
    assertThat(limits.take(sender(1))).isFalse();
    now = now.plusMillis(999);
    assertThat(limits.take(sender(1))).isFalse();
    now = now.plusMillis(1);
    assertThat(limits.take(sender(1))).isTrue();
  }

  @Test
  void aMillionAddressesTakeNoMoreMemoryAndLiftNobodysLimit() {
    RateLimits limits = limits(3, Duration.ofMinutes(1));
    int loud = 0;
    int others = 0;
    for (int i = 0; i < 1_000_000; i++) {
      others += limits.take(sender(i + 10)) ? 1 : 0;
      loud += limits.take(sender(1)) ? 1 : 0;
      assertThat(limits.size()).isLessThanOrEqualTo(RateLimits.MOST_SENDERS);
    }

    assertThat(loud).isEqualTo(3);
    // Each that has an account of its own, and three of all the others together.
    assertThat(others).isEqualTo(RateLimits.MOST_SENDERS - 1 + 3);

    now = now.plus(Duration.ofMinutes(1));
    assertThat(limits.take(sender(2_000_000))).as("accounts that are full are free again").isTrue();
    assertThat(limits.take(sender(2_000_000))).isTrue();
    assertThat(limits.size()).isEqualTo(RateLimits.MOST_SENDERS);
  }

  private static SyslogSource.Builder plain(SyslogSource.Builder source) {
    return source.port(0).name("door").format(new PlainFormat());
  }

  @Test
  void overUdpWhatIsMoreIsDroppedAndCountedAndOthersLoseNothing() throws Exception {
    SyslogSource source = plain(SyslogSource.udp()).rateLimit(100, Duration.ofHours(1)).build();
    List<String> quiet = IntStream.range(0, 100).mapToObj(i -> "quiet " + i).toList();
    RunningSource running = new RunningSource(source);
    try (DatagramSocket loud = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"));
        DatagramSocket other = new DatagramSocket(0, InetAddress.getByName("127.0.0.3"))) {
      for (String text : quiet) {
        for (int i = 0; i < 50; i++) {
          send(loud, source, "loud");
        }
        send(other, source, text);
      }
      List<String> all = running.rest();

      assertThat(all.stream().filter("loud"::equals)).hasSize(100);
      assertThat(all.stream().filter(text -> !text.equals("loud"))).isEqualTo(quiet);
      assertThat(running.dropped(DropReason.RATE_LIMITED)).isEqualTo(100 * 50 - 100);
      assertThat(running.news.take())
          .startsWith("rate-limited, 1 so far; the latest: from 127.0.0.2");
      assertThat(source.counters()).containsKey("rate-limited");
    } finally {
      running.close();
    }
  }

  private static void send(DatagramSocket socket, SyslogSource to, String text) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    InetAddress here = InetAddress.getLoopbackAddress();
    socket.send(new DatagramPacket(bytes, bytes.length, here, to.localPort()));
  }

  private static void send(Socket socket, String text) throws Exception {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  @Test
  void overTcpASenderWaitsAndNothingIsLost() throws Exception {
    SyslogSource source = plain(SyslogSource.tcp()).rateLimit(2, Duration.ofSeconds(10)).build();
    try (RunningSource running = new RunningSource(source);
        Socket loud =
            new Socket("127.0.0.1", source.localPort(), InetAddress.getByName("127.0.0.2"), 0);
        Socket quiet =
            new Socket("127.0.0.1", source.localPort(), InetAddress.getByName("127.0.0.3"), 0)) {
      send(loud, "1\n2\n3\n");
      assertThat(running.next(3)).containsExactly("1", "2", "3");
      send(loud, "4\nhalf");
      assertThat(running.news.take())
          .startsWith("rate-limited, 1 so far; the latest: from 127.0.0.2");
      send(quiet, "other\n");
      assertThat(running.next()).isEqualTo("other");
      assertThat(running.records).isEmpty();

      // A minute would be too long for a line, but it is not the sender who takes so long.
      running.advance(Duration.ofMinutes(2));
      assertThat(running.next()).isEqualTo("4");
      send(loud, " of it\n");
      assertThat(running.next()).isEqualTo("half of it");
      assertThat(source.faults()).isEqualTo(Map.of(ConnectionFault.RATE_LIMITED, 1L));
      assertThat(running.dropped(DropReason.RATE_LIMITED)).isZero();
    }
  }

  @Test
  void whatIsUnderWayWhenItIsStoppedIsTakenHoweverMuchItIs() throws Exception {
    SyslogSource source = plain(SyslogSource.tcp()).rateLimit(1, Duration.ofHours(1)).build();
    List<String> lines = IntStream.range(0, 50_000).mapToObj(i -> "line " + i).toList();
    RunningSource running = new RunningSource(source);
    try (Socket socket = running.connect()) {
      send(socket, "first\n");
      running.next();
      send(socket, String.join("\n", lines) + "\n");
      socket.shutdownOutput();
      running.news.take();

      List<String> taken = new ArrayList<>(running.rest());
      assertThat(taken).isEqualTo(lines);
    }
  }

  @Test
  void refusesLimitsThatCannotBe() {
    assertThatThrownBy(() -> SyslogSource.udp().rateLimit(0, Duration.ofSeconds(1)))
        .hasMessage("rateLimit: must be 1 to 1,000,000 records, was 0");
    assertThatThrownBy(() -> HttpSource.builder().rateLimit(1, Duration.ZERO))
        .hasMessage("rateLimit: must be for a millisecond to an hour, was for PT0S");
  }
}

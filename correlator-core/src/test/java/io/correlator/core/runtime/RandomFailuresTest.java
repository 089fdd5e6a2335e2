package io.correlator.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.DeliverySettings.Guarantee;
import io.correlator.api.listener.Listener;
import io.correlator.api.listener.RejectedException;
import io.correlator.api.listener.RetryException;
import io.correlator.core.monitor.ListenerStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a listener throws, and wherever: each event ends in exactly one place. */
class RandomFailuresTest {
  private static final int EVENTS = 60;

  /** Throws at random, in accept and in flush; what was flushed is written. */
  private static final class Moody implements Listener {
    private final Random random;
    private final int percent;
    private final List<Integer> held = new ArrayList<>();
    private final List<Integer> written = new ArrayList<>();

    Moody(long seed, int percent) {
      this.random = new Random(seed);
      this.percent = percent;
    }

    @Override
    public String name() {
      return "moody";
    }

    @Override
    public void accept(EmittedEvent event) throws IOException {
      throwAtRandom();
      held.add(Rig.number(event));
    }

    @Override
    public void flush() throws IOException {
      List<Integer> batch = List.copyOf(held);
      held.clear();
      throwAtRandom();
      written.addAll(batch);
    }

    private void throwAtRandom() throws IOException {
      if (random.nextInt(100) < percent) {
        switch (random.nextInt(5)) {
          case 0 -> throw new RejectedException("never");
          case 1 -> throw new RetryException("later");
          case 2 -> throw new StackOverflowError();
          case 3 -> throw new IllegalStateException("bug");
          default -> throw new IOException("down");
        }
      }
    }
  }

  @Property(tries = 1000)
  void eachEventIsWrittenOnceOrIsADeadLetter(
      @ForAll long seed,
      @ForAll @IntRange(max = 90) int percent,
      @ForAll @IntRange(min = 1, max = 30) int capacity,
      @ForAll Guarantee guarantee) {
    Moody listener = new Moody(seed, percent);
    DeliverySettings settings =
        DeliverySettings.defaults()
            .withGuarantee(guarantee)
            .withAttempts(4)
            .withPatience(Duration.ofDays(365))
            .withCapacity(capacity);
    List<Integer> letters = new ArrayList<>();

    ListenerStatistics statistics = run(listener, settings, letters);

    Set<Integer> all = new HashSet<>(listener.written);
    all.addAll(letters);
    assertThat(listener.written).isSorted().doesNotHaveDuplicates();
    assertThat(listener.written.size() + letters.size()).isEqualTo(EVENTS);
    assertThat(all).containsAll(IntStream.range(0, EVENTS).boxed().toList());
    assertThat(statistics.offered()).isEqualTo(EVENTS);
    assertThat(statistics.accepted()).isEqualTo(listener.written.size());
    assertThat(statistics.deadLettered()).isEqualTo(letters.size());
    assertThat(statistics.waiting()).isZero();
  }

  /** All in this thread: what the two threads of an engine would do, one after the other. */
  private static ListenerStatistics run(
      Listener listener, DeliverySettings settings, List<Integer> letters) {
    long[] nanos = new long[1];
    Outbox outbox = new Outbox(settings, () -> nanos[0]);
    Calls calls = new Calls("moody", failure -> {}, () -> nanos[0]);
    Undeliverable undeliverable =
        new Undeliverable(
            "moody",
            letter -> letters.add(Rig.number(letter.event())),
            () -> Rig.NOW,
            problem -> {});
    Courier courier =
        new Courier(
            listener,
            outbox,
            undeliverable,
            new Backoff(settings, new Random(1)),
            () -> nanos[0],
            calls);
    int next = 0;
    while (next < EVENTS) {
      int chunk = Math.min(settings.capacity(), EVENTS - next);
      outbox.put(IntStream.range(next, next + chunk).mapToObj(Rig::event).toList());
      next += chunk;
      while (outbox.pending() > 0) {
        nanos[0] += outbox.pauseLeft();
        courier.step();
      }
    }
    outbox.end();
    courier.deliver();
    long[] counts = outbox.counts();
    return new ListenerStatistics(
        "moody",
        ListenerStatistics.State.CLOSED,
        EVENTS,
        counts[Outbox.Fate.ACCEPTED.ordinal()],
        counts[Outbox.Fate.FAILED.ordinal()],
        counts[Outbox.Fate.DEAD_LETTERED.ordinal()],
        java.util.Map.of(),
        EVENTS - IntStream.range(0, counts.length).mapToLong(i -> counts[i]).sum(),
        calls.errors());
  }
}

package io.correlator.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.EmittedEvent;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.DeliverySettings.Guarantee;
import io.correlator.api.listener.Listener;
import io.correlator.core.monitor.ListenerStatistics.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BarrierTest {
  private static final DeliverySettings INSISTING =
      DeliverySettings.defaults().withGuarantee(Guarantee.AT_LEAST_ONCE);

  /** Says how many events were flushed; does not take those from a number on. */
  private static class Target implements Listener {
    private final List<String> calls = new ArrayList<>();
    private final int takesUpTo;
    private int held;
    private int flushed;
    private boolean tellsPosition = true;

    Target(int takesUpTo) {
      this.takesUpTo = takesUpTo;
    }

    @Override
    public String name() {
      return "test";
    }

    @Override
    public void restore(String position) {
      calls.add("restore " + position);
    }

    @Override
    public void open() {
      calls.add("open");
    }

    @Override
    public void accept(EmittedEvent event) throws IOException {
      if (Rig.number(event) >= takesUpTo) {
        throw new IOException("down");
      }
      calls.add("accept " + Rig.number(event));
      held++;
    }

    @Override
    public void flush() {
      flushed += held;
      held = 0;
    }

    @Override
    public Optional<String> position() throws IOException {
      if (!tellsPosition) {
        throw new IOException("cannot tell");
      }
      return Optional.of("1 " + flushed);
    }
  }

  private static ListenerCursor get(CompletableFuture<ListenerCursor> answer)
      throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
    return answer.get(30, TimeUnit.SECONDS);
  }

  private static List<Integer> undelivered(ListenerCursor cursor) {
    return cursor.undelivered().stream().map(Rig::number).toList();
  }

  @Test
  void tellsThePositionAfterTheEventsBeforeItAndNoOthers() throws Exception {
    Rig rig = new Rig(INSISTING, new Target(1000));

    rig.offer(0, 100);
    CompletableFuture<ListenerCursor> first = rig.runner.barrier();
    rig.offer(100, 150);
    CompletableFuture<ListenerCursor> second = rig.runner.barrier();
    rig.start();

    assertThat(get(first).position()).hasValue("1 100");
    assertThat(get(first).undelivered()).isEmpty();
    assertThat(get(second).position()).hasValue("1 150");
    rig.end();
  }

  @Test
  void doesNotWaitForEventsThatAreOfferedAgain() throws Exception {
    Rig rig = new Rig(INSISTING, new Target(3)).start();

    rig.offer(0, 5);
    rig.awaitState(State.RETRYING);
    CompletableFuture<ListenerCursor> answer = rig.runner.barrier();
    rig.offer(5, 9);
    ListenerCursor cursor = get(answer);
    rig.runner.giveUp();
    rig.join();

    assertThat(cursor.position()).hasValue("1 3");
    assertThat(undelivered(cursor)).containsExactly(3, 4);
  }

  @Test
  void failsIfTheListenerCannotTell() throws Exception {
    Target target = new Target(10);
    target.tellsPosition = false;
    Rig rig = new Rig(INSISTING, target).start();

    CompletableFuture<ListenerCursor> answer = rig.runner.barrier();

    assertThatThrownBy(() -> get(answer)).hasRootCauseMessage("cannot tell");
    assertThat(rig.offer(0, 1).end().accepted()).isEqualTo(1);
  }

  @Test
  void failsIfTheListenerHasEnded() throws Exception {
    Rig rig = new Rig(INSISTING, new Target(10)).start();
    rig.end();

    assertThat(rig.runner.barrier()).isCompletedExceptionally();
  }

  @Test
  void goesOnFromWhereItStood() throws Exception {
    Target target = new Target(10);
    Rig rig = new Rig(INSISTING, target);

    rig.runner.resume(
        new ListenerCursor("test", Optional.of("1 3"), List.of(Rig.event(3), Rig.event(4))));
    rig.start().offer(5, 6).end();

    assertThat(target.calls)
        .containsExactly("restore 1 3", "open", "accept 3", "accept 4", "accept 5");
    assertThat(rig.statistics().accepted()).isEqualTo(3);
  }

  @Test
  void aTargetThatCannotBePutBackIsNotOpened() {
    Target target =
        new Target(10) {
          @Override
          public void restore(String position) {
            throw new IllegalStateException("shorter");
          }
        };
    Rig rig = new Rig(INSISTING, target);

    rig.runner.resume(new ListenerCursor("test", Optional.of("1 3"), List.of()));

    assertThatThrownBy(rig::start).hasRootCauseMessage("shorter");
    assertThat(target.calls).isEmpty();
  }

  @Test
  void stillAnswersAfterALongWait() throws Exception {
    Rig rig = new Rig(INSISTING, new Target(0)).start();

    rig.offer(0, 1);
    rig.awaitState(State.RETRYING);
    rig.advance(Duration.ofMinutes(10));
    ListenerCursor cursor = get(rig.runner.barrier());
    rig.runner.giveUp();
    rig.join();

    assertThat(undelivered(cursor)).containsExactly(0);
  }
}

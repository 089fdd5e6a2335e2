package io.correlator.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.ListenerStatistics;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every listener must do, as tests: extend it, and make the listener.
 *
 * <pre>{@code
 * final class ShoutContractTest extends ListenerContract {
 *   @Override
 *   protected Listener listener() {
 *     return new Shout();
 *   }
 * }
 * }</pre>
 */
public abstract class ListenerContract {
  /** For subclasses. */
  protected ListenerContract() {}

  /** A listener that is not open yet, made anew in each call. */
  protected abstract Listener listener();

  /**
   * Events to give to the listener; by default of every severity and every kind of field, audit
   * events and hostile ones among them. Only those that the listener is interested in reach it.
   */
  protected List<EmittedEvent> events() {
    return SampleEvents.all();
  }

  /** What can be seen outside of what listeners did; empty, as by default, if that is not known. */
  protected Optional<String> visible() {
    return Optional.empty();
  }

  private List<EmittedEvent> wanted(Listener listener) {
    Interest interest = listener.interest();
    return events().stream().filter(interest::matches).toList();
  }

  /** A listener has a name that people can write. */
  @Test
  void hasANameThatPeopleCanWrite() {
    OptionsContract.checkName(listener().name());
    assertThat(listener().description()).isNotNull();
  }

  /** A listener declares all its options in each call, with defaults that it accepts itself. */
  @Test
  void declaresAllItsOptionsInEachCall() {
    OptionsContract.check(config -> listener().configure(config));
  }

  /** What a person writes wrongly is a problem that is told, and no other exception. */
  @Test
  void saysWhatIsWrongWithItsOptions() {
    OptionsContract.checkNonsense(config -> listener().configure(config));
  }

  /** A listener knows what it wants before it is open, and does not change its mind. */
  @Test
  void saysWhatItWantsBeforeItIsOpen() throws Exception {
    Listener listener = listener();
    Interest before = listener.interest();

    listener.open();
    Interest after = listener.interest();
    listener.close();

    assertThat(before).isNotNull();
    assertThat(after).isEqualTo(before);
  }

  /** Whatever stands in an event, the listener takes it. */
  @Test
  void takesEveryEventThatItWants() throws Exception {
    Listener listener = listener();
    listener.open();

    for (EmittedEvent event : wanted(listener)) {
      listener.accept(event);
    }

    listener.flush();
    listener.close();
  }

  /** An engine that has little to do flushes after each event. */
  @Test
  void canBeFlushedAfterEachEvent() throws Exception {
    Listener listener = listener();
    listener.open();

    for (EmittedEvent event : wanted(listener)) {
      listener.accept(event);
      listener.flush();
    }

    listener.close();
  }

  /** There may be nothing to flush. */
  @Test
  void canBeFlushedWithoutEventsAndTwice() throws Exception {
    Listener listener = listener();
    listener.open();

    listener.flush();
    listener.flush();

    listener.close();
  }

  /** An engine may end before it has found anything. */
  @Test
  void closesWithoutHavingSeenAnything() throws Exception {
    Listener listener = listener();
    listener.open();

    listener.close();
  }

  /** What was accepted is visible outside after a flush, and closing adds nothing. */
  @Test
  void whatWasFlushedIsVisible() throws Exception {
    Listener listener = listener();
    listener.open();
    Optional<String> before = visible();
    assumeTrue(before.isPresent(), "what this listener does cannot be seen");
    List<EmittedEvent> events = wanted(listener);
    assumeTrue(!events.isEmpty(), "this listener wants none of the events");

    for (EmittedEvent event : events) {
      listener.accept(event);
    }
    listener.flush();
    Optional<String> flushed = visible();
    listener.close();

    assertThat(flushed).isNotEqualTo(before);
    assertThat(visible()).isEqualTo(flushed);
  }

  /** In an engine, nothing is lost on the way to the listener, and it throws nothing. */
  @Test
  void getsEveryEventOfAnEngine() {
    Correlator engine =
        Correlator.builder()
            .source(LinesSource.of("lines", List.of("a", "b", "c")))
            .module(new Repeater(events()))
            .listener(listener())
            .build();

    engine.run();

    ListenerStatistics statistics = engine.statistics().listeners().get(0);
    assertThat(statistics.errors()).as("how often the listener threw something").isZero();
    assertThat(statistics.accepted()).isEqualTo(statistics.offered());
    CorrelatorAssertions.assertThatLedger(engine).isBalanced();
  }

  /** Emits all events for each record. */
  private record Repeater(List<EmittedEvent> events) implements Module {
    @Override
    public String name() {
      return "sample";
    }

    @Override
    public Processor open(ModuleContext context) {
      List<Event> originals = events.stream().map(EmittedEvent::event).toList();
      return record -> originals.forEach(context::emit);
    }
  }
}

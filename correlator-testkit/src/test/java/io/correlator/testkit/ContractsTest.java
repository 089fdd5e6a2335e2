package io.correlator.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.config.Config;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contracts hold for good plug-ins, and each of them fails for a bad one. */
final class ContractsTest {
  @Nested
  final class OfAModule extends ModuleContract {
    @Override
    protected Module module() {
      return new Words("words", List.of());
    }

    @Override
    protected List<String> lines() {
      return List.of("one", "two");
    }
  }

  @Nested
  final class OfAListener extends ListenerContract {
    @Override
    protected Listener listener() {
      return Listener.of("good", Interest.everything(), event -> {});
    }
  }

  @Nested
  final class OfASource extends SourceContract {
    @Override
    protected Source source() {
      return LinesSource.of("lines", lines());
    }

    @Override
    protected List<String> lines() {
      return List.of("one", "two", "two");
    }
  }

  /** Emits an event for each record. A shared list of what it has seen makes it a bad module. */
  private record Words(String name, List<String> shared) implements Module {
    @Override
    public Processor open(ModuleContext context) {
      return record -> {
        if (name.equals("forgetful")) {
          shared.add(record.raw());
        }
        context.emit(Event.notice("Word").field("seen", shared.size()).evidence(record));
      };
    }
  }

  private static ModuleContract contract(Module module) {
    return new ModuleContract() {
      @Override
      protected Module module() {
        return module;
      }

      @Override
      protected List<String> lines() {
        return List.of("one", "two");
      }
    };
  }

  private static Module module(String name, Processor processor) {
    return new Module() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Processor open(ModuleContext context) {
        return processor;
      }
    };
  }

  @Test
  void aModuleMustNotKeepWhatARunHasSeen() {
    Module bad = new Words("forgetful", new ArrayList<>());

    assertFails(() -> contract(bad).startsAfreshWhenItIsOpenedAgain());
    assertFails(() -> contract(bad).runsAreIndependent());
    assertFails(() -> contract(bad).findsTheSameInTheSameInput());
  }

  @Test
  void aModuleMustTakeAnyRecord() {
    Module bad = module("bad", record -> assertThat(record.raw().charAt(0)).isNotEqualTo('x'));

    assertFails(() -> contract(bad).survivesHostileRecords());
  }

  @Test
  void aModuleMustNotThrowWhenItIsClosed() {
    Processor processor =
        new Processor() {
          @Override
          public void onRecord(LogRecord record) {}

          @Override
          public void close() {
            throw new IllegalStateException("planted");
          }
        };

    assertFails(() -> contract(module("bad", processor)).closesWithoutHavingSeenAnything());
  }

  @Test
  void aNameMustBeFitToBeWritten() {
    assertFails(() -> contract(module("two words", record -> {})).hasANameThatPeopleCanWrite());
  }

  @Test
  void optionsMustBeReadInEachCall() {
    Module bad =
        new Module() {
          @Override
          public String name() {
            return "bad";
          }

          @Override
          public Module configure(Config config) {
            if (config.getInt("first", 1, "one option") == 1) {
              config.getInt("second", 2, "read only sometimes");
            }
            return config.getString("third", "x", "").isEmpty() ? module("a", r -> {}) : this;
          }

          @Override
          public Processor open(ModuleContext context) {
            return record -> {};
          }
        };

    assertFails(() -> contract(bad).declaresAllItsOptionsInEachCall());
  }

  private static ListenerContract contract(Listener listener) {
    return new ListenerContract() {
      @Override
      protected Listener listener() {
        return listener;
      }
    };
  }

  @Test
  void aListenerMustTakeAnyEvent() {
    Listener bad =
        Listener.of(
            "bad",
            Interest.everything(),
            event -> assertThat(event.fields().get("count").orElseThrow()).isEqualTo(3));

    assertFails(() -> contract(bad).takesEveryEventThatItWants());
    assertFails(() -> contract(bad).canBeFlushedAfterEachEvent());
    assertFails(() -> contract(bad).getsEveryEventOfAnEngine());
  }

  @Test
  void aListenerMustCloseWhenNothingHasHappened() {
    Listener bad =
        new Listener() {
          private final List<EmittedEvent> events = new ArrayList<>();

          @Override
          public String name() {
            return "bad";
          }

          @Override
          public void accept(EmittedEvent event) {
            events.add(event);
          }

          @Override
          public void close() {
            events.remove(0);
          }
        };

    assertFails(() -> contract(bad).closesWithoutHavingSeenAnything());
  }

  private static SourceContract contract(Source source, String... lines) {
    return new SourceContract() {
      @Override
      protected Source source() {
        return source;
      }

      @Override
      protected List<String> lines() {
        return List.of(lines);
      }
    };
  }

  @Test
  void aSourceMustBringEveryLine() {
    Source bad = LinesSource.of("lines", List.of("one", "one", "two"));

    assertFails(() -> contract(bad, "one", "two").bringsEveryLineOnce());
  }

  @Test
  void aSourceMustGiveIdentities() {
    LinesSource lines = LinesSource.of("lines", List.of("one"));
    Source bad =
        new Source() {
          @Override
          public String name() {
            return "twice";
          }

          @Override
          public void run(SourceContext context) throws Exception {
            lines.run(context);
            lines.run(context);
          }
        };

    assertFails(() -> contract(bad, "one", "one").givesEachRecordAnIdentityOfItsOwn());
  }

  private static void assertFails(ThrowingCallable test) {
    assertThatThrownBy(test).isNotNull();
  }
}

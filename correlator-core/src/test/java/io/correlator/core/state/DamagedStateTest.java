package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Fields;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.StateSpec;
import io.correlator.core.Records;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.state.StateUser.Kind;
import io.correlator.core.state.StateUser.Moment;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What was damaged, or saved by something else, is refused with a message that says where. */
final class DamagedStateTest {
  private static Pipeline pipeline(Module module) {
    Pipeline pipeline = new Pipeline(Pipeline.DAY, failure -> {}, event -> {});
    try {
      pipeline.open(module.name(), module);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return pipeline;
  }

  private static byte[] saved(Pipeline pipeline) {
    StateOutput out = new StateOutput();
    pipeline.save(out);
    return out.toByteArray();
  }

  private static void load(Pipeline pipeline, byte[] saved) {
    pipeline.load(new StateInput(saved, format -> record -> Fields.empty()));
  }

  @Property
  void whateverIsReadTheOnlyExceptionIsOneThatSaysWhere(@ForAll Kind kind, @ForAll long seed) {
    Random random = new Random(seed);
    StateUser module = new StateUser(kind, Rearm.once(), 100, Moment.BEFORE_ANYTHING);
    Pipeline pipeline = pipeline(module);
    for (int i = 0; i < 20; i++) {
      pipeline.process(
          Records.at(i / 2, i, "key" + i % 5 + ' ' + random.nextInt(3) + ' ' + random.nextInt(4)));
    }
    byte[] damaged = damage(saved(pipeline), random);

    try {
      load(pipeline(module), damaged);
    } catch (StateException e) {
      assertThat(e).hasMessageStartingWith("pipeline");
    }
  }

  private static byte[] damage(byte[] saved, Random random) {
    byte[] damaged =
        random.nextInt(10) == 0
            ? java.util.Arrays.copyOf(saved, random.nextInt(saved.length))
            : saved;
    for (int i = random.nextInt(4); i >= 0 && damaged.length > 0; i--) {
      int place = random.nextInt(damaged.length);
      damaged[place] =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> (byte) 0x7f;
            case 2 -> (byte) -1;
            default -> (byte) random.nextInt();
          };
    }
    return damaged;
  }

  private static Module module(Consumer<ModuleContext> opening) {
    return new Module() {
      @Override
      public String name() {
        return "watch";
      }

      @Override
      public Processor open(ModuleContext context) {
        opening.accept(context);
        return record -> {};
      }
    };
  }

  @Test
  void aCountOfSomethingElseIsNamedWithBothShapes() {
    byte[] saved =
        saved(
            pipeline(
                module(
                    context ->
                        context
                            .operators()
                            .count("failures", CountSpec.atLeast(3), firing -> {}))));
    Pipeline changed =
        pipeline(
            module(
                context ->
                    context
                        .operators()
                        .count(
                            "failures",
                            CountSpec.atLeast(3).within(Duration.ofMinutes(2)),
                            firing -> {})));

    assertThatThrownBy(() -> load(changed, saved))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("module watch, state failures")
        .hasMessageContaining("PT1M")
        .hasMessageContaining("PT2M");
  }

  @Test
  void stateThatWasNotSavedIsNamed() {
    byte[] saved =
        saved(pipeline(module(context -> context.slidingCounter("old", 1, Duration.ofMillis(1)))));
    Pipeline changed =
        pipeline(module(context -> context.slidingCounter("new", 1, Duration.ofMillis(1))));

    assertThatThrownBy(() -> load(changed, saved))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("module watch, state new: was not saved")
        .hasMessageContaining("old");
  }

  @Test
  void stateOfAnotherTypeIsNamedWithBothTypes() {
    byte[] saved =
        saved(
            pipeline(
                module(context -> context.state(StateSpec.of("s", String.class, Integer.class)))));
    Pipeline changed =
        pipeline(module(context -> context.state(StateSpec.of("s", String.class, Long.class))));

    assertThatThrownBy(() -> load(changed, saved))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("from String to int")
        .hasMessageContaining("from String to long");
  }

  @Test
  void anotherModuleIsNamed() {
    byte[] saved = saved(pipeline(module(context -> {})));
    Pipeline other = pipeline(new StateUser(Kind.COUNT, Rearm.once(), 1, Moment.BEFORE_ANYTHING));

    assertThatThrownBy(() -> load(other, saved))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("module state-user: was not saved")
        .hasMessageContaining("watch");
  }
}

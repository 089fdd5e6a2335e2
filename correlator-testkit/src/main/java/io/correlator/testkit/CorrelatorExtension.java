package io.correlator.testkit;

import io.correlator.api.module.Module;
import io.correlator.api.source.RecordFormat;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands each test of a JUnit class a {@link TestPipeline} of its own, and ends its run afterwards:
 * the modules are closed, a module that throws fails the test, and the ledger must balance.
 *
 * <pre>{@code
 * @RegisterExtension
 * final CorrelatorExtension correlator =
 *     CorrelatorExtension.running(new BruteForce(3, Duration.ofMinutes(1)));
 *
 * @Test
 * void forgetsAnAddressThatStaysQuietForTheWindow(TestPipeline pipeline) {
 *   pipeline.feed(FAILED, FAILED).advance(Duration.ofMinutes(2)).feed(FAILED);
 *   pipeline.events().assertThat().isEmpty();
 * }
 * }</pre>
 *
 * <p>Immutable; tests may run at the same time.
 */
public final class CorrelatorExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private final Module[] modules;
  private final UnaryOperator<TestPipeline> setup;

  private CorrelatorExtension(Module[] modules, UnaryOperator<TestPipeline> setup) {
    this.modules = modules;
    this.setup = setup;
  }

  /** Runs these modules, in the order of flow, anew for each test. */
  public static CorrelatorExtension running(Module... modules) {
    return new CorrelatorExtension(modules.clone(), UnaryOperator.identity());
  }

  /** The same, reading lines in {@code format}. */
  public CorrelatorExtension reading(RecordFormat format) {
    return with(pipeline -> pipeline.reading(format));
  }

  /** The same, putting records in the order of their times; see {@link TestPipeline#ordering}. */
  public CorrelatorExtension ordering(Duration lateness) {
    return with(pipeline -> pipeline.ordering(lateness));
  }

  /** The same for modules that are meant to throw; see {@link TestPipeline#failures()}. */
  public CorrelatorExtension expectingFailures() {
    return with(TestPipeline::expectingFailures);
  }

  private CorrelatorExtension with(UnaryOperator<TestPipeline> more) {
    return new CorrelatorExtension(modules, pipeline -> more.apply(setup.apply(pipeline)));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    store(context).put(TestPipeline.class, setup.apply(TestPipeline.running(modules)));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestPipeline pipeline = store(context).remove(TestPipeline.class, TestPipeline.class);
    if (pipeline == null) {
      return;
    }
    if (context.getExecutionException().isPresent()) {
      // Only lets go of what is open: what the test says comes first.
      pipeline.expectingFailures().finish();
    } else {
      CorrelatorAssertions.assertThatLedger(pipeline.finish().ledger()).isBalanced();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestPipeline.class;
  }

  @Override
  public TestPipeline resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context).get(TestPipeline.class, TestPipeline.class);
  }

  private Store store(ExtensionContext context) {
    return context.getStore(Namespace.create(CorrelatorExtension.class, this));
  }
}

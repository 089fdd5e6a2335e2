package io.correlator.rules.testkit;

import io.correlator.core.plugin.Plugins;
import io.correlator.rules.testing.RuleTestCase;
import io.correlator.rules.testing.RuleTestResult;
import io.correlator.rules.testing.RuleTestRunner;
import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;
import org.opentest4j.AssertionFailedError;

/** What all cases of one run of {@link RuleTestEngine} share; made by it. For one thread. */
public final class CaseRun implements EngineExecutionContext {
  private final RuleTestRunner runner =
      RuleTestRunner.on(TestPipelineBench::open, Plugins.available().formats());

  CaseRun() {}

  void check(RuleTestCase test) {
    RuleTestResult result = runner.run(test);
    if (!result.passed()) {
      throw new AssertionFailedError(
          test.position() + ": " + test.name() + "\n" + String.join("\n", result.differences()),
          String.join("\n", result.expected()),
          String.join("\n", result.found()));
    }
  }
}

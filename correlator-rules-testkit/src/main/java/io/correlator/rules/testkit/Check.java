package io.correlator.rules.testkit;

import java.util.function.Consumer;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** A case, or what is wrong with a file of cases. */
final class Check extends AbstractTestDescriptor implements Node<CaseRun> {
  private final Consumer<CaseRun> check;

  Check(UniqueId id, String name, TestSource source, Consumer<CaseRun> check) {
    super(id, name, source);
    this.check = check;
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }

  @Override
  public CaseRun execute(CaseRun run, DynamicTestExecutor executor) {
    check.accept(run);
    return run;
  }
}

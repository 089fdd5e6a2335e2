package io.correlator.rules.testkit;

import java.util.Optional;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DirectorySelector;
import org.junit.platform.engine.discovery.FileSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine;

/**
 * Runs the cases that rules are tested with: a node for each file, and in it one for each case. A
 * case that fails says what was expected and what was found. Files, directories, unique ids and
 * classes with {@link RuleTestFiles} can be selected. Loaded by JUnit.
 */
public final class RuleTestEngine extends HierarchicalTestEngine<CaseRun> {
  /** The id of the engine. */
  public static final String ID = "correlator-rules";

  /** Made by JUnit. */
  public RuleTestEngine() {}

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public Optional<String> getGroupId() {
    return Optional.of("io.correlator");
  }

  @Override
  public Optional<String> getArtifactId() {
    return Optional.of("correlator-rules-testkit");
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    Discovery discovery = new Discovery(id);
    request.getSelectorsByType(FileSelector.class).forEach(each -> discovery.add(each.getPath()));
    request
        .getSelectorsByType(DirectorySelector.class)
        .forEach(each -> discovery.add(each.getPath()));
    request
        .getSelectorsByType(ClassSelector.class)
        .forEach(each -> discovery.add(each.getJavaClass()));
    request
        .getSelectorsByType(UniqueIdSelector.class)
        .forEach(each -> discovery.add(each.getUniqueId()));
    return discovery.found();
  }

  @Override
  protected CaseRun createExecutionContext(ExecutionRequest request) {
    return new CaseRun();
  }
}

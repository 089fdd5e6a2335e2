package io.correlator.rules.testkit;

import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.hierarchical.Node;

/** A file of cases, or a class that stands for some. */
final class Group extends AbstractTestDescriptor implements Node<CaseRun> {
  Group(UniqueId id, String name, TestSource source) {
    super(id, name, source);
  }

  /** By which reports in XML know a class: one of its simple name there may be in each package. */
  @Override
  public String getLegacyReportingName() {
    return getSource()
        .filter(ClassSource.class::isInstance)
        .map(source -> ((ClassSource) source).getClassName())
        .orElseGet(this::getDisplayName);
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }
}

package io.correlator.rules.testkit;

import io.correlator.api.Printable;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.testing.RuleTestCase;
import io.correlator.rules.testing.RuleTestFile;
import io.correlator.rules.testing.RuleTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.opentest4j.AssertionFailedError;

/** Finds what was selected and makes a tree of it. For one thread. */
final class Discovery {
  private static final String CLASS = "class";
  private static final String FILE = "file";
  private static final String CASE = "case";
  private static final String PROBLEMS = "problems";

  private final UniqueId id;
  private final TestDescriptor root;

  Discovery(UniqueId id) {
    this.id = id;
    this.root = new EngineDescriptor(id, "Correlator rules");
  }

  TestDescriptor found() {
    return root;
  }

  void add(Path path) {
    RuleTests.load(path).forEach(file -> add(root, file, Optional.empty()));
  }

  void add(Class<?> type) {
    add(type, Optional.empty(), Optional.empty());
  }

  /** All that a class stands for, or only one file or one case of it. */
  private void add(Class<?> type, Optional<Path> onlyFile, Optional<String> onlyCase) {
    RuleTestFiles files = type.getAnnotation(RuleTestFiles.class);
    if (files == null) {
      return;
    }
    TestDescriptor group =
        child(
            root,
            new Group(
                root.getUniqueId().append(CLASS, type.getName()),
                type.getSimpleName(),
                ClassSource.from(type)));
    for (String name : files.value()) {
      Path path = Path.of(name);
      List<RuleTestFile> loaded = Files.exists(path) ? RuleTests.load(path) : List.of();
      if (loaded.isEmpty()) {
        complain(group, "has cases", "there are no cases in " + path);
      }
      loaded.stream()
          .filter(file -> onlyFile.isEmpty() || onlyFile.get().equals(file.path()))
          .forEach(file -> add(group, file, onlyCase));
    }
  }

  private static void complain(TestDescriptor group, String claim, String text) {
    group.addChild(
        new Check(
            group.getUniqueId().append(PROBLEMS, text),
            claim,
            group.getSource().orElseThrow(),
            run -> {
              throw new AssertionFailedError(text);
            }));
  }

  /** What a unique id means, if it is one of this engine. */
  void add(UniqueId wanted) {
    if (!wanted.hasPrefix(id)) {
      return;
    }
    Optional<String> type = value(wanted, CLASS);
    Optional<Path> file = value(wanted, FILE).map(Path::of);
    Optional<String> name = value(wanted, CASE);
    if (type.isPresent()) {
      ReflectionSupport.tryToLoadClass(type.get())
          .toOptional()
          .ifPresent(loaded -> add(loaded, file, name));
    } else if (file.isPresent()) {
      RuleTests.load(file.get()).stream()
          .filter(each -> each.path().equals(file.get()))
          .forEach(each -> add(root, each, name));
    }
  }

  private static Optional<String> value(UniqueId id, String type) {
    return id.getSegments().stream()
        .filter(segment -> segment.getType().equals(type))
        .map(UniqueId.Segment::getValue)
        .findFirst();
  }

  private void add(TestDescriptor parent, RuleTestFile file, Optional<String> only) {
    Path path = file.path();
    TestDescriptor group =
        child(
            parent,
            new Group(
                parent.getUniqueId().append(FILE, path.toString()),
                path.toString(),
                FileSource.from(path.toFile())));
    if (!file.problems().isEmpty()) {
      complain(
          group,
          "has no mistakes",
          file.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    file.cases().stream()
        .filter(test -> only.isEmpty() || only.get().equals(test.name()))
        .forEach(test -> child(group, check(group, path, test)));
  }

  private static Check check(TestDescriptor group, Path path, RuleTestCase test) {
    return new Check(
        group.getUniqueId().append(CASE, test.name()),
        Printable.of(test.name()),
        FileSource.from(
            path.toFile(), FilePosition.from(test.position().line(), test.position().column())),
        run -> run.check(test));
  }

  /** The child of that id, which may be there already: several selectors may mean it. */
  private static TestDescriptor child(TestDescriptor parent, TestDescriptor child) {
    return parent.getChildren().stream()
        .filter(each -> each.getUniqueId().equals(child.getUniqueId()))
        .map(each -> (TestDescriptor) each)
        .findFirst()
        .orElseGet(
            () -> {
              parent.addChild(child);
              return child;
            });
  }
}

package io.correlator.rules.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectDirectory;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.opentest4j.AssertionFailedError;

final class RuleTestEngineTest {
  private static final String RULE =
      """
      {"name": "Failed", "type": "pattern", "severity": "info",
       "config": {"field": "raw", "regex": "Failed"}}
      """;
  private static final String TESTS =
      """
      tests:
        - name: finds it
          records: [{line: Failed}]
          alerts: [{rule: Failed, time: +0s, evidence: [1]}]
        - name: finds it twice
          records: [{line: Failed}]
          alerts: [{rule: Failed}, {rule: Failed}]
      """;

  @TempDir Path folder;
  private Path tests;

  @RuleTestFiles("src/test/resources/rules")
  static final class ForFiles {}

  @RuleTestFiles("src/test/resources/nowhere")
  static final class ForNothing {}

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("failed.json"), RULE);
    tests = Files.writeString(folder.resolve("failed.test.yml"), TESTS);
  }

  private static EngineExecutionResults run(DiscoverySelector selector) {
    return EngineTestKit.engine(new RuleTestEngine()).selectors(selector).execute();
  }

  private static Throwable failure(EngineExecutionResults results) {
    return results.testEvents().failed().stream()
        .findFirst()
        .flatMap(Event::getPayload)
        .map(each -> ((org.junit.platform.engine.TestExecutionResult) each).getThrowable())
        .orElseThrow()
        .orElseThrow();
  }

  @Test
  void hasANodeForEachCaseOfAFolder() {
    run(selectDirectory(folder.toFile()))
        .testEvents()
        .assertStatistics(counts -> counts.started(2).succeeded(1).failed(1));
  }

  @Test
  void aFailingCaseSaysWhatWasExpectedAndFound() {
    assertThat(failure(run(selectFile(tests.toFile()))))
        .isInstanceOfSatisfying(
            AssertionFailedError.class,
            error -> {
              assertThat(error)
                  .hasMessageContaining("failed.test.yml:5:5: finds it twice\nexpected Failed");
              assertThat(error.getExpected().getStringRepresentation()).isEqualTo("Failed\nFailed");
              assertThat(error.getActual().getStringRepresentation())
                  .isEqualTo("Failed, at +0s, evidence [1]");
            });
  }

  @Test
  void runsOneCaseByItsId() {
    UniqueId id =
        UniqueId.forEngine(RuleTestEngine.ID)
            .append("file", tests.toString())
            .append("case", "finds it");

    run(selectUniqueId(id)).testEvents().assertStatistics(counts -> counts.started(1).succeeded(1));
  }

  @Test
  void aCaseThatFindsNothingSaysWhy() throws IOException {
    Files.writeString(tests, TESTS.replace("line: Failed", "line: Opened"));

    assertThat(failure(run(selectFile(tests.toFile()))))
        .hasMessageContaining("Failed matches no record; of record 1:")
        .hasMessageContaining("found Opened");
  }

  @Test
  void aNodeLeadsToTheLineOfItsCaseAndHasAReadableName() throws IOException {
    Files.writeString(tests, TESTS.replace("finds it twice", "\"finds\\e it\""));

    TestDescriptor node =
        run(selectDirectory(folder.toFile())).testEvents().failed().stream()
            .findFirst()
            .map(Event::getTestDescriptor)
            .orElseThrow();

    assertThat(node.getDisplayName()).isEqualTo("finds\\u001b it");
    assertThat(node.getSource())
        .hasValueSatisfying(
            source -> {
              FileSource file = (FileSource) source;
              assertThat(file.getFile()).isEqualTo(tests.toFile().getAbsoluteFile());
              assertThat(file.getPosition().orElseThrow().getLine()).isEqualTo(5);
            });
  }

  @Test
  void aFileOfRulesIsSelectedWithTheCasesBesideItAndOnlyOnce() {
    EngineTestKit.engine(new RuleTestEngine())
        .selectors(
            selectFile(folder.resolve("failed.json").toFile()),
            selectFile(tests.toFile()),
            selectDirectory(folder.toFile()))
        .execute()
        .testEvents()
        .assertStatistics(counts -> counts.started(2));
  }

  @Test
  void runsWhatAClassStandsFor() {
    run(selectClass(ForFiles.class))
        .testEvents()
        .assertStatistics(counts -> counts.started(2).succeeded(2));
  }

  @Test
  void aClassThatStandsForNothingFails() {
    assertThat(failure(run(selectClass(ForNothing.class)))).hasMessageContaining("no cases");
  }

  @Test
  void whatIsWrongWithAFileIsANodeWithAShortNameInAClassWithAFullOne() {
    TestDescriptor node =
        run(selectClass(ForNothing.class)).testEvents().failed().stream()
            .findFirst()
            .map(Event::getTestDescriptor)
            .orElseThrow();

    assertThat(node.getDisplayName()).isEqualTo("has cases");
    assertThat(node.getParent().orElseThrow().getLegacyReportingName())
        .isEqualTo(ForNothing.class.getName());
  }

  @Test
  void leavesOtherClassesAlone() {
    run(selectClass(RuleTestEngineTest.class)).testEvents().assertStatistics(c -> c.started(0));
  }

  @Test
  void aFileThatCannotBeReadFails() throws IOException {
    Files.writeString(tests, "tests:\n  - nam: x\n");

    assertThat(failure(run(selectFile(tests.toFile()))))
        .hasMessageContaining("unknown key 'nam'; did you mean 'name'?");
  }
}

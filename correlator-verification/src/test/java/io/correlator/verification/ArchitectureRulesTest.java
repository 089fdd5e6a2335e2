package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.correlator.api.planted.DependsOnALibrary;
import io.correlator.core.planted.DoesEverythingItself;
import io.correlator.modules.planted.ReachesForTheEngine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of {@link ArchitectureTest} notice classes that were planted to break them. */
final class ArchitectureRulesTest {
  static Stream<Arguments> planted() {
    return Stream.of(
        broken(
            "plug-ins know the engine",
            ArchitectureTest.plugins_know_the_api_and_not_the_engine,
            ReachesForTheEngine.class),
        broken(
            "the API depends on a library",
            ArchitectureTest.the_api_depends_on_nothing_but_the_jdk,
            DependsOnALibrary.class),
        broken(
            "someone makes a thread",
            ArchitectureTest.only_the_runtime_makes_threads,
            DoesEverythingItself.class),
        broken(
            "someone loads services",
            ArchitectureTest.only_core_plugin_uses_the_service_loader,
            DoesEverythingItself.class),
        broken(
            "someone asks the clock",
            ArchitectureTest.nobody_asks_the_wall_clock,
            DoesEverythingItself.class),
        broken(
            "someone measures time",
            ArchitectureTest.only_the_runtime_and_applications_measure_time,
            DoesEverythingItself.class),
        broken(
            "someone prints", ArchitectureTest.only_applications_print, DoesEverythingItself.class),
        broken(
            "someone deserializes",
            ArchitectureTest.nobody_starts_processes_or_deserializes,
            DoesEverythingItself.class),
        broken(
            "a package is not null-marked",
            ArchitectureTest.every_package_is_null_marked,
            DoesEverythingItself.class));
  }

  private static Arguments broken(String name, ArchRule rule, Class<?> by) {
    return Arguments.of(Named.of(name, rule), Named.of(by.getSimpleName(), by));
  }

  @ParameterizedTest
  @MethodSource("planted")
  void noticeAClassThatBreaksThem(ArchRule rule, Class<?> by) {
    JavaClasses classes = new ClassFileImporter().importClasses(by);

    List<String> reports = rule.evaluate(classes).getFailureReport().getDetails();

    assertThat(reports).isNotEmpty().allMatch(report -> report.contains(by.getPackageName()));
  }

  @Test
  void noticeAPlugInThatKnowsAnotherKindOfPlugIn() {
    JavaClasses classes =
        new ClassFileImporter()
            .importPackages("io.correlator.modules.planted", "io.correlator.listeners");

    assertThat(ArchitectureTest.plugins_do_not_know_each_other.evaluate(classes).hasViolation())
        .isTrue();
  }
}

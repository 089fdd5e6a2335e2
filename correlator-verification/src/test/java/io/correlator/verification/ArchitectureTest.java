package io.correlator.verification;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.util.Date;
import java.util.ServiceLoader;
import org.jspecify.annotations.NullMarked;

/** The arrows of {@code docs/architecture.md}, and who may do what. */
@AnalyzeClasses(
    packages = "io.correlator",
    importOptions = {ImportOption.DoNotIncludeTests.class})
final class ArchitectureTest {
  private static final String[] PLUGINS = {
    "io.correlator.modules..",
    "io.correlator.listeners..",
    "io.correlator.sources..",
    "io.correlator.rules.."
  };

  @ArchTest
  static final ArchRule the_api_depends_on_nothing_but_the_jdk =
      classes()
          .that()
          .resideInAPackage("io.correlator.api..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.correlator.api..", "java..", "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule the_values_of_the_api_are_its_bottom =
      noClasses()
          .that()
          .resideInAPackage("io.correlator.api")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.correlator.api..")
                  .and(not(resideInAPackage("io.correlator.api"))));

  @ArchTest
  static final ArchRule plugins_know_the_api_and_not_the_engine =
      noClasses()
          .that()
          .resideInAnyPackage(PLUGINS)
          .and()
          .resideOutsideOfPackage("io.correlator.rules.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.correlator.core..", "io.correlator.testkit..", "io.correlator.cli..");

  @ArchTest
  static final ArchRule plugins_do_not_know_each_other =
      slices()
          .matching("io.correlator.(modules|listeners|sources)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule the_engine_knows_no_plugin =
      noClasses()
          .that()
          .resideInAPackage("io.correlator.core..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PLUGINS);

  @ArchTest
  static final ArchRule nobody_depends_on_applications =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.correlator.cli..", "io.correlator.examples..", "io.correlator.benchmarks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.correlator.cli..", "io.correlator.examples..", "io.correlator.benchmarks..");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("io.correlator.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_the_runtime_makes_threads =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.correlator.core.runtime..", "io.correlator.cli..")
          .and()
          // The JDK's HTTP server waits in the threads that it is given.
          .doNotHaveFullyQualifiedName("io.correlator.sources.HttpThreads")
          .should()
          .callConstructorWhere(target(owner(assignableTo(Thread.class))))
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(Thread.class))).and(target(nameMatching("start|sleep"))));

  @ArchTest
  static final ArchRule only_core_plugin_uses_the_service_loader =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.correlator.core.plugin")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ServiceLoader.class);

  @ArchTest
  static final ArchRule nobody_asks_the_wall_clock =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(resideInAPackage("java.time..")))
                  .and(target(nameMatching("now|system(UTC|DefaultZone)|tick\\w*"))))
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callConstructor(Date.class);

  @ArchTest
  static final ArchRule only_the_runtime_and_applications_measure_time =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.correlator.core.runtime..", "io.correlator.cli..", "io.correlator.benchmarks..")
          .should()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule only_applications_print =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.correlator.cli..", "io.correlator.examples..", "io.correlator.benchmarks..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule nobody_starts_processes_or_deserializes =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.correlator.benchmarks..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class)
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(Runtime.class))).and(target(nameMatching("exec"))))
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.beans.XMLDecoder")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class);

  @ArchTest
  static final ArchRule every_package_is_null_marked =
      classes()
          .that(resideInAnyPackage("io.correlator.."))
          .should(
              new ArchCondition<>("reside in a @NullMarked package") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                  boolean marked =
                      item.getPackage()
                          .tryGetPackageInfo()
                          .map(info -> info.isAnnotatedWith(NullMarked.class))
                          .orElse(false);
                  if (!marked) {
                    events.add(
                        SimpleConditionEvent.violated(
                            item, item.getPackageName() + " has no @NullMarked package-info"));
                  }
                }
              });

  private ArchitectureTest() {}
}

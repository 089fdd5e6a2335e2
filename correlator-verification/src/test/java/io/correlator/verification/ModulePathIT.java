package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All published jars are modules, and an application of modules works with them. */
final class ModulePathIT {
  private static final Path LOG = Repository.ROOT.resolve("samples/auth.log");

  @TempDir Path folder;

  static List<String> published() {
    return Repository.published();
  }

  @ParameterizedTest
  @MethodSource("published")
  void isDescribedAsAModuleOfItsOwnNotAnAutomaticOne(String artifact) {
    StringWriter description = new StringWriter();

    int exitCode =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                new PrintWriter(description),
                new PrintWriter(description),
                "--describe-module",
                "--file",
                Repository.jar(artifact).toString());

    assertThat(exitCode).isZero();
    assertThat(description.toString())
        .startsWith("io." + artifact.replace('-', '.'))
        .doesNotContain("automatic");
  }

  @ParameterizedTest
  @MethodSource("published")
  void declaresTheSameServicesForClassPathAndModulePath(String artifact) throws IOException {
    Path jar = Repository.jar(artifact);

    assertThat(servicesOnTheClassPath(jar)).isEqualTo(servicesOnTheModulePath(jar));
  }

  private static Map<String, List<String>> servicesOnTheModulePath(Path jar) {
    Map<String, List<String>> services = new TreeMap<>();
    for (ModuleDescriptor.Provides provides : descriptor(jar).provides()) {
      services.put(provides.service(), provides.providers().stream().sorted().toList());
    }
    return services;
  }

  private static Map<String, List<String>> servicesOnTheClassPath(Path jar) throws IOException {
    Map<String, List<String>> services = new TreeMap<>();
    String prefix = "META-INF/services/";
    try (JarFile file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
          services.put(entry.getName().substring(prefix.length()), providers(file, entry));
        }
      }
    }
    return services;
  }

  private static List<String> providers(JarFile file, ZipEntry entry) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(file.getInputStream(entry), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .sorted()
          .toList();
    }
  }

  /**
   * FreeMarker is one by the name in its manifest, which will stay; RE2/J by the name of its file,
   * which only the rules need.
   */
  @Test
  void needsNoAutomaticModuleButFreeMarkerAndTheRegularExpressions() {
    ModuleFinder finder = ModuleFinder.of(Repository.modulePath().toArray(new Path[0]));

    assertThat(finder.findAll())
        .map(ModuleReference::descriptor)
        .filteredOn(ModuleDescriptor::isAutomatic)
        .map(ModuleDescriptor::name)
        .containsExactlyInAnyOrder("freemarker", "re2j");
  }

  private static ModuleDescriptor descriptor(Path jar) {
    return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
  }

  @Test
  void anApplicationOfModulesFindsAllPlugInsAndReadsAFile() {
    Path events = folder.resolve("events.jsonl");
    Application application =
        Application.compiledInto(folder.resolve("classes"), Repository.modulePath());

    Command.Result result = application.runOnModulePath(LOG, "sshd", "jsonl", events);

    assertThat(result.outLines())
        .startsWith(
            "application in a named module: true",
            "modules: [report, rules, sshd]",
            "listeners: [csv, jsonl, log, text]",
            "formats: [access, auditd, auto, json, logfmt, plain, rfc3164, rfc5424, rfc5424-strict, syslog, timed, windows-json]",
            "problems: []")
        .anyMatch(line -> line.contains("SshLoginTriesExceeded"));
    assertThat(result.exitCode()).isZero();
    assertThat(events).isNotEmptyFile();
  }

  @Test
  void theCommandDoesTheSameOnEitherPath() {
    assertThat(outputOnEitherPath("process", "--output", "jsonl", LOG)).isNotEmpty();
  }

  @Test
  void messagesAreTheSameOnEitherPath() {
    assertThat(outputOnEitherPath("process", "--message", LOG))
        .contains("\n    From 203.0.113.7, ");
  }

  private static String outputOnEitherPath(Object... arguments) {
    Path app = Repository.command();
    String modulePath =
        Application.path(List.of(Repository.jar("correlator-cli"), app.resolve("lib")));

    Command.Result onModulePath =
        Command.java(
                with(arguments, "-p", modulePath, "-m", "io.correlator.cli/io.correlator.cli.Main"))
            .run();
    Command.Result onClassPath =
        Command.java(with(arguments, "-jar", Repository.jar("correlator-cli"))).run();

    assertThat(onModulePath).isEqualTo(onClassPath);
    assertThat(onModulePath.exitCode()).isZero();
    return onModulePath.out();
  }

  private static Object[] with(Object[] arguments, Object... before) {
    return Stream.concat(Arrays.stream(before), Arrays.stream(arguments)).toArray();
  }
}

package io.correlator.verification;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * The application in {@code src/it/application}, which embeds the engine and finds its plug-ins by
 * name, compiled as its users would: as a module, or not.
 */
record Application(Path classes, List<Path> jars) {
  private static final Path SOURCES =
      Repository.ROOT.resolve("correlator-verification/src/it/application");
  private static final String MAIN = "com.example.application.Application";

  /** Compiled into {@code folder}, to run with these jars. */
  static Application compiledInto(Path folder, List<Path> jars) {
    javac(folder, "--module-path", path(jars), SOURCES.resolve("module-info.java"));
    return new Application(folder, jars);
  }

  private static void javac(Path folder, Object... arguments) {
    List<String> words =
        new ArrayList<>(List.of("-Xlint:all", "-Werror", "-cp", "" + SOURCES, "-d", "" + folder));
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    words.add(SOURCES.resolve(MAIN.replace('.', '/') + ".java").toString());
    int exitCode =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, words.toArray(new String[0]));
    if (exitCode != 0) {
      throw new AssertionError("the application does not compile");
    }
  }

  /** Runs it as a module, with the jars as modules. */
  Command.Result runOnModulePath(Object... arguments) {
    List<Path> path = new ArrayList<>(List.of(classes));
    path.addAll(jars);
    return run(List.of("-p", path(path), "-m", "com.example.application/" + MAIN), arguments);
  }

  /** Runs it without modules. */
  Command.Result runOnClassPath(Object... arguments) {
    List<Path> path = new ArrayList<>(List.of(classes));
    path.addAll(jars);
    return run(List.of("-cp", path(path), MAIN), arguments);
  }

  private static Command.Result run(List<String> how, Object... arguments) {
    List<Object> words = new ArrayList<>(how);
    words.addAll(List.of(arguments));
    return Command.java(words.toArray()).run();
  }

  static String path(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(joining(File.pathSeparator));
  }
}

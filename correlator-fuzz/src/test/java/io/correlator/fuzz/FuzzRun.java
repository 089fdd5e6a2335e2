package io.correlator.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of Jazzer, in a process of its own.
 *
 * @param executions how many inputs it tries; 0 if the seconds count
 * @param seconds how long it tries them; 0 if the executions count
 */
record FuzzRun(Targets target, long executions, long seconds, long seed) {
  private static final Path FOLDER = Path.of("target/fuzz").toAbsolutePath();

  /** An input that takes so many seconds never ends. */
  private static final int SLOWEST = 20;

  private static final Pattern EXECUTED = Pattern.compile("number_of_executed_units: *(\\d+)");
  private static final Pattern COVERED = Pattern.compile("cov: (\\d+) ft: (\\d+)");
  private static final Pattern EXCEPTION =
      Pattern.compile("== (Java Exception|ERROR)[^\\n]*\\n[^\\n]*");
  private static final Pattern KEPT = Pattern.compile("written to (\\S+)");

  /**
   * What came of it.
   *
   * @param executions how many inputs Jazzer says it has tried
   * @param coverage how many edges of the code they reached
   * @param features how many ways to reach them Jazzer tells apart
   * @param crash what was found, and how to see it again
   */
  record Result(
      Targets target, long executions, int coverage, int features, Optional<String> crash) {
    @Override
    public String toString() {
      return "%-14s %,10d executions, coverage %5d, features %6d%s"
          .formatted(target, executions, coverage, features, crash.map(it -> ": " + it).orElse(""));
    }
  }

  Result run() throws IOException, InterruptedException {
    Path folder = FOLDER.resolve(target.toString());
    Path found = Files.createDirectories(folder.resolve("found"));
    Path vectors = Files.createDirectories(folder.resolve("vectors"));
    for (Path before : Corpus.files(vectors)) {
      Files.delete(before);
    }
    Vectors.write(target, vectors);
    Path log = folder.resolve("log");
    int exit =
        new ProcessBuilder(command(folder, found, vectors))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    return result(exit, Files.readString(log, ISO_8859_1), log);
  }

  private List<String> command(Path folder, Path found, Path vectors) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC"));
    if (seconds == 0) {
      // A short run ends before a better compiler has paid.
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:CICompilerCount=1"));
    }
    // Or else Jazzer starts another process to get its agent into this one.
    command.add("-Djdk.attach.allowAttachSelf=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + Fuzzed.class.getName());
    command.add("--target_args=" + target.name());
    command.add("--instrumentation_includes=io.correlator.**");
    // Its own claims are about calls that nothing here makes.
    command.add("--custom_hook_includes=none");
    command.add("--reproducer_path=" + folder);
    command.add("-artifact_prefix=" + folder + "/");
    command.add("-seed=" + seed);
    command.add("-timeout=" + SLOWEST);
    command.add("-print_final_stats=1");
    command.add(seconds > 0 ? "-max_total_time=" + seconds : "-runs=" + executions);
    command.addAll(List.of(found.toString(), vectors.toString(), Corpus.folder(target).toString()));
    return command;
  }

  private Result result(int exit, String said, Path log) {
    Matcher executed = EXECUTED.matcher(said);
    long count = executed.find() ? Long.parseLong(executed.group(1)) : 0;
    int coverage = 0;
    int features = 0;
    for (Matcher covered = COVERED.matcher(said); covered.find(); ) {
      coverage = Integer.parseInt(covered.group(1));
      features = Integer.parseInt(covered.group(2));
    }
    return new Result(
        target,
        count,
        coverage,
        features,
        exit == 0 ? Optional.empty() : Optional.of(crash(said, log)));
  }

  private String crash(String said, Path log) {
    Matcher exception = EXCEPTION.matcher(said);
    Matcher kept = KEPT.matcher(said);
    return "%s (%s); to see it again, move %s to %s and run CorpusTest"
        .formatted(
            exception.find() ? exception.group() : "it did not run",
            log,
            kept.find() ? kept.group(1) : "the input",
            Corpus.folder(target));
  }
}

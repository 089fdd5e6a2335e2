package io.correlator.cli;

import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names files which say what records mean to rules. */
final class MappingFiles {
  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description =
          "What records mean to rules, beside what is known, in YAML: log sources, names of fields,"
              + " classes of lines. May be given more than once; the first comes first.")
  private List<Path> files = new ArrayList<>();

  boolean areGiven() {
    return !files.isEmpty();
  }

  /** What is known, and before it what the files say. */
  Mapping andStandard(List<String> mistakes) {
    Mapping all = Mapping.standard();
    for (int i = files.size() - 1; i >= 0; i--) {
      Problems problems = new Problems();
      Mapping later = all;
      all = Mapping.load(files.get(i), problems).map(own -> own.and(later)).orElse(later);
      problems.all().forEach(problem -> mistakes.add("--mapping: " + problem));
    }
    return all;
  }
}

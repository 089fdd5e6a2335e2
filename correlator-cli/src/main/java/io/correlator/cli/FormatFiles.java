package io.correlator.cli;

import io.correlator.api.source.RecordFormat;
import io.correlator.core.plugin.Plugins;
import io.correlator.rules.format.Formats;
import io.correlator.rules.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The option that names files with formats of one's own. */
final class FormatFiles {
  @Option(
      names = "--formats",
      paramLabel = "FILE",
      description =
          "Formats of your own, as patterns in YAML, to be used by their names. May be given more"
              + " than once.")
  private List<Path> files = new ArrayList<>();

  /** All formats by name: those installed, and those of the files. */
  Map<String, RecordFormat> and(Plugins plugins, List<String> mistakes) {
    Map<String, RecordFormat> formats = new TreeMap<>(plugins.formats());
    for (Path file : files) {
      Problems problems = new Problems();
      for (RecordFormat format : Formats.load(file, problems).orElse(List.of())) {
        if (formats.putIfAbsent(format.name(), format) != null) {
          mistakes.add(
              "--formats: %s: there is a format '%s' already: give it another name"
                  .formatted(file, format.name()));
        }
      }
      problems.all().forEach(problem -> mistakes.add("--formats: " + problem));
    }
    return formats;
  }
}

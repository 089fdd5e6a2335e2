package io.correlator.cli;

import io.correlator.core.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where plug-ins are looked for; shared by the commands that use them. */
final class PluginOptions {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Also use the plug-ins in the jars of this folder.")
  private @Nullable Path directory;

  PluginOptions() {}

  /** The plug-ins; if the folder cannot be read, that is added to {@code mistakes}. */
  Plugins load(List<String> mistakes) {
    return Optional.ofNullable(directory)
        .map(given -> loadFrom(given, mistakes))
        .orElseGet(Plugins::available);
  }

  private static Plugins loadFrom(Path directory, List<String> mistakes) {
    try {
      return Plugins.availableAndIn(directory);
    } catch (IOException e) {
      mistakes.add("--plugins '%s': cannot be read as a folder".formatted(directory));
      return Plugins.available();
    }
  }
}

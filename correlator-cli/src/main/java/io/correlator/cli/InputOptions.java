package io.correlator.cli;

import io.correlator.api.config.NearestName;
import io.correlator.api.source.RecordFormat;
import io.correlator.core.plugin.Plugins;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say how records are written. */
final class InputOptions {
  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "How records are written; see 'correlator list'. Default: ${DEFAULT-VALUE}, which tells"
              + " syslog, JSON and Windows events apart.")
  private String format = "auto";

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "The time zone of times that carry none, such as Europe/Zurich. Default: ${DEFAULT-VALUE}.")
  private String zone = "UTC";

  @Mixin private FormatFiles files = new FormatFiles();

  Optional<RecordFormat> format(Plugins plugins, List<String> mistakes) {
    int before = mistakes.size();
    Map<String, RecordFormat> formats = files.and(plugins, mistakes);
    if (mistakes.size() == before && !formats.containsKey(format)) {
      mistakes.add(
          "--format: unknown format '%s'%s"
              .formatted(format, NearestName.hint(format, formats.keySet())));
    }
    return Optional.ofNullable(formats.get(format));
  }

  Optional<ZoneId> zone(List<String> mistakes) {
    try {
      return Optional.of(ZoneId.of(zone));
    } catch (DateTimeException e) {
      mistakes.add(
          "--zone: unknown zone '%s'%s"
              .formatted(
                  zone,
                  NearestName.of(zone, ZoneId.getAvailableZoneIds())
                      .map(": did you mean '%s'?"::formatted)
                      .orElse("; write one such as UTC, +02:00 or Europe/Zurich")));
      return Optional.empty();
    }
  }
}

package io.correlator.cli;

import io.correlator.api.source.RecordFormat;
import io.correlator.core.Correlator;
import io.correlator.core.plugin.Plugins;
import io.correlator.sources.SyslogSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Receives records from the network and shows the events found in them. */
@Command(
    name = "listen",
    description = "Receives syslog and prints the events found in it, until Ctrl-C or a signal.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  correlator listen --syslog udp://127.0.0.1:5140 --syslog tcp://127.0.0.1:5140",
      "  correlator listen --syslog udp://0.0.0.0:5140 --rules rules --output jsonl",
      "  correlator listen --syslog tcp://[::]:5140 --data state --listener csv,directory=audit",
      "  correlator listen --syslog tls://0.0.0.0 --tls-certificate server.pem --tls-key server.key",
    })
final class ListenCommand implements Main.Action, EngineRun.Input {
  private static final String SYSLOG = "--syslog";

  private final Terminal terminal;
  private final Map<SyslogAddress, SyslogSource> sources = new LinkedHashMap<>();

  @Option(
      names = SYSLOG,
      paramLabel = "udp|tcp|tls://ADDRESS[:PORT]",
      description =
          "Where to listen for syslog; repeatable. 0.0.0.0 stands for all addresses of this machine."
              + " Port if none is given: "
              + SyslogSource.DEFAULT_PORT
              + ", for tls "
              + SyslogSource.DEFAULT_TLS_PORT
              + ".")
  private List<String> syslog = new ArrayList<>();

  @Mixin private TlsOptions tls = new TlsOptions();
  @Mixin private InputOptions inputOptions = new InputOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  ListenCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    return EngineRun.of(terminal, engine, this, mistakes);
  }

  @Override
  public String command() {
    return "correlator listen";
  }

  @Override
  public boolean hasEnd() {
    return false;
  }

  @Override
  public boolean addTo(Correlator.Builder builder, Plugins plugins, List<String> mistakes) {
    int before = mistakes.size();
    if (syslog.isEmpty()) {
      mistakes.add("name where to listen: --syslog udp://127.0.0.1:5140");
    }
    Optional<RecordFormat> format = inputOptions.format(plugins, mistakes);
    Optional<ZoneId> zone = inputOptions.zone(mistakes);
    for (String text : syslog) {
      SyslogAddress.parse(SYSLOG, text, mistakes)
          .ifPresent(address -> add(address, format, zone, mistakes));
    }
    sources.values().forEach(builder::source);
    return mistakes.size() == before;
  }

  private void add(
      SyslogAddress address,
      Optional<RecordFormat> format,
      Optional<ZoneId> zone,
      List<String> mistakes) {
    Optional<SyslogSource.Builder> source = address.source(tls, mistakes);
    if (source.isEmpty()) {
      return;
    }
    format.ifPresent(source.get()::format);
    zone.ifPresent(source.get()::zone);
    try {
      if (sources.put(address, source.get().build()) != null) {
        mistakes.add("%s: %s is named twice".formatted(SYSLOG, address));
      }
    } catch (IllegalArgumentException e) {
      mistakes.add("%s %s: %s".formatted(SYSLOG, address, e.getMessage()));
    }
  }

  @Override
  public void end() {
    sources.forEach(
        (address, source) ->
            source
                .faults()
                .forEach(
                    (fault, count) ->
                        terminal.show("source %s: %s: %,d".formatted(address, fault, count))));
  }

  /** Says where it listens; if one of the addresses cannot be had, the others are not worth it. */
  @Override
  public boolean begin() {
    try {
      for (Map.Entry<SyslogAddress, SyslogSource> source : sources.entrySet()) {
        int port = source.getValue().localPort();
        terminal.say("listening on " + source.getKey().withPort(port));
      }
      return true;
    } catch (IllegalStateException e) {
      // The reason has been told as the failure of the source.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

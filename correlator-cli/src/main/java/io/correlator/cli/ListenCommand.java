package io.correlator.cli;

import io.correlator.api.config.Config;
import io.correlator.api.source.RecordFormat;
import io.correlator.core.Correlator;
import io.correlator.core.plugin.Plugins;
import io.correlator.sources.HttpSource;
import io.correlator.sources.SyslogSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Receives records from the network and shows the events found in them. */
@Command(
    name = "listen",
    description =
        "Receives syslog, or records over HTTP, and prints the events found in them, until Ctrl-C or a"
            + " signal.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  correlator listen --syslog udp://127.0.0.1:5140 --syslog tcp://127.0.0.1:5140",
      "  correlator listen --syslog udp://0.0.0.0:5140 --rules rules --output jsonl",
      "  correlator listen --syslog tcp://[::]:5140 --data state --listener csv,directory=audit",
      "  correlator listen --syslog tls://0.0.0.0 --tls-certificate server.pem --tls-key server.key",
      "  correlator listen --http http://127.0.0.1:5180 --rules rules",
    })
final class ListenCommand implements Main.Action, EngineRun.Input {
  private static final String JOURNAL_SIZE = "--journal-size";

  private final Terminal terminal;
  private Map<ListenAddress, SyslogSource> syslogSources = Map.of();
  private Map<ListenAddress, HttpSource> httpSources = Map.of();

  @Mixin private SyslogOptions syslog = new SyslogOptions();
  @Mixin private HttpOptions http = new HttpOptions();
  @Mixin private SenderOptions senders = new SenderOptions();

  @Option(
      names = JOURNAL_SIZE,
      paramLabel = "SIZE",
      description =
          "With --data: how much of what came is kept there at most until state is saved. Default:"
              + " ${DEFAULT-VALUE}.")
  private String journalSize = "1GiB";

  @Mixin private InputOptions inputOptions = new InputOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  /** What holds for all that is listened to. */
  record Terms(
      Optional<RecordFormat> format,
      Optional<ZoneId> zone,
      TlsOptions tls,
      Optional<CountPerTime> rateLimit) {}

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
    Optional<RecordFormat> format = inputOptions.format(plugins, mistakes);
    Optional<ZoneId> zone = inputOptions.zone(mistakes);
    Terms terms = new Terms(format, zone, senders.tls(), senders.rateLimit(mistakes));
    syslogSources = syslog.sources(terms, mistakes);
    httpSources = http.sources(terms, mistakes);
    if (mistakes.size() == before && syslogSources.isEmpty() && httpSources.isEmpty()) {
      mistakes.add("name where to listen: --syslog udp://127.0.0.1:5140");
    }
    Config given = Config.of(Map.of(JOURNAL_SIZE, journalSize));
    builder.journalBytes(given.getBytes(JOURNAL_SIZE, 1L << 30, "how much"));
    mistakes.addAll(given.problems());
    syslogSources.values().forEach(builder::source);
    httpSources.values().forEach(builder::source);
    return mistakes.size() == before;
  }

  /** Says where it listens; if one of the addresses cannot be had, the others are not worth it. */
  @Override
  public boolean begin() {
    try {
      for (Map.Entry<ListenAddress, SyslogSource> source : syslogSources.entrySet()) {
        tellOf(source.getKey(), source.getValue().localPort());
        if (source.getValue().hasSmallReceiveBuffer()) {
          terminal.say(
              "the system holds %s of what was not read yet, and drops what is more; on Linux, raise net.core.rmem_max"
                  .formatted(Quantity.bytes(source.getValue().receiveBuffer().orElse(0))));
        }
      }
      for (Map.Entry<ListenAddress, HttpSource> source : httpSources.entrySet()) {
        HttpSource http = source.getValue();
        tellOf(source.getKey().withPath(http.path()), http.localPort());
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

  private void tellOf(ListenAddress address, int port) {
    terminal.say("listening on " + address.withPort(port));
  }
}

package io.correlator.cli;

import io.correlator.sources.SyslogSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that say where to listen for syslog. */
final class SyslogOptions {
  private static final String SYSLOG = "--syslog";
  private static final String EXAMPLE =
      "udp://ADDRESS:PORT, tcp://ADDRESS:PORT or tls://ADDRESS:PORT";
  private static final Map<String, Integer> USUAL_PORTS =
      Map.of(
          "udp", SyslogSource.DEFAULT_PORT,
          "tcp", SyslogSource.DEFAULT_PORT,
          "tls", SyslogSource.DEFAULT_TLS_PORT);

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

  /** The sources; what cannot be one is added to {@code mistakes}. */
  Map<ListenAddress, SyslogSource> sources(ListenCommand.Terms terms, List<String> mistakes) {
    Map<ListenAddress, SyslogSource> sources = new LinkedHashMap<>();
    for (String text : syslog) {
      Optional<ListenAddress> address =
          ListenAddress.parse(SYSLOG, text, USUAL_PORTS, EXAMPLE, mistakes);
      if (address.isPresent() && !address.get().path().isEmpty()) {
        mistakes.add("%s: cannot read '%s': write %s".formatted(SYSLOG, text, EXAMPLE));
      } else {
        address
            .flatMap(each -> builder(each, terms.tls(), mistakes))
            .ifPresent(
                builder -> {
                  terms.format().ifPresent(builder::format);
                  terms.zone().ifPresent(builder::zone);
                  terms.rateLimit().ifPresent(of -> builder.rateLimit(of.count(), of.time()));
                  add(address.get(), builder, sources, mistakes);
                });
      }
    }
    return sources;
  }

  private static Optional<SyslogSource.Builder> builder(
      ListenAddress address, TlsOptions tls, List<String> mistakes) {
    Optional<SyslogSource.Builder> builder =
        switch (address.scheme()) {
          case "udp" -> Optional.of(SyslogSource.udp());
          case "tcp" -> Optional.of(SyslogSource.tcp());
          default -> overTls(tls, mistakes);
        };
    return builder.map(
        each -> each.address(address.address()).port(address.port()).name(address.toString()));
  }

  private static Optional<SyslogSource.Builder> overTls(TlsOptions tls, List<String> mistakes) {
    return tls.terms("tls", mistakes)
        .map(
            terms -> {
              SyslogSource.Builder builder = SyslogSource.tls(terms.identity());
              terms.clients().ifPresent(builder::clients);
              return builder;
            });
  }

  private static void add(
      ListenAddress address,
      SyslogSource.Builder builder,
      Map<ListenAddress, SyslogSource> sources,
      List<String> mistakes) {
    try {
      if (sources.put(address, builder.build()) != null) {
        mistakes.add("%s: %s is named twice".formatted(SYSLOG, address));
      }
    } catch (IllegalArgumentException e) {
      mistakes.add("%s %s: %s".formatted(SYSLOG, address, e.getMessage()));
    }
  }
}

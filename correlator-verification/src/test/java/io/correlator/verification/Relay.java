package io.correlator.verification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Daemons that collect what machines log and send it on: here, the lines of a file. */
enum Relay {
  /** With one worker: of a long queue, two take parts in turns, and overtake each other. */
  RSYSLOGD {
    @Override
    String configuration(Path folder, Path log, Protocol protocol, int port) {
      return """
          global(workDirectory="%1$s"
            DefaultNetstreamDriverCAFile="%1$s/ca.pem")
          main_queue(queue.type="FixedArray" queue.workerThreads="1")
          module(load="imfile" mode="polling" pollingInterval="1")
          input(type="imfile" File="%2$s" Tag="app:" freshStartTail="off")
          action(type="omfwd" target="127.0.0.1" port="%3$d" %4$s
            template="RSYSLOG_SyslogProtocol23Format"
            action.resumeRetryCount="-1" action.resumeInterval="1" action.resumeIntervalMax="1")
          """
          .formatted(folder, log, port, wire(protocol));
    }

    private String wire(Protocol protocol) {
      return switch (protocol) {
        case UDP -> "protocol=\"udp\"";
        case TCP -> "protocol=\"tcp\"";
        case TLS ->
            """
            protocol="tcp" TCP_Framing="octet-counted"
            StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/certvalid\"""";
      };
    }

    @Override
    Command command(Path folder, Path configuration) {
      return Command.of(
          "rsyslogd", "-n", "-f", configuration, "-i", folder.resolve("rsyslogd.pid"));
    }
  },

  SYSLOG_NG {
    @Override
    String configuration(Path folder, Path log, Protocol protocol, int port) {
      return """
          @version: 3.38
          options { time-reopen(1); stats-freq(0); };
          source s { file("%s" follow-freq(1) flags(no-parse) program-override("app")); };
          destination d { %s };
          log { source(s); destination(d); flags(flow-control); };
          """
          .formatted(log, destination(folder, protocol, port));
    }

    private String destination(Path folder, Protocol protocol, int port) {
      return switch (protocol) {
        case UDP -> "syslog(\"127.0.0.1\" port(%d) transport(\"udp\"));".formatted(port);
        case TCP -> "network(\"127.0.0.1\" port(%d) transport(\"tcp\"));".formatted(port);
        case TLS ->
            """
            syslog("127.0.0.1" port(%d) transport("tls")
              tls(ca-file("%s/ca.pem") peer-verify(required-trusted)));"""
                .formatted(port, folder);
      };
    }

    @Override
    Command command(Path folder, Path configuration) {
      return Command.of(
          "syslog-ng",
          "--foreground",
          "--no-caps",
          "--cfgfile=" + configuration,
          "--persist-file=" + folder.resolve("syslog-ng.persist"),
          "--control=" + folder.resolve("syslog-ng.ctl"),
          "--pidfile=" + folder.resolve("syslog-ng.pid"));
    }
  };

  /** How it sends. */
  enum Protocol {
    UDP,
    TCP,
    TLS
  }

  abstract String configuration(Path folder, Path log, Protocol protocol, int port);

  abstract Command command(Path folder, Path configuration);

  /** The program that must be installed. */
  String program() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Starts it.
   *
   * @param folder for its files; {@code ca.pem} there says which receiver it trusts
   * @param log whose lines it sends
   */
  Command.Running start(Path folder, Path log, Protocol protocol, int port) throws IOException {
    Path configuration = folder.resolve(program() + ".conf");
    Files.writeString(configuration, configuration(folder, log, protocol, port));
    return command(folder, configuration).start();
  }
}

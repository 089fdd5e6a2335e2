package io.correlator.examples;

import io.correlator.sources.SyslogSource;
import io.correlator.sources.TlsClients;
import io.correlator.sources.TlsIdentity;
import java.net.InetAddress;
import java.nio.file.Path;

/** A port for syslog over TLS that only machines of one's own may send to. */
public final class SecurePort {
  private SecurePort() {}

  /** Listens on an address of this machine, on port 6514 unless told another. */
  public static SyslogSource on(
      InetAddress address, Path certificates, Path key, Path authorities) {
    SyslogSource port =
        SyslogSource.tls(TlsIdentity.pem(certificates, key))
            .clients(TlsClients.signedBy(authorities).named("*.example.com"))
            .address(address)
            .build();
    return port;
  }
}

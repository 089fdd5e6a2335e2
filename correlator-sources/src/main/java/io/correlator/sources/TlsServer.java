package io.correlator.sources;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What connections over TLS are made with: the server's certificate and key, and which senders may
 * come in, as the files say. Connections that are open do not change with the files. Any thread.
 */
final class TlsServer {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
  private static final int SESSIONS = 1024;
  private static final int SESSION_SECONDS = 3600;

  private final TlsIdentity identity;
  private final TlsClients clients;
  private volatile Loaded loaded;

  /** What was made of the files, and how they were. */
  private record Loaded(SSLContext context, List<Stamp> stamps) {}

  /** What changes when a file does. */
  private record Stamp(Path path, @Nullable FileTime modified, long size, String key) {
    static Stamp of(Path path) {
      try {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        String key = String.valueOf(found.fileKey());
        return new Stamp(path, found.lastModifiedTime(), found.size(), key);
      } catch (IOException e) {
        return new Stamp(path, null, 0, "");
      }
    }
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException if that cannot be done; it says what is wrong
   */
  TlsServer(TlsIdentity identity, TlsClients clients) {
    this.identity = identity;
    this.clients = clients;
    this.loaded = load();
  }

  /** The server's end of a new connection. */
  SSLEngine engine() {
    SSLEngine engine = context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters());
    return engine;
  }

  /** What new connections are made with now; another one when the files were read again. */
  SSLContext context() {
    return loaded.context();
  }

  /** What a connection must be like. */
  SSLParameters parameters() {
    SSLParameters parameters = context().getDefaultSSLParameters();
    parameters.setProtocols(VERSIONS);
    parameters.setUseCipherSuitesOrder(true);
    if (clients.areRequired()) {
      parameters.setNeedClientAuth(true);
    } else if (clients.areAsked()) {
      parameters.setWantClientAuth(true);
    }
    return parameters;
  }

  /** Reads the files again if they have changed; says what is wrong if it cannot. */
  Optional<String> refresh() {
    if (stamps().equals(loaded.stamps())) {
      return Optional.empty();
    }
    try {
      reload();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads the files again.
   *
   * @throws IllegalArgumentException if that cannot be done; what was read before stays
   */
  void reload() {
    loaded = load();
  }

  private List<Stamp> stamps() {
    List<Path> files = new ArrayList<>(identity.files());
    clients.authorities().ifPresent(files::add);
    return files.stream().map(Stamp::of).toList();
  }

  private Loaded load() {
    List<Stamp> before = stamps();
    try {
      return new Loaded(newContext(), before);
    } catch (FileSystemException e) {
      throw new IllegalArgumentException("%s: %s".formatted(e.getFile(), Reasons.of(e)), e);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException("%s: %s".formatted(identity, e.getMessage()), e);
    }
  }

  private SSLContext newContext() throws IOException, GeneralSecurityException {
    char[] unused = {};
    TlsIdentity.Credentials credentials = identity.read();
    KeyStore keys = emptyStore();
    Certificate[] chain = credentials.chain().toArray(new Certificate[0]);
    keys.setKeyEntry("own", credentials.key(), unused, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, unused);
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManager[] checks = {new ClientCheck(clients, authorities())};
    context.init(factory.getKeyManagers(), checks, null);
    context.getServerSessionContext().setSessionCacheSize(SESSIONS);
    context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
    return context;
  }

  private Optional<X509ExtendedTrustManager> authorities()
      throws IOException, GeneralSecurityException {
    if (clients.authorities().isEmpty()) {
      return Optional.empty();
    }
    KeyStore store = emptyStore();
    for (X509Certificate authority : PemFile.read(clients.authorities().get()).certificates()) {
      store.setCertificateEntry("authority " + store.size(), authority);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager known) {
        return Optional.of(known);
      }
    }
    throw new IllegalStateException("every Java platform checks certificates with PKIX");
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}

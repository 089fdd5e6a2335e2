package io.correlator.cli;

import io.correlator.sources.HttpSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where to listen for what is posted over HTTP. */
final class HttpOptions {
  private static final String HTTP = "--http";
  private static final String TOKEN = "--http-token-file";
  private static final String HTTPS = "https";
  private static final String EXAMPLE = "http://ADDRESS:PORT or https://ADDRESS:PORT";
  private static final Map<String, Integer> USUAL_PORTS =
      Map.of("http", HttpSource.DEFAULT_PORT, HTTPS, HttpSource.DEFAULT_PORT);

  /** Without it, the JDK's server waits for the headers of a request for ever. */
  private static final String HEADER_TIMEOUT = "sun.net.httpserver.maxReqTime";

  private static final String SECONDS = "30";

  @Option(
      names = HTTP,
      paramLabel = "http|https://ADDRESS[:PORT][/PATH]",
      description =
          "Where to listen for records that are posted; repeatable. Port if none is given: "
              + HttpSource.DEFAULT_PORT
              + "; path: /events.")
  private List<String> http = new ArrayList<>();

  @Option(
      names = TOKEN,
      paramLabel = "FILE",
      description =
          "What senders must know (Authorization: Bearer TOKEN). Needed if others than this machine"
              + " can reach the address.")
  private @Nullable Path tokenFile;

  /** The sources; what cannot be one is added to {@code mistakes}. */
  Map<ListenAddress, HttpSource> sources(ListenCommand.Terms terms, List<String> mistakes) {
    Map<ListenAddress, HttpSource> sources = new LinkedHashMap<>();
    Optional<String> token = token(mistakes);
    for (String text : http) {
      ListenAddress.parse(HTTP, text, USUAL_PORTS, EXAMPLE, mistakes)
          .ifPresent(
              address -> {
                HttpSource.Builder builder = HttpSource.builder();
                terms.format().ifPresent(builder::format);
                terms.zone().ifPresent(builder::zone);
                terms.rateLimit().ifPresent(of -> builder.rateLimit(of.count(), of.time()));
                token.ifPresent(builder::token);
                if (secure(address, builder, terms.tls(), mistakes)) {
                  add(address, builder, sources, mistakes);
                }
              });
    }
    if (!sources.isEmpty() && System.getProperty(HEADER_TIMEOUT) == null) {
      System.setProperty(HEADER_TIMEOUT, SECONDS);
    }
    return sources;
  }

  /** Whether nobody can send to it who should not. */
  private boolean secure(
      ListenAddress address, HttpSource.Builder builder, TlsOptions tls, List<String> mistakes) {
    boolean asksWho = tokenFile != null;
    if (address.scheme().equals(HTTPS)) {
      Optional<TlsOptions.Terms> terms = tls.terms(HTTPS, mistakes);
      if (terms.isEmpty()) {
        return false;
      }
      builder.tls(terms.get().identity());
      terms.get().clients().ifPresent(builder::clients);
      asksWho |= terms.get().clients().isPresent();
    }
    if (!asksWho && !address.address().isLoopbackAddress()) {
      mistakes.add(
          "%s %s: others can reach this address: %s FILE says what senders must know"
              .formatted(HTTP, address, TOKEN));
      return false;
    }
    return true;
  }

  private static void add(
      ListenAddress address,
      HttpSource.Builder builder,
      Map<ListenAddress, HttpSource> sources,
      List<String> mistakes) {
    builder.address(address.address()).port(address.port()).name(address.toString());
    if (!address.path().isEmpty()) {
      builder.path(address.path());
    }
    try {
      if (sources.put(address, builder.build()) != null) {
        mistakes.add("%s: %s is named twice".formatted(HTTP, address));
      }
    } catch (IllegalArgumentException e) {
      mistakes.add("%s %s: %s".formatted(HTTP, address, e.getMessage()));
    }
  }

  private Optional<String> token(List<String> mistakes) {
    if (tokenFile == null) {
      return Optional.empty();
    }
    try {
      String token = Files.readString(tokenFile).strip();
      HttpSource.builder().token(token);
      return Optional.of(token);
    } catch (IllegalArgumentException e) {
      mistakes.add("%s %s: %s".formatted(TOKEN, tokenFile, e.getMessage()));
      return Optional.empty();
    } catch (IOException e) {
      mistakes.add("%s: cannot read %s: %s".formatted(TOKEN, tokenFile, e));
      return Optional.empty();
    }
  }
}

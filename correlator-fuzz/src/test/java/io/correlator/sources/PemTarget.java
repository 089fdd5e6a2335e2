package io.correlator.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import java.io.IOException;
import java.nio.file.Path;

/** Certificates and keys: they are read, or the file is named that cannot be. */
public final class PemTarget implements Target {
  private static final Path PATH = Path.of("server.pem");

  /** Attacks it. */
  public PemTarget() {}

  @Override
  public void attack(byte[] input) {
    PemFile file = new PemFile(PATH, new String(input, ISO_8859_1));
    try {
      Claim.that(!file.certificates().isEmpty(), "there is a certificate");
    } catch (IOException e) {
      told(e);
    }
    for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
      try {
        Claim.same(
            algorithm.equals("Ed25519") ? "EdDSA" : algorithm,
            file.privateKey(algorithm).getAlgorithm(),
            "a key is of its kind");
      } catch (IOException e) {
        told(e);
      }
    }
  }

  private static void told(IOException e) {
    Claim.that(String.valueOf(e.getMessage()).startsWith("server.pem: "), "the file is named");
  }
}

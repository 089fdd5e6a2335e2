package io.correlator.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.Headers;
import io.correlator.fuzz.Chance;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import io.correlator.fuzz.Trickle;
import io.correlator.sources.format.JsonSyntax;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The body of a request, behind lines of headers and an empty one: it is taken as it was sent, or
 * refused with a reason, and never longer than it may be.
 */
public final class HttpBodyTarget implements Target {
  private static final int MOST = 1024;

  private static final Pattern VISIBLE = Pattern.compile("[ -\\xff]*");

  /** Attacks it. */
  public HttpBodyTarget() {}

  @Override
  public void attack(byte[] input) throws Exception {
    Headers headers = new Headers();
    byte[] body = Arrays.copyOfRange(input, headers(input, headers), input.length);
    boolean plain = headers.getFirst("Content-Encoding") == null;
    Chance chance = Chance.of(input);
    byte[] taken = read(headers, body, chance);
    if (plain && taken != null) {
      Claim.sameBytes(body, taken, "what was sent is taken");
    }
    if (!plain && chance.below(2) == 0) {
      byte[] unpacked = read(headers, packed(body), chance);
      if (unpacked != null) {
        boolean gzip =
            headers
                .getFirst("Content-Encoding")
                .toLowerCase(java.util.Locale.ROOT)
                .contains("gzip");
        Claim.sameBytes(gzip ? body : packed(body), unpacked, "what was packed is taken");
      }
    }
  }

  /** What is taken; null if it is refused. */
  private static byte @org.jspecify.annotations.Nullable [] read(
      Headers headers, byte[] body, Chance chance) throws IOException {
    byte[] taken;
    try {
      taken = HttpBody.read(headers, new Trickle(body, 500, chance), MOST);
    } catch (HttpRefusedException e) {
      String reason = String.valueOf(e.getMessage());
      Claim.that(
          reason.length() < 200 && reason.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\'),
          "a reason can stand in JSON as it is");
      return null;
    }
    Claim.that(taken.length <= 4 * MOST, "a body is not longer than it may be");
    Claim.that(taken.length <= 100L * body.length, "a body does not swell");
    String type = headers.getFirst("Content-Type");
    if (type != null && type.equals("application/json")) {
      Claim.that(JsonSyntax.wrongLine(taken).isEmpty(), "what is called JSON is JSON");
    }
    return taken;
  }

  /** Those that a server lets pass; returns where the body begins. */
  private static int headers(byte[] input, Headers headers) {
    String text = new String(input, ISO_8859_1);
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end + 1;
      int colon = line.indexOf(':');
      if (colon <= 0) {
        return at;
      }
      String name = line.substring(0, colon).strip();
      String value = line.substring(colon + 1).strip();
      boolean passes = !name.equalsIgnoreCase("Content-Length") || value.matches("\\d{1,18}");
      if (passes && VISIBLE.matcher(name + value).matches()) {
        headers.add(name, value);
      }
    }
    return at;
  }

  private static byte[] packed(byte[] text) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (GZIPOutputStream member = new GZIPOutputStream(archive)) {
      member.write(text);
    }
    return archive.toByteArray();
  }
}

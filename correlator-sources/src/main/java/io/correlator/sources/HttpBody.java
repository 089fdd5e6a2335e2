package io.correlator.sources;

import com.sun.net.httpserver.Headers;
import io.correlator.sources.format.JsonSyntax;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.OptionalInt;

/** The body of a request: unpacked, and as long and as whole as it may be. */
final class HttpBody {
  /** A text that shrinks more than this is not what programs log. */
  private static final int MOST_RATIO = 100;

  private static final int PIECE = 16 * 1024;

  private HttpBody() {}

  /**
   * Reads a body.
   *
   * @param most how many bytes it may have; unpacked, four times as many
   * @throws HttpRefusedException if it is longer, or is not what the headers say
   * @throws IOException if it breaks off
   */
  static byte[] read(Headers headers, InputStream in, int most) throws IOException {
    String length = headers.getFirst("Content-Length");
    if (length != null && (length.length() > 10 || Long.parseLong(length) > most)) {
      throw tooLarge(most);
    }
    byte[] text = unpacked(headers, bounded(in, most), most);
    if (isJson(headers)) {
      OptionalInt wrong = JsonSyntax.wrongLine(text);
      if (wrong.isPresent()) {
        throw new HttpRefusedException(
            HttpRefusal.MALFORMED, "the body is not JSON, line " + wrong.getAsInt());
      }
    }
    return text;
  }

  private static byte[] unpacked(Headers headers, byte[] body, int most) throws IOException {
    String encoding = headers.getFirst("Content-Encoding");
    String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "identity", "" -> body;
      case "gzip", "x-gzip" ->
          gunzip(body, (int) Math.min(4L * most, 1L * MOST_RATIO * body.length));
      default ->
          throw new HttpRefusedException(
              HttpRefusal.UNKNOWN_ENCODING, "the body must be plain or packed by gzip");
    };
  }

  private static byte[] gunzip(byte[] body, int most) throws IOException {
    try (InputStream in = new GzipInput(new ByteArrayInputStream(body))) {
      return bounded(in, most);
    } catch (GzipInput.BrokenArchiveException e) {
      throw new HttpRefusedException(HttpRefusal.MALFORMED, "gzip: " + e.getMessage());
    }
  }

  private static byte[] bounded(InputStream in, int most) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      read.write(piece, 0, count);
      if (read.size() > most) {
        throw tooLarge(most);
      }
    }
    return read.toByteArray();
  }

  private static HttpRefusedException tooLarge(int most) {
    return new HttpRefusedException(
        HttpRefusal.TOO_LARGE, "the body may have %,d bytes".formatted(most));
  }

  /** Whether the sender says that the body is one value of JSON. */
  private static boolean isJson(Headers headers) {
    String type = headers.getFirst("Content-Type");
    if (type == null) {
      return false;
    }
    String name = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return name.equals("application/json") || name.endsWith("+json");
  }
}

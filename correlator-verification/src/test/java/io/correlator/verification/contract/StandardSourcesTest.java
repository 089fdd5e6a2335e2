package io.correlator.verification.contract;

import io.correlator.api.source.Source;
import io.correlator.sources.FileSource;
import io.correlator.sources.FollowSource;
import io.correlator.sources.HttpSource;
import io.correlator.sources.SyslogSource;
import io.correlator.testkit.SourceContract;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

final class StandardSourcesTest {
  private static List<String> numbered(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> "Mar  1 10:%02d:%02d gate %s: line %d".formatted(i / 60 % 60, i % 60, name, i))
        .toList();
  }

  @Nested
  final class OneFile extends SourceContract {
    @TempDir Path folder;

    @Override
    protected Source source() throws IOException {
      return FileSource.of(Files.write(folder.resolve("a.log"), lines()));
    }

    @Override
    protected List<String> lines() {
      return numbered("a", 5000);
    }
  }

  @Nested
  final class SeveralFiles extends SourceContract {
    @TempDir Path folder;

    @Override
    protected Source source() throws IOException {
      Files.write(folder.resolve("a.log"), numbered("a", 100));
      Path packed = folder.resolve("b.log.gz");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
        out.write((String.join("\n", numbered("b", 200)) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return FileSource.of(folder);
    }

    @Override
    protected List<String> lines() {
      return Stream.concat(numbered("a", 100).stream(), numbered("b", 200).stream()).toList();
    }
  }

  @Nested
  final class FollowedFile extends SourceContract {
    @TempDir Path folder;

    @Override
    protected Source source() throws IOException {
      return FollowSource.builder()
          .path(Files.write(folder.resolve("a.log"), lines()))
          .start(FollowSource.Start.BEGINNING)
          .build();
    }

    @Override
    protected List<String> lines() {
      return numbered("a", 5000);
    }
  }

  /** Half of it is written while it runs. */
  @Nested
  final class GrowingFile extends SourceContract {
    @TempDir Path folder;

    private Path log() {
      return folder.resolve("a.log");
    }

    @Override
    protected Source source() throws IOException {
      Files.write(log(), lines().subList(0, 100));
      return FollowSource.builder()
          .path(log())
          .start(FollowSource.Start.BEGINNING)
          .interval(Duration.ofMillis(5))
          .build();
    }

    @Override
    protected List<String> lines() {
      return numbered("a", 200);
    }

    @Override
    protected void send() throws IOException {
      Files.write(log(), lines().subList(100, 200), StandardOpenOption.APPEND);
    }
  }

  @Nested
  final class TcpLines extends SourceContract {
    private SyslogSource latest = SyslogSource.tcp().port(0).build();

    @Override
    protected Source source() {
      latest = SyslogSource.tcp().port(0).name("tcp").build();
      return latest;
    }

    @Override
    protected List<String> lines() {
      return numbered("t", 5000);
    }

    @Override
    protected void send() throws Exception {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), latest.localPort())) {
        socket
            .getOutputStream()
            .write((String.join("\n", lines()) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Nested
  final class Datagrams extends SourceContract {
    private SyslogSource latest = SyslogSource.udp().build();

    @Override
    protected Source source() {
      latest = SyslogSource.udp().port(0).name("udp").build();
      return latest;
    }

    @Override
    protected List<String> lines() {
      return numbered("u", 200);
    }

    @Override
    protected void send() throws Exception {
      InetAddress to = InetAddress.getLoopbackAddress();
      try (DatagramSocket socket = new DatagramSocket()) {
        for (String line : lines()) {
          byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
          socket.send(new DatagramPacket(bytes, bytes.length, to, latest.localPort()));
        }
      }
    }
  }

  @Nested
  final class Posted extends SourceContract {
    private HttpSource latest = HttpSource.builder().build();

    @Override
    protected Source source() {
      latest = HttpSource.builder().port(0).name("http").build();
      return latest;
    }

    @Override
    protected List<String> lines() {
      return numbered("h", 5000);
    }

    @Override
    protected void send() throws Exception {
      URI to = URI.create("http://127.0.0.1:%d/events".formatted(latest.localPort()));
      HttpRequest request =
          HttpRequest.newBuilder(to)
              .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", lines())))
              .build();
      int status =
          HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        throw new IllegalStateException("answered " + status);
      }
    }
  }

  @Nested
  final class ObjectsThatSpanLines extends SourceContract {
    @TempDir Path folder;

    @Override
    protected Source source() throws IOException {
      return FileSource.of(Files.write(folder.resolve("a.json"), lines()));
    }

    @Override
    protected List<String> lines() {
      return IntStream.range(0, 3000)
          .mapToObj(
              i ->
                  "{\n  \"time\": \"2026-03-01T10:%02d:%02dZ\",\n  \"number\": %d\n}"
                      .formatted(i / 60, i % 60, i))
          .toList();
    }
  }
}

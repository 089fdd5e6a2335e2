package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.LogRecord;
import io.correlator.api.source.SourcePosition;
import io.correlator.sources.format.Corpora;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpSourceTest {
  private static final String JSON = "application/json";

  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable Running running;

  /** A source that runs, with a test in the place of the engine. */
  private static final class Running extends FakeSourceContext implements AutoCloseable {
    final BlockingQueue<LogRecord> taken = new LinkedBlockingQueue<>();

    final List<String> noted = new CopyOnWriteArrayList<>();
    final List<String> notes;
    volatile boolean diskFails;

    /** How many more records the engine takes before it is behind. */
    final Semaphore room = new Semaphore(Integer.MAX_VALUE);

    private final HttpSource source;
    private final @Nullable String resumeFrom;
    private final Thread thread;
    private volatile Supplier<SourcePosition> positions = () -> () -> "none";

    Running(HttpSource source, @Nullable String resumeFrom, List<String> notes) {
      this.notes = notes;
      this.source = source;
      this.resumeFrom = resumeFrom;
      this.thread = new Thread(this::run, "source under test");
      thread.start();
    }

    private void run() {
      try {
        source.run(this);
      } catch (IOException | InterruptedException e) {
        // The port says why it could not listen; otherwise it was told to stop.
      }
    }

    @Override
    public void accept(LogRecord record) throws InterruptedException {
      room.acquireUninterruptibly();
      taken.add(record);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }

    @Override
    public Optional<String> resumeFrom() {
      return Optional.ofNullable(resumeFrom);
    }

    @Override
    public void positions(Supplier<SourcePosition> current) {
      positions = current;
    }

    @Override
    public boolean handOver(List<LogRecord> records, String note) {
      noted.add(note);
      return super.handOver(records, note);
    }

    @Override
    public List<String> notes() {
      return notes;
    }

    @Override
    public void force() throws IOException {
      if (diskFails) {
        throw new IOException("Input/output error");
      }
    }

    List<String> texts() {
      return taken.stream().map(LogRecord::raw).toList();
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Running start(HttpSource.Builder source) {
    return start(source, null);
  }

  private Running start(HttpSource.Builder source, @Nullable String resumeFrom) {
    running = new Running(source.build(), resumeFrom, List.of());
    return running;
  }

  private static HttpSource.Builder source() {
    return HttpSource.builder().port(0).name("door");
  }

  @AfterEach
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  private static HttpRequest.Builder request(Running running, String path)
      throws InterruptedException {
    int port = running.source.localPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(Running to, byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request = request(to, "/events").POST(BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> post(Running to, String body, String... headers) throws Exception {
    return post(to, body.getBytes(UTF_8), headers);
  }

  private static void assertRefused(
      HttpResponse<String> response, HttpRefusal refusal, String reason) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(refusal.status());
    assertThat(response.body()).startsWith("{\"error\":\"").contains(reason);
  }

  @Test
  void whoHasSentMoreThanItMayIsToldWhenToComeAgain() throws Exception {
    Running running = start(source().rateLimit(2, Duration.ofMinutes(1)));

    assertThat(post(running, "one\ntwo\nthree\n").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = post(running, "four\n");

    assertRefused(refused, HttpRefusal.RATE_LIMITED, "has sent more records than it may");
    assertThat(refused.headers().firstValue("Retry-After")).contains("61");
    assertThat(running.texts()).containsExactly("one", "two", "three");
    assertThat(running.source.counters())
        .containsEntry("rate-limited", 1L)
        .containsEntry("busy", 0L);
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(text);
    }
    return packed.toByteArray();
  }

  @Test
  void takesAnEventAListOrLinesAndAnswersWhenTheEngineHasThem() throws Exception {
    Running running = start(source(), "http 1 7");

    HttpResponse<String> one = post(running, "{\"a\":\n1}", "Content-Type", JSON);
    assertThat(one.statusCode()).isEqualTo(200);
    assertThat(one.body()).isEqualTo("{\"accepted\":1}\n");
    assertThat(running.texts()).containsExactly("{\"a\":\n1}");

    assertThat(post(running, "[{\"b\":2},{\"b\":3}]", "Content-Type", JSON).body())
        .contains("\"accepted\":2");
    assertThat(post(running, "\ufeff{\"c\":4}\r\n{\"c\":5}\n").body()).contains("\"accepted\":2");
    assertThat(post(running, "<13>Mar  1 07:28:03 web1 app: six").body())
        .contains("\"accepted\":1");
    assertThat(post(running, "", "Content-Type", "text/plain").body()).contains("\"accepted\":0");

    assertThat(running.texts().subList(1, 6))
        .containsExactly(
            "{\"b\":2}",
            "{\"b\":3}",
            "{\"c\":4}",
            "{\"c\":5}",
            "<13>Mar  1 07:28:03 web1 app: six");
    assertThat(running.taken.stream().map(LogRecord::position))
        .containsExactly(7L, 8L, 9L, 10L, 11L, 12L);
    assertThat(running.taken)
        .allSatisfy(
            record -> {
              assertThat(record.source()).isEqualTo("door");
              assertThat(record.sender()).contains("127.0.0.1");
            });
    assertThat(running.positions.get().text()).isEqualTo("http 1 13");
    assertThat(running.source.refusals()).isEmpty();
  }

  @Test
  void unpacksABodyThatIsPacked() throws Exception {
    Running running = start(source());
    byte[] packed = gzip("one\ntwo\n".getBytes(UTF_8));

    assertThat(post(running, packed, "Content-Encoding", "gzip").body()).contains("2");
    assertThat(running.texts()).containsExactly("one", "two");
  }

  @Test
  void saysWhatIsWrongAndTakesNothing() throws Exception {
    Running running = start(source().maxBody(1024).token("a long enough secret"));
    String[] known = {"Authorization", "Bearer a long enough secret", "Content-Type", JSON};
    byte[] packed = gzip("one".getBytes(UTF_8));

    assertRefused(post(running, "one"), HttpRefusal.UNAUTHORIZED, "Bearer TOKEN");
    assertRefused(
        post(running, "one", "Authorization", "Bearer another secret!!"),
        HttpRefusal.UNAUTHORIZED,
        "Authorization");
    assertRefused(
        send(request(running, "/").headers(known).POST(BodyPublishers.noBody())),
        HttpRefusal.NOT_FOUND,
        "/events");
    HttpResponse<String> read = send(request(running, "/events").headers(known));
    assertRefused(read, HttpRefusal.METHOD_NOT_ALLOWED, "POST");
    assertThat(read.headers().firstValue("Allow")).contains("POST");
    assertRefused(post(running, "{\"a\":1}\n{\"b\":\n}", known), HttpRefusal.MALFORMED, "line 2");
    assertRefused(post(running, "[1,\n2", known), HttpRefusal.MALFORMED, "line 2");
    assertRefused(post(running, "x".repeat(1025), known), HttpRefusal.TOO_LARGE, "1,024");
    assertRefused(
        send(
            request(running, "/events")
                .headers(known)
                .POST(BodyPublishers.ofByteArrays(List.of(new byte[1000], new byte[1000])))),
        HttpRefusal.TOO_LARGE,
        "1,024");
    assertRefused(
        post(running, "one", with(known, "Content-Encoding", "br")),
        HttpRefusal.UNKNOWN_ENCODING,
        "gzip");
    assertRefused(
        post(running, "one", with(known, "Content-Encoding", "gzip")),
        HttpRefusal.MALFORMED,
        "gzip");
    assertRefused(
        post(
            running,
            Arrays.copyOf(packed, packed.length - 3),
            with(known, "Content-Encoding", "gzip")),
        HttpRefusal.MALFORMED,
        "breaks off");
    assertRefused(
        post(running, gzip(new byte[1 << 20]), with(known, "Content-Encoding", "gzip")),
        HttpRefusal.TOO_LARGE,
        "bytes");

    assertThat(running.taken).isEmpty();
    assertThat(running.source.refusals())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                HttpRefusal.UNAUTHORIZED, 2L,
                HttpRefusal.NOT_FOUND, 1L,
                HttpRefusal.METHOD_NOT_ALLOWED, 1L,
                HttpRefusal.MALFORMED, 4L,
                HttpRefusal.TOO_LARGE, 3L,
                HttpRefusal.UNKNOWN_ENCODING, 1L));
    assertThat(post(running, "[1]", known).statusCode()).isEqualTo(200);
  }

  private static String[] with(String[] headers, String name, String value) {
    return Stream.concat(Stream.of(headers), Stream.of(name, value)).toArray(String[]::new);
  }

  @Test
  void knowsTheKeysOfEarlierRuns() throws Exception {
    Running first = start(source());
    assertThat(post(first, "a\nb", "Idempotency-Key", "key with blanks").statusCode())
        .isEqualTo(200);
    first.close();

    running = new Running(source().build(), "http 1 2", first.noted);
    HttpResponse<String> again = post(running, "a\nb", "Idempotency-Key", "key with blanks");
    HttpResponse<String> other = post(running, "c", "Idempotency-Key", "key with blanks");

    assertThat(again.body()).contains("{\"accepted\":2}");
    assertRefused(other, HttpRefusal.KEY_MISUSED, "another body");
    assertThat(running.texts()).isEmpty();
  }

  @Test
  void saysThatItMayBeGoneIfTheDiskFailsAndTakesItOnceAllTheSame() throws Exception {
    Running running = start(source());
    running.diskFails = true;
    HttpResponse<String> first = post(running, "a", "Idempotency-Key", "one");
    running.diskFails = false;
    HttpResponse<String> again = post(running, "a", "Idempotency-Key", "one");

    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(running.texts()).containsExactly("a");
  }

  @Test
  void refusesMoreRecordsThanItTakesAtOnceAndCountsThemNot() throws Exception {
    Running running = start(source());

    HttpResponse<String> tooMany = post(running, "x\n".repeat(300_000));
    HttpResponse<String> next = post(running, "y");

    assertRefused(tooMany, HttpRefusal.TOO_LARGE, "262144 records");
    assertThat(next.statusCode()).isEqualTo(200);
    assertThat(running.taken).singleElement().extracting(LogRecord::position).isEqualTo(0L);
  }

  @Test
  void takesWhatIsSentAgainUnderItsKeyOnce() throws Exception {
    Running running = start(source());
    ExecutorService senders = Executors.newFixedThreadPool(8);
    try {
      Callable<HttpResponse<String>> sending =
          () -> post(running, "one\ntwo\n", "Idempotency-Key", "first");
      for (Future<HttpResponse<String>> sent : senders.invokeAll(Collections.nCopies(8, sending))) {
        assertThat(sent.get().body()).contains("\"accepted\":2");
      }
    } finally {
      senders.shutdownNow();
    }

    assertThat(running.texts()).containsExactly("one", "two");
    assertRefused(
        post(running, "three", "Idempotency-Key", "first"), HttpRefusal.KEY_MISUSED, "another");
    assertRefused(
        post(running, "three", "Idempotency-Key", "k".repeat(256)), HttpRefusal.KEY_MISUSED, "255");
    assertThat(post(running, "three", "Idempotency-Key", "second").statusCode()).isEqualTo(200);
    assertThat(running.texts()).containsExactly("one", "two", "three");
  }

  @Test
  void sendersAreToldThatTheEngineIsBehindAndCanTryAgain() throws Exception {
    Running running = start(source().turnTimeout(Duration.ofMillis(20)));
    running.room.drainPermits();
    Thread first = new Thread(() -> postQuietly(running, "stuck"));
    first.start();
    while (!running.room.hasQueuedThreads()) {
      Thread.onSpinWait();
    }

    HttpResponse<String> second = post(running, "two", "Idempotency-Key", "k");
    assertRefused(second, HttpRefusal.BUSY, "behind");
    assertThat(second.headers().firstValue("Retry-After")).contains("1");

    running.room.release(10);
    first.join();
    assertThat(post(running, "two", "Idempotency-Key", "k").statusCode()).isEqualTo(200);
    assertThat(running.texts()).containsExactly("stuck", "two");
  }

  private void postQuietly(Running running, String text) {
    try {
      post(running, text);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoGotAnAnswerBeforeItWasStoppedHasItsRecordsInTheEngine() throws Exception {
    for (int round = 0; round < 20; round++) {
      Running running = start(source());
      int port = running.source.localPort();
      CountDownLatch begun = new CountDownLatch(4);
      ExecutorService senders = Executors.newFixedThreadPool(4);
      List<Future<List<String>>> sent = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        String name = "sender " + sender;
        sent.add(senders.submit(() -> sendUntilRefused(port, name, begun)));
      }
      begun.await();
      running.close();
      List<String> accepted = new ArrayList<>();
      for (Future<List<String>> each : sent) {
        accepted.addAll(each.get());
      }
      senders.shutdownNow();

      assertThat(running.texts()).containsAll(accepted).doesNotHaveDuplicates();
    }
  }

  private List<String> sendUntilRefused(int port, String name, CountDownLatch begun) {
    List<String> accepted = new ArrayList<>();
    try {
      while (true) {
        String text = name + " " + accepted.size();
        HttpRequest.Builder request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/events".formatted(port)))
                .POST(BodyPublishers.ofString(text));
        if (send(request).statusCode() != 200) {
          return accepted;
        }
        accepted.add(text);
        if (accepted.size() == 3) {
          begun.countDown();
        }
      }
    } catch (Exception e) {
      return accepted;
    }
  }

  @Test
  void aBodyThatBreaksOffIsNotTaken() throws Exception {
    Running running = start(source());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.source.localPort())) {
      String head = "POST /events HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.shutdownOutput();
      // Some versions of the JDK close the connection before it can be answered.
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .doesNotContain("accepted");
    }
    while (running.source.refusals().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(post(running, "whole").statusCode()).isEqualTo(200);
    assertThat(running.texts()).containsExactly("whole");
    assertThat(running.source.refusals()).containsOnlyKeys(HttpRefusal.INCOMPLETE);
  }

  @Test
  void answersWhateverIsSent() throws Exception {
    Running running = start(source());
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] body = new byte[random.nextInt(300)];
      random.nextBytes(body);
      String[] headers =
          switch (random.nextInt(3)) {
            case 0 -> new String[] {"Content-Type", JSON};
            case 1 -> new String[] {"Content-Encoding", "gzip"};
            default -> new String[] {"Content-Type", "text/plain"};
          };
      assertThat(post(running, body, headers).statusCode()).isIn(200, 400);
    }
  }

  @Test
  void takesWhatIsJsonAndRefusesWhatIsNot() throws Exception {
    Path folder = Corpora.file("json/test_parsing");
    Running running = start(source());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        HttpResponse<String> response =
            post(running, Files.readAllBytes(file), "Content-Type", JSON);
        String name = file.getFileName().toString();
        switch (name.charAt(0)) {
          case 'y' -> assertThat(response.statusCode()).as(name).isEqualTo(200);
          case 'n' -> assertThat(response.statusCode()).as(name).isEqualTo(400);
          default -> assertThat(response.statusCode()).as(name).isIn(200, 400);
        }
      }
    }
  }

  @Test
  void saysWhyItCannotListen() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpSource source = HttpSource.builder().port(taken.getLocalPort()).build();

      assertThatThrownBy(() -> source.run(new FakeSourceContext()))
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining("in use");
      assertThatThrownBy(source::localPort).hasMessageContaining("not listening");
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> HttpSource.builder().port(70_000)).hasMessageContaining("65535");
    assertThatThrownBy(() -> HttpSource.builder().path("events")).hasMessageContaining("'/'");
    assertThatThrownBy(() -> HttpSource.builder().token("short")).hasMessageContaining("16");
    assertThatThrownBy(() -> HttpSource.builder().maxBody(1)).hasMessageContaining("1 KiB");
  }
}

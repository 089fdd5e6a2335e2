package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Answers requests: reads a body, gives it to the source, and says so when the engine has it.
 * Thread-safe.
 */
final class HttpReceiver implements HttpHandler {
  private static final String KEY = "Idempotency-Key";
  private static final int LONGEST_KEY = 255;
  private static final String BEARER = "Bearer ";
  private static final String RETRY_AFTER = "Retry-After";

  /** How long somebody who sends the same again waits for what becomes of the first. */
  private static final Duration FOR_THE_SAME = Duration.ofSeconds(30);

  private final Terms terms;
  private final BlockingQueue<HttpSubmission> submissions;
  private final ScheduledExecutorService watch;
  private final AtomicLongArray refusals;
  private final Optional<RateLimits> limits;
  private final IdempotencyKeys keys;

  /**
   * What requests must be like.
   *
   * @param path where they are sent
   * @param token what they must know, if anything
   * @param maxBody how many bytes the body may have
   * @param bodyTimeout in what time it must have come
   * @param turnTimeout how long a request waits for its turn
   */
  record Terms(
      String path,
      Optional<String> token,
      int maxBody,
      Duration bodyTimeout,
      Duration turnTimeout) {}

  /**
   * Makes a handler.
   *
   * @param submissions where it puts what it has read
   * @param watch ends exchanges that take too long
   * @param refusals where it counts what it refuses
   * @param limits what each sender may send, if that is limited
   * @param keys the requests that were taken in earlier runs
   */
  HttpReceiver(
      Terms terms,
      BlockingQueue<HttpSubmission> submissions,
      ScheduledExecutorService watch,
      AtomicLongArray refusals,
      Optional<RateLimits> limits,
      IdempotencyKeys keys) {
    this.keys = keys;
    this.terms = terms;
    this.submissions = submissions;
    this.watch = watch;
    this.refusals = refusals;
    this.limits = limits;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        answer(exchange, 200, "{\"accepted\":%d}".formatted(take(exchange)));
      } catch (HttpRefusedException e) {
        refuse(exchange, e.refusal(), String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        refuse(exchange, HttpRefusal.BUSY, "the receiver is being stopped");
      } catch (IOException | NumberFormatException e) {
        refuse(exchange, HttpRefusal.INCOMPLETE, "the body did not come whole");
      }
    }
  }

  private void refuse(HttpExchange exchange, HttpRefusal refusal, String reason)
      throws IOException {
    refusals.incrementAndGet(refusal.ordinal());
    Headers headers = exchange.getResponseHeaders();
    switch (refusal) {
      case UNAUTHORIZED -> headers.set("WWW-Authenticate", "Bearer");
      case METHOD_NOT_ALLOWED -> headers.set("Allow", "POST");
      case BUSY -> headers.set(RETRY_AFTER, "1");
      default -> {}
    }
    // What was not read of the body would be taken for the next request.
    headers.set("Connection", "close");
    answer(exchange, refusal.status(), "{\"error\":\"%s\"}".formatted(reason));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = (text + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private int take(HttpExchange exchange) throws IOException, InterruptedException {
    check(exchange);
    byte[] text = body(exchange);
    String key = exchange.getRequestHeaders().getFirst(KEY);
    return key == null
        ? submit(submission(exchange, text, Optional.empty()))
        : takeOnce(exchange, key, text);
  }

  private void check(HttpExchange exchange) throws HttpRefusedException {
    if (terms.token().isPresent() && !knows(exchange.getRequestHeaders(), terms.token().get())) {
      throw new HttpRefusedException(
          HttpRefusal.UNAUTHORIZED, "the header Authorization must be 'Bearer TOKEN'");
    }
    if (!exchange.getRequestURI().getPath().equals(terms.path())) {
      throw new HttpRefusedException(HttpRefusal.NOT_FOUND, "records are taken at " + terms.path());
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      throw new HttpRefusedException(HttpRefusal.METHOD_NOT_ALLOWED, "records are sent by POST");
    }
    checkRate(exchange);
  }

  private void checkRate(HttpExchange exchange) throws HttpRefusedException {
    Duration wait = limits.map(each -> each.untilNext(sender(exchange))).orElse(Duration.ZERO);
    if (!wait.isZero()) {
      exchange.getResponseHeaders().set(RETRY_AFTER, String.valueOf(wait.toSeconds() + 1));
      throw new HttpRefusedException(
          HttpRefusal.RATE_LIMITED, "this address has sent more records than it may");
    }
  }

  private static InetAddress sender(HttpExchange exchange) {
    return exchange.getRemoteAddress().getAddress();
  }

  /** Takes as long whatever is wrong with it. */
  private static boolean knows(Headers headers, String token) {
    String given = headers.getFirst("Authorization");
    return given != null
        && given.startsWith(BEARER)
        && MessageDigest.isEqual(
            given.substring(BEARER.length()).strip().getBytes(UTF_8), token.getBytes(UTF_8));
  }

  /** A sender that is slow on purpose would have a thread for ever. */
  private byte[] body(HttpExchange exchange) throws IOException {
    Future<?> end = watch.schedule(exchange::close, terms.bodyTimeout().toMillis(), MILLISECONDS);
    try {
      return HttpBody.read(
          exchange.getRequestHeaders(), exchange.getRequestBody(), terms.maxBody());
    } finally {
      end.cancel(false);
    }
  }

  private int takeOnce(HttpExchange exchange, String key, byte[] text)
      throws HttpRefusedException, InterruptedException {
    if (key.length() > LONGEST_KEY) {
      throw new HttpRefusedException(
          HttpRefusal.KEY_MISUSED, "%s: at most %d characters".formatted(KEY, LONGEST_KEY));
    }
    IdempotencyKeys.Request own =
        new IdempotencyKeys.Request(digest(text), new CompletableFuture<>());
    IdempotencyKeys.Request other = keys.claim(key, own);
    if (other == null) {
      return takeFirst(exchange, key, own, text);
    } else if (other.isSame(own.digest())) {
      return outcome(other);
    }
    throw new HttpRefusedException(HttpRefusal.KEY_MISUSED, KEY + ": was used for another body");
  }

  private int takeFirst(HttpExchange exchange, String key, IdempotencyKeys.Request own, byte[] text)
      throws HttpRefusedException, InterruptedException {
    HttpSubmission submission =
        submission(exchange, text, Optional.of(new IdempotencyKeys.Name(key, own.digest())));
    try {
      return submit(submission);
    } finally {
      if (submission.given().isPresent()) {
        own.records().complete(submission.given().getAsInt());
      } else {
        keys.release(key, own);
        own.records().cancel(false);
      }
    }
  }

  private static int outcome(IdempotencyKeys.Request other)
      throws HttpRefusedException, InterruptedException {
    try {
      return other.records().get(FOR_THE_SAME.toMillis(), MILLISECONDS);
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      throw new HttpRefusedException(HttpRefusal.BUSY, "the first request was not taken so far");
    }
  }

  private static String digest(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static HttpSubmission submission(
      HttpExchange exchange, byte[] text, Optional<IdempotencyKeys.Name> name) {
    return new HttpSubmission(sender(exchange), text, name);
  }

  private int submit(HttpSubmission submission) throws HttpRefusedException, InterruptedException {
    if (!submissions.offer(submission, terms.turnTimeout().toMillis(), MILLISECONDS)) {
      throw new HttpRefusedException(HttpRefusal.BUSY, "the engine is behind");
    }
    int records = submission.await(terms.turnTimeout());
    limits.ifPresent(each -> each.charge(submission.sender(), records));
    return records;
  }
}

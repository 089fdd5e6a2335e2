package io.correlator.sources;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may send how much: each sender has a bucket of tokens, of which a record takes one, and which
 * fills steadily. A full bucket is no different from a new one, so it is forgotten when there are
 * too many; if none is full, senders that are new share one. So memory is bounded, and nobody gets
 * more by sending from many addresses in turns. For any thread.
 */
final class RateLimits {
  /** So many senders have a bucket of their own. */
  static final int MOST_SENDERS = 10_000;

  /** So many buckets, those that were used least recently, are looked at for a full one. */
  private static final int LOOKED_AT = 8;

  /** Senders that owe more than this owe just this. */
  private static final long MOST_OWED = 1L << 62;

  private final InstantSource clock;
  private final long rate;

  /** In a nanosecond come {@code rate} parts of a token, of which it has so many. */
  private final long token;

  private final long full;
  private final Map<InetAddress, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);
  private final Bucket others;
  private Instant before;
  private long nanos;

  private final class Bucket {
    private long level = full;
    private long last;

    Bucket(long now) {
      last = now;
    }

    Bucket at(long now) {
      long passed = now - last;
      last = now;
      // Asked in this way, since the product may be too large for a number.
      level = passed > (full - level) / rate ? full : level + passed * rate;
      return this;
    }

    void pay(int records) {
      level = Math.max(level - records * token, -MOST_OWED);
    }
  }

  RateLimits(RateLimit limit, InstantSource clock) {
    this.clock = clock;
    before = clock.instant();
    rate = limit.records();
    token = limit.time().toNanos();
    full = rate * token;
    others = new Bucket(nanos);
  }

  /** A step back of the clock is no time. */
  private long now() {
    Instant now = clock.instant();
    nanos += Math.max(0, Duration.between(before, now).toNanos());
    before = now;
    return nanos;
  }

  /** Takes a token for a record, if there is one. */
  synchronized boolean take(InetAddress sender) {
    Bucket bucket = bucket(sender);
    if (bucket.level < token) {
      return false;
    }
    bucket.pay(1);
    return true;
  }

  /** How long a sender has to wait until there is a token; zero if it need not. */
  synchronized Duration untilNext(InetAddress sender) {
    long missing = token - bucket(sender).level;
    return missing <= 0 ? Duration.ZERO : Duration.ofNanos((missing + rate - 1) / rate);
  }

  /** Takes a token for each record, and those that will come if there are not enough. */
  synchronized void charge(InetAddress sender, int records) {
    bucket(sender).pay(records);
  }

  private Bucket bucket(InetAddress sender) {
    long now = now();
    Bucket known = buckets.get(sender);
    if (known != null) {
      return known.at(now);
    }
    if (buckets.size() >= MOST_SENDERS && !forgetOne(now)) {
      return others.at(now);
    }
    Bucket made = new Bucket(now);
    buckets.put(sender, made);
    return made;
  }

  private boolean forgetOne(long now) {
    Iterator<Bucket> eldest = buckets.values().iterator();
    for (int i = 0; i < LOOKED_AT; i++) {
      if (eldest.next().at(now).level == full) {
        eldest.remove();
        return true;
      }
    }
    return false;
  }

  /** How many senders have a bucket of their own. */
  synchronized int size() {
    return buckets.size();
  }
}

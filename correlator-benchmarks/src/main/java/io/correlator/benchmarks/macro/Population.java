package io.correlator.benchmarks.macro;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Who connects: 50,000 addresses of the range kept for benchmarks (RFC 2544), some of which come
 * much more often than others (Zipf's law), each with the habits of its kind.
 */
final class Population {
  private static final int ADDRESSES = 50_000;
  private static final int RANGE = 1 << 17;
  private static final String[] ACCOUNTS = {
    "root", "admin", "backup", "games", "mail", "news", "operator", "proxy", "sync", "www-data"
  };
  private static final String[] NAMES = {
    "adm",
    "deploy",
    "ftpuser",
    "guest",
    "minecraft",
    "oracle",
    "pi",
    "postgres",
    "support",
    "test",
    "ubuntu",
    "user",
    "vagrant",
    "webmaster",
    "zabbix"
  };
  private static final int LOWEST_PORT = 1024;

  private final SplittableRandom random;
  private final String[] addresses;
  private final double[] cumulated = new double[ADDRESSES];

  /** Process ids go up and never come again, as on machines with a high limit. */
  private int processId = 1000;

  Population(SplittableRandom random) {
    this.random = random;
    this.addresses = shuffled();
    double sum = 0;
    for (int rank = 0; rank < ADDRESSES; rank++) {
      sum += 1.0 / (rank + 1);
      cumulated[rank] = sum;
    }
  }

  /** In random order, so that the rank of an address says nothing about its digits. */
  private String[] shuffled() {
    int[] numbers = new int[RANGE];
    String[] chosen = new String[ADDRESSES];
    Arrays.setAll(numbers, i -> i);
    for (int i = 0; i < ADDRESSES; i++) {
      int other = i + random.nextInt(RANGE - i);
      int number = numbers[other];
      numbers[other] = numbers[i];
      chosen[i] = "198.%d.%d.%d".formatted(18 + (number >> 16), number >> 8 & 255, number & 255);
    }
    return chosen;
  }

  Connection next() {
    processId += 1 + random.nextInt(3);
    int kind = random.nextInt(100);
    if (kind < 5) {
      return Connection.ofOtherProgram(processId);
    }
    int port = LOWEST_PORT + random.nextInt(65_536 - LOWEST_PORT);
    int tries = tries();
    if (kind < 8) {
      return Connection.ofGuest(processId, address(), port, any(ACCOUNTS));
    }
    return kind < 75
        ? Connection.ofGuesser(processId, address(), port, any(ACCOUNTS), tries)
        : Connection.ofStranger(processId, address(), port, any(NAMES), tries);
  }

  /** Most try until they are thrown out. */
  private int tries() {
    return random.nextInt(10) < 7 ? Connection.MOST_TRIES : 1 + random.nextInt(5);
  }

  private String any(String[] choice) {
    return choice[random.nextInt(choice.length)];
  }

  private String address() {
    double at = random.nextDouble() * cumulated[ADDRESSES - 1];
    int rank = Arrays.binarySearch(cumulated, at);
    return addresses[Math.min(rank < 0 ? -rank - 1 : rank, ADDRESSES - 1)];
  }
}

package io.correlator.benchmarks.rules;

import io.correlator.rules.detection.Glob;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.detection.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Plausible rules about the messages of daemons, and lines of which one in a hundred matches. */
final class GeneratedRules {
  /** How many different lines there are: more than the processor can learn by heart. */
  static final int LINES = 4096;

  private static final String[] DAEMONS = {
    "kernel", "nginx", "postfix/smtpd", "dovecot", "named", "cron", "systemd", "slapd", "haproxy",
    "postgres", "mysqld", "openvpn", "dhcpd", "ntpd", "auditd", "squid", "vsftpd", "snmpd"
  };
  private static final String[] FAULTS = {
    "segfault",
    "quota exceeded",
    "lease expired",
    "handshake failed",
    "zone transfer denied",
    "checksum mismatch",
    "watchdog timeout",
    "replication stalled",
    "certificate expired"
  };
  private static final String[] PLACES = {
    "in worker", "for client", "on interface", "while reading", "at backend"
  };

  private GeneratedRules() {}

  /** Half of them look for a text, half for a regular expression. */
  static List<Predicate> rules(int count) {
    List<Predicate> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(new Predicate.Field("message", i % 2 == 0 ? text(i) : regex(i)));
    }
    return rules;
  }

  private static Test text(int i) {
    return new Test.Text(Glob.exactly(fault(i)).contained(), false);
  }

  private static Test regex(int i) {
    return new Test.Regex(pattern(i), Set.of());
  }

  /** A regular expression for the lines that tell of a fault. */
  static String pattern(int fault) {
    return switch (fault % 3) {
      case 0 -> fault(fault) + " (\\d+) code=(0x[0-9a-f]+)";
      case 1 -> daemon(fault) + "\\[\\d+\\]: " + fault(fault) + " \\d+ .*retry (\\d)";
      default -> "\\b" + fault(fault) + " [0-9]{1,5}\\b";
    };
  }

  private static String daemon(int i) {
    return DAEMONS[i % DAEMONS.length];
  }

  private static String fault(int i) {
    int kind = i / 7;
    return "E%d %s %s"
        .formatted(
            4000 + i * 7,
            FAULTS[kind % FAULTS.length],
            PLACES[kind / FAULTS.length % PLACES.length]);
  }

  /** Lines of about a hundred characters; one in a hundred matches one of the first 100 rules. */
  static List<RecordView> lines() {
    SplittableRandom random = new SplittableRandom(42);
    List<RecordView> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      lines.add(new Line(line(i, random)));
    }
    return lines;
  }

  private static String line(int i, SplittableRandom random) {
    String start = "Dec 10 06:%02d:%02d gate ".formatted(i / 60 % 60, i % 60);
    int fault = random.nextInt(100);
    return start + (i % 100 == 0 ? faulty(fault, i) : harmless(i, random));
  }

  /** The header of classic syslog in some second of a day. */
  static String header(int second) {
    return "<86>Dec 10 %02d:%02d:%02d gate "
        .formatted(second / 3600 % 24, second / 60 % 60, second % 60);
  }

  /** A line, without its header, that matches the rules about a fault and no other. */
  static String faulty(int fault, int number) {
    return "%s[%d]: %s %d code=0x%x retry 3"
        .formatted(daemon(fault), number, fault(fault), number, number * 31);
  }

  /** A line, without its header, that matches none. */
  static String harmless(int number, SplittableRandom random) {
    return "sshd[%d]: Failed password for invalid user user%d from 198.18.%d.%d port %d ssh2"
        .formatted(1000 + number, number, number >> 8, number & 255, 1024 + random.nextInt(60_000));
  }

  /** A record of one field. */
  record Line(String message) implements RecordView {
    @Override
    public @Nullable Object value(String field) {
      return field.equals("message") ? message : null;
    }

    @Override
    public List<String> texts() {
      return List.of(message);
    }
  }
}

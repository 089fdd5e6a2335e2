package io.correlator.benchmarks.macro;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;

/** What one process has yet to say, line by line. */
final class Connection {
  /** sshd's own limit. */
  static final int MOST_TRIES = 6;

  private static final int AUTHPRIV_INFO = 86;
  private static final int DAEMON_INFO = 30;
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private final int priority;
  private final String tag;
  private final String address;
  private final Deque<Line> lines = new ArrayDeque<>();

  /** What a line is counted as. */
  private enum Meaning {
    FAILED,
    SUCCEEDED,
    NOTHING
  }

  private record Line(Meaning meaning, String message) {}

  private Connection(int priority, String program, int processId, String address) {
    this.priority = priority;
    this.tag = program + '[' + processId + "]: ";
    this.address = address;
  }

  /** Tries passwords for an account that exists. */
  static Connection ofGuesser(int processId, String address, int port, String user, int tries) {
    Connection connection = new Connection(AUTHPRIV_INFO, "sshd", processId, address);
    connection.sayRefused(" user=" + user);
    connection.sayFailed(user, port, tries);
    String end = "user " + user + ' ' + address + " port " + port;
    connection.sayEnd(tries, "authenticating " + end, " user=" + user);
    return connection;
  }

  /** Tries passwords for an account that does not exist. */
  static Connection ofStranger(int processId, String address, int port, String user, int tries) {
    Connection connection = new Connection(AUTHPRIV_INFO, "sshd", processId, address);
    connection.say("Invalid user " + user + " from " + address + " port " + port);
    connection.say("pam_unix(sshd:auth): check pass; user unknown");
    connection.sayRefused("");
    connection.sayFailed("invalid user " + user, port, tries);
    String end = "invalid user " + user + ' ' + address + " port " + port;
    connection.sayEnd(tries, end, "");
    return connection;
  }

  /** Someone who may come in. */
  static Connection ofGuest(int processId, String address, int port, String user) {
    Connection connection = new Connection(AUTHPRIV_INFO, "sshd", processId, address);
    connection.say(
        Meaning.SUCCEEDED,
        "Accepted password for " + user + " from " + address + " port " + port + " ssh2");
    connection.say(
        "pam_unix(sshd:session): session opened for user " + user + "(uid=1000) by (uid=0)");
    connection.say("Received disconnect from " + address + " port " + port + ":11: bye");
    connection.say("Disconnected from user " + user + ' ' + address + " port " + port);
    connection.say("pam_unix(sshd:session): session closed for user " + user);
    return connection;
  }

  static Connection ofOtherProgram(int processId) {
    Connection connection = new Connection(DAEMON_INFO, "dhcpd", processId, "");
    connection.say("DHCPACK on 192.0.2." + processId % 250 + " to 00:00:5e:00:53:af via eth0");
    return connection;
  }

  private void sayRefused(String user) {
    say(
        "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost="
            + address
            + ' '
            + user);
  }

  private void sayFailed(String user, int port, int tries) {
    String message = "Failed password for " + user + " from " + address + " port " + port + " ssh2";
    for (int i = 0; i < tries; i++) {
      say(Meaning.FAILED, message);
    }
  }

  private void sayEnd(int tries, String who, String pamUser) {
    if (tries == MOST_TRIES) {
      say("Disconnecting " + who + ": Too many authentication failures [preauth]");
    } else {
      say("Connection closed by " + who + " [preauth]");
    }
    if (tries > 1) {
      say(
          "PAM "
              + (tries - 1)
              + " more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost="
              + address
              + ' '
              + pamUser);
    }
  }

  private void say(String message) {
    say(Meaning.NOTHING, message);
  }

  private void say(Meaning meaning, String message) {
    lines.add(new Line(meaning, message));
  }

  boolean isOver() {
    return lines.isEmpty();
  }

  /** Appends the next line, as it would stand in the log at {@code second}, and counts it. */
  void nextLine(StringBuilder text, long second, Tally tally) {
    Line line = lines.remove();
    switch (line.meaning()) {
      case FAILED -> tally.failed(address, second);
      case SUCCEEDED -> tally.succeeded();
      case NOTHING -> {}
    }
    text.append('<').append(priority).append('>');
    appendTime(text, second);
    text.append(" gate ").append(tag).append(line.message()).append('\n');
  }

  private static void appendTime(StringBuilder text, long second) {
    var time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    text.append(MONTHS[time.getMonthValue() - 1]).append(' ');
    text.append(time.getDayOfMonth() < 10 ? " " : "").append(time.getDayOfMonth()).append(' ');
    two(text, time.getHour()).append(':');
    two(text, time.getMinute()).append(':');
    two(text, time.getSecond());
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}

package io.correlator.verification.replay;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What is compared of a stream of events. */
final class EventStream {
  private EventStream() {}

  /** The SHA-256 of all there is in the events and in their evidence. */
  static String hash(List<EmittedEvent> events) {
    MessageDigest digest = sha256();
    for (EmittedEvent event : events) {
      add(contentOf(event), digest);
      add(event.id(), digest);
      for (LogRecord record : event.evidence()) {
        add(record.id() + " " + record.line() + " " + record.received(), digest);
        add(record.timestamp() + " " + record.flags() + " " + record.failure(), digest);
        digest.update(record.rawSlice().toByteArray());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** What does not depend on how the records came: no source, no offset, no id. */
  static List<String> contents(List<EmittedEvent> events) {
    return events.stream().map(EventStream::contentOf).toList();
  }

  private static String contentOf(EmittedEvent event) {
    return String.join(
        " ",
        event.origin(),
        event.type(),
        event.timestamp().toString(),
        event.severity().toString(),
        event.summary(),
        event.fields().toString(),
        event.evidence().stream().map(LogRecord::raw).toList().toString());
  }

  private static void add(String text, MessageDigest digest) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}

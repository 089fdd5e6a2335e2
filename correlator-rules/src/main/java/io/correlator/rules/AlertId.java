package io.correlator.rules;

import io.correlator.api.RecordId;
import io.correlator.api.Slice;
import io.correlator.api.state.Closing;
import io.correlator.api.state.Firing;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.Sighting;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What an alert is called, from when it opens until it closes: the same in each run, from the rule,
 * the key, and when it was found.
 */
final class AlertId {
  private static final int BYTES = 16;

  private AlertId() {}

  /** Of what a rule about single records found in a record. */
  static String of(Metadata rule, RecordId record) {
    return digest(rule.key(), text(record));
  }

  /** Of what a correlation has found. */
  static String of(CorrelationRule rule, Firing firing) {
    return staysOpen(rule)
        ? of(rule, firing.key(), firing.time())
        : digest(
            rule.metadata().key(),
            firing.key().toString(),
            firing.time().toString(),
            completing(firing));
  }

  private static boolean staysOpen(CorrelationRule rule) {
    Rearm.Policy policy = rule.options().operator().rearm().policy();
    return policy == Rearm.Policy.ONCE
        || policy == Rearm.Policy.EXTEND
        || rule.type() == CorrelationRule.Type.ALARM
        || rule.type() == CorrelationRule.Type.HEARTBEAT;
  }

  /** Of the alert that is closed: a key has one at a time. */
  static String of(CorrelationRule rule, Closing closing) {
    return of(rule, closing.key(), closing.firedAt());
  }

  private static String of(CorrelationRule rule, Slice key, Instant firedAt) {
    return digest(rule.metadata().key(), key.toString(), firedAt.toString());
  }

  /** What does not stay open may be found more than once at the same time. */
  private static String completing(Firing firing) {
    List<Sighting> sightings = firing.sightings();
    return sightings.isEmpty()
        ? ""
        : sightings.get(sightings.size() - 1).record().map(r -> text(r.id())).orElse("");
  }

  private static String text(RecordId record) {
    return record.source() + '\n' + record.incarnation() + '\n' + record.position();
  }

  private static String digest(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}

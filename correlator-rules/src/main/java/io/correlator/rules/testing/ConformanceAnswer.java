package io.correlator.rules.testing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an engine finds in a case. Immutable.
 *
 * @param alerts what the rules found; their order does not matter
 * @param closed which alerts have ended, or were told to have, in any order; absent where the case
 *     does not ask, or the engine does not say
 * @param refused why rules were refused, by the ids of problems; {@code ?} for a reason without an
 *     id
 * @param skipped why the engine does not answer; empty if it does
 */
public record ConformanceAnswer(
    List<Found> alerts, Optional<List<Closed>> closed, Set<String> refused, String skipped) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** A reason that has no id: it stands for any. */
  private static final String SOME_REASON = "?";

  /**
   * An alert.
   *
   * @param rule the id of the rule
   * @param time when the rule came to hold, in milliseconds after the start
   * @param key the values that the events have in common, by field
   * @param observed the count or the aggregate; none for a rule about single events
   * @param evidence the ids of the events, oldest first
   */
  public record Found(
      String rule,
      long time,
      Map<String, String> key,
      Optional<BigDecimal> observed,
      List<String> evidence) {
    public Found {
      requireNonNull(rule, "rule");
      key = Map.copyOf(key);
      observed = observed.map(BigDecimal::stripTrailingZeros);
      evidence = List.copyOf(evidence);
    }

    /** For people: what was found, as text that shows. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(rule).append(" at ").append(time);
      new TreeMap<>(key).forEach((name, value) -> text.append(", ").append(name + "=" + value));
      observed.ifPresent(number -> text.append(", observed ").append(number.toPlainString()));
      return Texts.shown(text.append(", evidence ").append(evidence).toString());
    }
  }

  /**
   * The end of an alert.
   *
   * @param rule the id of the rule
   * @param fired the time of the alert, in milliseconds after the start
   * @param time when it ended, likewise
   * @param key the key of the alert
   * @param suppressed how many events came while it was open, and were not told of
   */
  public record Closed(
      String rule, long fired, long time, Map<String, String> key, long suppressed) {
    public Closed {
      requireNonNull(rule, "rule");
      key = Map.copyOf(key);
    }

    /** For people. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("end of ").append(rule).append(" at ").append(time);
      new TreeMap<>(key).forEach((name, value) -> text.append(", ").append(name + "=" + value));
      text.append(", fired at ").append(fired).append(", suppressed ").append(suppressed);
      return Texts.shown(text.toString());
    }
  }

  public ConformanceAnswer {
    alerts = List.copyOf(alerts);
    closed = closed.map(List::copyOf);
    refused = Set.copyOf(refused);
    requireNonNull(skipped, "skipped");
  }

  /** The answer in a map; what is missing in it is empty. */
  static ConformanceAnswer read(Entries node) {
    List<Found> alerts = new ArrayList<>();
    for (YamlNode each : items(node, "alerts")) {
      if (each instanceof Entries alert) {
        alerts.add(
            new Found(
                text(alert, "rule"),
                number(alert, "time"),
                key(alert),
                alert.get("observed").map(value -> new BigDecimal(text(value))),
                items(alert, "evidence").stream().map(ConformanceAnswer::text).toList()));
      }
    }
    Set<String> refused = new TreeSet<>();
    items(node, "refused").forEach(id -> refused.add(text(id)));
    return new ConformanceAnswer(alerts, closed(node), refused, text(node, "skipped"));
  }

  private static Optional<List<Closed>> closed(Entries node) {
    List<Closed> closed = new ArrayList<>();
    for (YamlNode each : items(node, "closed")) {
      if (each instanceof Entries alert) {
        closed.add(
            new Closed(
                text(alert, "rule"),
                number(alert, "fired"),
                number(alert, "time"),
                key(alert),
                number(alert, "suppressed")));
      }
    }
    return node.get("closed").map(present -> closed);
  }

  private static Map<String, String> key(Entries alert) {
    Map<String, String> key = new TreeMap<>();
    if (alert.get("key").isPresent() && alert.get("key").get() instanceof Entries fields) {
      fields.entries().forEach(entry -> key.put(entry.name(), text(entry.value())));
    }
    return key;
  }

  private static long number(Entries node, String name) {
    return Long.parseLong(text(node, name));
  }

  private static List<YamlNode> items(Entries node, String name) {
    return node.get(name)
        .map(value -> value instanceof Items items ? items.nodes() : List.of(value))
        .orElse(List.of());
  }

  private static String text(Entries node, String name) {
    return node.get(name).map(ConformanceAnswer::text).orElse("");
  }

  private static String text(YamlNode node) {
    return node instanceof Scalar scalar ? scalar.text() : JsonLine.of(node);
  }

  /** The answer as one line of JSON. */
  public String toJson(String id) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("id", id);
      out.writeArrayFieldStart("alerts");
      for (Found alert : alerts) {
        write(alert, out);
      }
      out.writeEndArray();
      if (closed.isPresent()) {
        out.writeArrayFieldStart("closed");
        for (Closed alert : closed.get()) {
          write(alert, out);
        }
        out.writeEndArray();
      }
      texts("refused", new TreeSet<>(refused), out);
      if (!skipped.isEmpty()) {
        out.writeStringField("skipped", skipped);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(Found alert, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("rule", alert.rule());
    out.writeNumberField("time", alert.time());
    write(alert.key(), out);
    if (alert.observed().isPresent()) {
      out.writeNumberField("observed", alert.observed().get());
    }
    texts("evidence", alert.evidence(), out);
    out.writeEndObject();
  }

  private static void write(Closed alert, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("rule", alert.rule());
    out.writeNumberField("fired", alert.fired());
    out.writeNumberField("time", alert.time());
    write(alert.key(), out);
    out.writeNumberField("suppressed", alert.suppressed());
    out.writeEndObject();
  }

  private static void write(Map<String, String> key, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("key");
    for (Map.Entry<String, String> each : new TreeMap<>(key).entrySet()) {
      out.writeStringField(each.getKey(), each.getValue());
    }
    out.writeEndObject();
  }

  private static void texts(String name, Iterable<String> texts, JsonGenerator out)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  /** What another answer has that this one, the right one, does not have, and the other way. */
  public List<String> differences(ConformanceAnswer other) {
    List<String> differences = new ArrayList<>();
    boolean same = refused.equals(other.refused);
    boolean someReason = !refused.isEmpty() && other.refused.equals(Set.of(SOME_REASON));
    if (!same && !someReason) {
      differences.add(
          "refused: expected %s, found %s"
              .formatted(
                  new TreeSet<>(refused), Texts.shown(new TreeSet<>(other.refused).toString())));
    }
    compare(alerts, other.alerts, differences);
    // A case that does not say what ends does not ask.
    closed.ifPresent(ends -> compare(ends, other.closed.orElse(List.of()), differences));
    return differences;
  }

  private static <T> void compare(List<T> expected, List<T> found, List<String> differences) {
    List<T> missing = new ArrayList<>(expected);
    List<T> unexpected = new ArrayList<>();
    for (T each : found) {
      if (!missing.remove(each)) {
        unexpected.add(each);
      }
    }
    missing.sort(Comparator.comparing(Object::toString));
    missing.forEach(each -> differences.add("expected " + each));
    unexpected.forEach(each -> differences.add("found    " + each));
  }
}

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
 * @param refused why rules were refused, by the ids of problems; {@code ?} for a reason without an
 *     id
 * @param skipped why the engine does not answer; empty if it does
 */
public record ConformanceAnswer(List<Found> alerts, Set<String> refused, String skipped) {
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

  public ConformanceAnswer {
    alerts = List.copyOf(alerts);
    refused = Set.copyOf(refused);
    requireNonNull(skipped, "skipped");
  }

  /** The answer in a map; what is missing in it is empty. */
  static ConformanceAnswer read(Entries node) {
    List<Found> alerts = new ArrayList<>();
    for (YamlNode each : items(node, "alerts")) {
      if (each instanceof Entries alert) {
        Map<String, String> key = new TreeMap<>();
        if (alert.get("key").isPresent() && alert.get("key").get() instanceof Entries fields) {
          fields.entries().forEach(entry -> key.put(entry.name(), text(entry.value())));
        }
        alerts.add(
            new Found(
                text(alert, "rule"),
                Long.parseLong(text(alert, "time")),
                key,
                alert.get("observed").map(value -> new BigDecimal(text(value))),
                items(alert, "evidence").stream().map(ConformanceAnswer::text).toList()));
      }
    }
    Set<String> refused = new TreeSet<>();
    items(node, "refused").forEach(id -> refused.add(text(id)));
    return new ConformanceAnswer(alerts, refused, text(node, "skipped"));
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
    out.writeObjectFieldStart("key");
    for (Map.Entry<String, String> each : new TreeMap<>(alert.key()).entrySet()) {
      out.writeStringField(each.getKey(), each.getValue());
    }
    out.writeEndObject();
    if (alert.observed().isPresent()) {
      out.writeNumberField("observed", alert.observed().get());
    }
    texts("evidence", alert.evidence(), out);
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
    List<Found> missing = new ArrayList<>(alerts);
    List<Found> unexpected = new ArrayList<>();
    for (Found alert : other.alerts) {
      if (!missing.remove(alert)) {
        unexpected.add(alert);
      }
    }
    missing.sort(Comparator.comparing(Found::toString));
    missing.forEach(alert -> differences.add("expected " + alert));
    unexpected.forEach(alert -> differences.add("found    " + alert));
    return differences;
  }
}

package io.correlator.rules.json;

import io.correlator.api.config.NearestName;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of a rule, read key by key: what is not as it should be is noted as a problem, and
 * something harmless takes its place. For one thread.
 */
final class JsonObject {
  private final @Nullable Entries entries;
  private final Position position;
  private final Problems problems;

  private JsonObject(@Nullable Entries entries, Position position, Problems problems) {
    this.entries = entries;
    this.position = position;
    this.problems = problems;
  }

  static JsonObject of(Entries entries, Problems problems) {
    return new JsonObject(entries, entries.position(), problems);
  }

  Position position() {
    return position;
  }

  Optional<YamlNode> get(String key) {
    return Optional.ofNullable(entries).flatMap(present -> present.get(key));
  }

  Position positionOf(String key) {
    return get(key).map(YamlNode::position).orElse(position);
  }

  /** Notes every key that is none of these. */
  void allow(List<String> keys) {
    if (entries != null) {
      entries.entries().stream()
          .filter(entry -> !keys.contains(entry.name()))
          .forEach(
              entry ->
                  problems.add(
                      ProblemId.JSON_RULE_UNKNOWN_KEY,
                      entry.key().position(),
                      "unknown key " + Problem.quoted(entry.name()),
                      hint(entry.name(), keys)));
    }
  }

  private static String hint(String name, List<String> keys) {
    return (name.length() > 64 ? Optional.<String>empty() : NearestName.of(name, keys))
        .map("did you mean '%s'?"::formatted)
        .orElse("the keys here are " + String.join(", ", keys));
  }

  JsonObject object(String key) {
    Optional<YamlNode> node = get(key);
    if (node.isEmpty()) {
      missing(key);
    } else if (node.get() instanceof Entries nested) {
      return of(nested, problems);
    } else {
      shape(key, node.get(), "an object");
    }
    return new JsonObject(null, positionOf(key), problems);
  }

  List<JsonObject> objects(String key) {
    if (get(key).isEmpty()) {
      missing(key);
    }
    return objectsIfAny(key);
  }

  /** As {@link #objects}; none if the key is not there. */
  List<JsonObject> objectsIfAny(String key) {
    Optional<YamlNode> node = get(key);
    List<JsonObject> objects = new ArrayList<>();
    if (node.isEmpty()) {
      return objects;
    } else if (node.get() instanceof Items items) {
      for (YamlNode item : items.nodes()) {
        if (item instanceof Entries nested) {
          objects.add(of(nested, problems));
        } else {
          shape(key, item, "an array of objects");
        }
      }
    } else {
      shape(key, node.get(), "an array of objects");
    }
    return objects;
  }

  Optional<String> text(String key) {
    Optional<YamlNode> node = get(key);
    if (node.isPresent() && node.get() instanceof Scalar scalar && !scalar.plain()) {
      return Optional.of(scalar.text());
    }
    node.ifPresent(other -> shape(key, other, "a text"));
    return Optional.empty();
  }

  String needText(String key) {
    if (get(key).isEmpty()) {
      missing(key);
    }
    Optional<String> text = text(key);
    if (text.isPresent() && text.get().isBlank()) {
      value(key, "is empty", "say something");
    }
    return text.orElse("");
  }

  /** One of these words; nothing if it is none, which is noted. */
  Optional<String> needOneOf(String key, Iterable<String> words) {
    String remedy = "it is one of " + String.join(", ", words);
    if (get(key).isEmpty()) {
      missing(key, remedy);
    }
    Optional<String> text = text(key);
    for (String word : words) {
      if (text.isPresent() && text.get().equals(word)) {
        return text;
      }
    }
    text.ifPresent(other -> value(key, "cannot be " + Problem.quoted(other), remedy));
    return Optional.empty();
  }

  /** Texts, numbers and truth values as texts: one of them, or an array. */
  List<String> values(String key) {
    Optional<YamlNode> node = get(key);
    List<YamlNode> nodes =
        node.isPresent() && node.get() instanceof Items items
            ? items.nodes()
            : node.stream().toList();
    List<String> values = new ArrayList<>();
    for (YamlNode each : nodes) {
      if (each instanceof Scalar scalar && !scalar.isNull()) {
        values.add(scalar.text());
      } else {
        shape(key, each, "a text, a number, or an array of them");
      }
    }
    if (node.isPresent() && nodes.isEmpty()) {
      value(key, "is empty", "give at least one");
    }
    return values;
  }

  /** Lists of texts: each element is a list, or a text that is one by itself. */
  List<List<String>> lists(String key) {
    List<List<String>> lists = new ArrayList<>();
    Optional<YamlNode> node = get(key);
    if (node.isPresent() && node.get() instanceof Items items) {
      for (YamlNode each : items.nodes()) {
        List<YamlNode> texts = each instanceof Items nested ? nested.nodes() : List.of(each);
        if (texts.stream().allMatch(text -> text instanceof Scalar scalar && !scalar.isNull())) {
          lists.add(texts.stream().map(text -> ((Scalar) text).text()).toList());
        } else {
          shape(key, each, "a text, or an array with a text for each field of the key,");
        }
      }
    } else {
      node.ifPresent(other -> shape(key, other, "an array"));
    }
    return lists;
  }

  /** One of the words that are possible. */
  <E extends Enum<E>> Optional<E> chosen(String key, E[] values) {
    Optional<String> text = text(key);
    List<String> words =
        Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    Optional<E> chosen = text.map(words::indexOf).filter(i -> i >= 0).map(i -> values[i]);
    if (text.isPresent() && chosen.isEmpty()) {
      value(
          key,
          "cannot be " + Problem.quoted(text.get()),
          "it is one of " + String.join(", ", words));
    }
    return chosen;
  }

  boolean truth(String key, boolean fallback) {
    Optional<YamlNode> node = get(key);
    if (node.isPresent() && node.get() instanceof Scalar scalar && scalar.truth().isPresent()) {
      return scalar.truth().get();
    }
    node.ifPresent(other -> shape(key, other, "true or false"));
    return fallback;
  }

  /** Notes if neither of these keys is there, or both are. */
  void needOneKey(String key, String other) {
    if (get(key).isPresent() && get(other).isPresent()) {
      value(key, "stands beside '%s'".formatted(other), "give one of them");
    } else if (entries != null && get(key).isEmpty() && get(other).isEmpty()) {
      problems.add(
          ProblemId.JSON_RULE_MISSING_KEY,
          position,
          "'%s' or '%s' is missing".formatted(key, other),
          "add one of them");
    }
  }

  BigDecimal needNumber(String key) {
    Optional<YamlNode> node = get(key);
    if (node.isEmpty()) {
      missing(key);
    } else if (node.get() instanceof Scalar scalar
        && scalar.plain()
        && scalar.truth().isEmpty()
        && !scalar.isNull()) {
      try {
        return new BigDecimal(scalar.text());
      } catch (NumberFormatException e) {
        value(key, "is a number beyond all measure", "write a smaller one");
      }
    } else {
      shape(key, node.get(), "a number");
    }
    return BigDecimal.ONE;
  }

  void value(String key, String what, String remedy) {
    problems.add(
        ProblemId.JSON_RULE_VALUE, positionOf(key), "'%s' %s".formatted(key, what), remedy);
  }

  private void missing(String key) {
    missing(key, "add it");
  }

  private void missing(String key, String remedy) {
    // What was not there, or of the wrong kind, has been noted already.
    if (entries != null) {
      problems.add(
          ProblemId.JSON_RULE_MISSING_KEY, position, "'%s' is missing".formatted(key), remedy);
    }
  }

  private void shape(String key, YamlNode node, String needed) {
    problems.add(
        ProblemId.JSON_RULE_SHAPE,
        node.position(),
        "'%s' is %s".formatted(key, kind(node)),
        needed + " is needed");
  }

  /** What JSON calls it. */
  static String kind(YamlNode node) {
    if (node instanceof Scalar scalar) {
      boolean isWord = scalar.isNull() || scalar.truth().isPresent();
      return isWord ? scalar.text() : scalar.plain() ? "a number" : "a text";
    }
    return node instanceof Items ? "an array" : "an object";
  }
}

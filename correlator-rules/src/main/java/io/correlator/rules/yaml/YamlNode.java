package io.correlator.rules.yaml;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.problem.Position;
import java.util.List;
import java.util.Optional;

/** A piece of YAML and where it stands. Immutable. */
public sealed interface YamlNode {
  /** Where it begins. */
  Position position();

  /** What it is, for messages: {@code a map}. */
  String kind();

  /**
   * A text as written: nothing is turned into a number, a date or a truth value.
   *
   * @param plain whether it is written without quotes, and not as a block
   */
  record Scalar(Position position, String text, boolean plain) implements YamlNode {
    public Scalar {
      requireNonNull(position, "position");
      requireNonNull(text, "text");
    }

    /** Whether it is nothing: empty, {@code null} or {@code ~}, without quotes. */
    public boolean isNull() {
      return plain
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }

    /** The truth value, if it is one as YAML 1.2 writes them: {@code true}, not {@code yes}. */
    public Optional<Boolean> truth() {
      if (!plain) {
        return Optional.empty();
      }
      return switch (text) {
        case "true", "True", "TRUE" -> Optional.of(true);
        case "false", "False", "FALSE" -> Optional.of(false);
        default -> Optional.empty();
      };
    }

    @Override
    public String kind() {
      return isNull() ? "null" : "a text";
    }
  }

  /** Some nodes in order. */
  record Items(Position position, List<YamlNode> nodes) implements YamlNode {
    public Items {
      requireNonNull(position, "position");
      nodes = List.copyOf(nodes);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Nodes by name, in order; no name occurs twice. */
  record Entries(Position position, List<Entry> entries) implements YamlNode {
    public Entries {
      requireNonNull(position, "position");
      entries = List.copyOf(entries);
    }

    /** The node of that name. */
    public Optional<YamlNode> get(String name) {
      return entries.stream()
          .filter(entry -> entry.name().equals(name))
          .map(Entry::value)
          .findFirst();
    }

    @Override
    public String kind() {
      return "a map";
    }
  }

  /** A name and what it stands for. */
  record Entry(Scalar key, YamlNode value) {
    public Entry {
      requireNonNull(key, "key");
      requireNonNull(value, "value");
    }

    /** The text of the key. */
    public String name() {
      return key.text();
    }
  }
}

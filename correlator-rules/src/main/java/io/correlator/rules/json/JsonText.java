package io.correlator.rules.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Entry;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads JSON into the same nodes as YAML, each with its place: one value after the other, however
 * white space separates them. For one thread.
 */
public final class JsonText {
  /** The longest file that is read, in characters. */
  public static final int MAX_CHARACTERS = 16 << 20;

  private static final int MAX_DEPTH = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(100)
                  .build())
          .build();

  private final String file;
  private final Problems problems;
  private final JsonParser parser;

  private JsonText(String file, JsonParser parser, Problems problems) {
    this.file = file;
    this.parser = parser;
    this.problems = problems;
  }

  /** The values of a file; none if anything is wrong with the JSON, which is noted. */
  public static List<YamlNode> read(String file, String text, Problems problems) {
    if (text.length() > MAX_CHARACTERS) {
      problems.add(
          ProblemId.JSON_SYNTAX,
          Position.of(file),
          "the file has " + text.length() + " characters",
          "at most " + MAX_CHARACTERS + " are read: split it");
      return List.of();
    }
    int errors = problems.errors();
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (JsonParser parser = FACTORY.createParser(content)) {
      List<YamlNode> values = new JsonText(file, parser, problems).values();
      return problems.errors() == errors ? values : List.of();
    } catch (JsonProcessingException e) {
      problems.add(
          ProblemId.JSON_SYNTAX,
          position(file, e.getLocation()),
          "cannot read JSON: " + reason(e),
          "one rule, an array of rules, or one rule after the other is needed");
      return List.of();
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot fail to be read", e);
    }
  }

  /** Without what programmers could switch on. */
  private static String reason(JsonProcessingException e) {
    String line = e.getOriginalMessage().lines().findFirst().orElse("");
    int advice = line.indexOf(" (not recognized as one since Feature");
    return advice < 0 ? line : line.substring(0, advice);
  }

  private static Position position(String file, JsonLocation location) {
    return location == null
        ? Position.of(file)
        : new Position(file, location.getLineNr(), location.getColumnNr());
  }

  private List<YamlNode> values() throws IOException {
    List<YamlNode> values = new ArrayList<>();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      values.add(value(token));
    }
    return values;
  }

  private YamlNode value(JsonToken token) throws IOException {
    Position position = position(file, parser.currentTokenLocation());
    return switch (token) {
      case START_OBJECT -> entries(position);
      case START_ARRAY -> items(position);
      case VALUE_STRING -> new Scalar(position, parser.getText(), false);
      default -> new Scalar(position, parser.getText(), true);
    };
  }

  private Items items(Position position) throws IOException {
    List<YamlNode> nodes = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      nodes.add(value(parser.currentToken()));
    }
    return new Items(position, nodes);
  }

  private Entries entries(Position position) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Scalar key =
          new Scalar(position(file, parser.currentTokenLocation()), parser.getText(), false);
      if (!names.add(key.text())) {
        problems.add(
            ProblemId.JSON_DUPLICATE_KEY,
            key.position(),
            "the key " + Problem.quoted(key.text()) + " stands there twice",
            "give each key once");
      }
      entries.add(new Entry(key, value(parser.nextToken())));
    }
    return new Entries(position, entries);
  }
}

package io.correlator.rules.yaml;

import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Entry;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads a file of YAML documents. Built on the parser's events, so that limits hold before anything
 * grows: at most {@value #MAX_CHARACTERS} characters and {@value #MAX_DEPTH} levels, no anchors,
 * aliases, merges or tags, no key twice. For one thread.
 */
public final class YamlReader {
  /** The longest file that is read. */
  public static final int MAX_CHARACTERS = 1 << 20;

  /** How deep maps and lists may be nested. */
  public static final int MAX_DEPTH = 32;

  /** How many documents a file may have; each could be a problem of its own. */
  private static final int MAX_DOCUMENTS = 10_000;

  /** So many keys that stand there twice are told, and then no more. */
  private static final int MOST_DUPLICATES = 20;

  private final String file;
  private final Problems problems;
  private final Iterator<Event> events;
  private int duplicates;

  private YamlReader(String file, String text, Problems problems) {
    this.file = file;
    this.problems = problems;
    LoadSettings settings = settings(text.length());
    this.events = new ParserImpl(settings, new StreamReader(settings, withoutMark(text)));
  }

  /**
   * All of the text is one piece: of a token that spans pieces, the parser copies the beginning for
   * each of them, which takes gigabytes for a token of a megabyte.
   */
  private static LoadSettings settings(int length) {
    return LoadSettings.builder()
        .setCodePointLimit(MAX_CHARACTERS)
        .setBufferSize(Math.max(1, length))
        .setUseMarks(true)
        .build();
  }

  /**
   * The documents of a file, without empty ones. If anything is wrong with the YAML, that is noted
   * and there are none: what follows a mistake cannot be trusted.
   *
   * @param file the name of the file, for positions
   */
  public static List<YamlNode> read(String file, String text, Problems problems) {
    if (text.length() > MAX_CHARACTERS) {
      problems.add(
          ProblemId.YAML_TOO_LARGE,
          Position.of(file),
          "the file has " + text.length() + " characters",
          "at most " + MAX_CHARACTERS + " are read: split it");
      return List.of();
    }
    int errors = problems.errors();
    List<YamlNode> documents = new YamlReader(file, text, problems).documents();
    return problems.errors() == errors ? documents : List.of();
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private List<YamlNode> documents() {
    List<YamlNode> documents = new ArrayList<>();
    try {
      while (events.hasNext()) {
        Event event = events.next();
        if (event instanceof NodeEvent start) {
          YamlNode document = node(start, 0);
          if (!(document instanceof Scalar scalar && scalar.isNull())) {
            add(document, documents);
          }
        }
      }
    } catch (Refused e) {
      problems.add(e.problem);
    } catch (MarkedYamlEngineException e) {
      problems.add(
          ProblemId.YAML_SYNTAX,
          position(e.getProblemMark()),
          "cannot read YAML: " + e.getProblem(),
          "YAML 1.2 is needed; texts with special characters stand in single quotes");
    } catch (YamlEngineException e) {
      problems.add(
          ProblemId.YAML_SYNTAX,
          Position.of(file),
          "cannot read YAML: " + firstLine(e),
          "YAML 1.2 in UTF-8 is needed");
    }
    return documents;
  }

  private static void add(YamlNode document, List<YamlNode> documents) {
    if (documents.size() == MAX_DOCUMENTS) {
      throw new Refused(
          ProblemId.YAML_TOO_LARGE,
          document.position(),
          "the file has more than " + MAX_DOCUMENTS + " documents",
          "split it");
    }
    documents.add(document);
  }

  private static String firstLine(YamlEngineException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private YamlNode node(NodeEvent start, int depth) {
    Position position = position(start.getStartMark());
    refuseSpecials(start, position);
    if (start instanceof ScalarEvent scalar) {
      return scalar(scalar, position);
    }
    if (depth == MAX_DEPTH) {
      throw new Refused(
          ProblemId.YAML_TOO_LARGE,
          position,
          "nested more than " + MAX_DEPTH + " levels deep",
          "rules need fewer than ten");
    }
    return start.getEventId() == Event.ID.MappingStart
        ? entries(position, depth)
        : items(position, depth);
  }

  private void refuseSpecials(NodeEvent event, Position position) {
    if (event instanceof AliasEvent || event.getAnchor().isPresent()) {
      throw new Refused(
          ProblemId.YAML_ALIAS,
          position,
          "anchors (&) and aliases (*) are not read",
          "write the value out, or in single quotes if it begins so");
    }
    Optional<String> tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : event instanceof CollectionStartEvent start ? start.getTag() : Optional.empty();
    if (tag.isPresent()) {
      throw new Refused(
          ProblemId.YAML_TAG,
          position,
          "tags such as " + Problem.quoted(tag.get()) + " are not read",
          "leave it out, or put the value in single quotes if it begins with an exclamation mark");
    }
  }

  private static Scalar scalar(ScalarEvent event, Position position) {
    return new Scalar(position, event.getValue(), event.getScalarStyle() == ScalarStyle.PLAIN);
  }

  private YamlNode items(Position position, int depth) {
    List<YamlNode> nodes = new ArrayList<>();
    while (events.next() instanceof NodeEvent next) {
      nodes.add(node(next, depth + 1));
    }
    return new Items(position, nodes);
  }

  private YamlNode entries(Position position, int depth) {
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (events.next() instanceof NodeEvent next) {
      if (!(node(next, depth + 1) instanceof Scalar key)) {
        throw new Refused(
            ProblemId.YAML_KEY,
            position(next.getStartMark()),
            "a key must be a text",
            "put it in single quotes if it begins with a bracket");
      }
      if (!names.add(key.text())) {
        duplicate(key);
      }
      entries.add(new Entry(key, value(depth)));
    }
    return new Entries(position, entries);
  }

  private void duplicate(Scalar key) {
    Problem problem =
        new Problem(
            ProblemId.YAML_DUPLICATE_KEY,
            key.position(),
            "the key " + Problem.quoted(key.text()) + " stands there twice",
            "give each key once; the values of one field are a list");
    if (++duplicates == MOST_DUPLICATES) {
      throw new Refused(problem);
    }
    problems.add(problem);
  }

  private YamlNode value(int depth) {
    if (events.next() instanceof NodeEvent value) {
      return node(value, depth + 1);
    }
    throw new IllegalStateException("a key without a value");
  }

  private Position position(Optional<Mark> mark) {
    return mark.map(at -> new Position(file, at.getLine() + 1, at.getColumn() + 1))
        .orElse(Position.of(file));
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Refused(ProblemId id, Position position, String message, String remedy) {
      this(new Problem(id, position, message, remedy));
    }

    Refused(Problem problem) {
      super(problem.message(), null, false, false);
      this.problem = problem;
    }
  }
}

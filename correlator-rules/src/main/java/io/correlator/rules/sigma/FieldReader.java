package io.correlator.rules.sigma;

import io.correlator.api.config.NearestName;
import io.correlator.rules.detection.Glob;
import io.correlator.rules.detection.LinearRegex;
import io.correlator.rules.detection.Network;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.Test;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entry;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of a selection: a field, its modifiers, and the values wanted. Without a name of a
 * field, the whole record is searched.
 */
final class FieldReader {
  private static final int MAX_VALUES = 10_000;
  private static final int MAX_NUMBER = 64;

  private final Entry entry;
  private final Placeholders placeholders;
  private final Problems problems;
  private final String field;
  private final List<Modifier> modifiers = new ArrayList<>();

  private FieldReader(Entry entry, Placeholders placeholders, Problems problems) {
    this.entry = entry;
    this.placeholders = placeholders;
    this.problems = problems;
    String key = entry.name();
    int bar = key.indexOf('|');
    this.field = bar < 0 ? key : key.substring(0, bar);
  }

  /** What the line asks for; nothing if it is wrong, which is noted. */
  static Optional<Predicate> read(Entry entry, Placeholders placeholders, Problems problems) {
    return new FieldReader(entry, placeholders, problems).read();
  }

  /** A text that is searched in the whole record. */
  static Optional<Predicate> keyword(Scalar value, Placeholders placeholders, Problems problems) {
    Scalar key = new Scalar(value.position(), "", false);
    return read(new Entry(key, value), placeholders, problems);
  }

  private Optional<Predicate> read() {
    int errors = problems.errors();
    readModifiers();
    List<Scalar> values = values();
    if (problems.errors() > errors) {
      return Optional.empty();
    }
    List<List<Predicate>> wanted = new ArrayList<>();
    int size = 0;
    for (Scalar value : values) {
      List<Predicate> alternatives = alternatives(value);
      wanted.add(alternatives);
      size += alternatives.size();
      if (size > MAX_VALUES) {
        error(ProblemId.SIGMA_TOO_MANY_VALUES, value, "too many values", "at most " + MAX_VALUES);
        break;
      }
    }
    return problems.errors() > errors ? Optional.empty() : Optional.of(combined(wanted));
  }

  /** Each value may stand for several; with {@code all}, one of those is needed for each. */
  private Predicate combined(List<List<Predicate>> wanted) {
    Predicate combined =
        has(Modifier.ALL)
            ? single(wanted.stream().map(FieldReader::any).toList(), Predicate.All::new)
            : any(wanted.stream().flatMap(List::stream).toList());
    return has(Modifier.NEQ) ? new Predicate.Not(combined) : combined;
  }

  private static Predicate any(List<Predicate> alternatives) {
    return single(alternatives, Predicate.Any::new);
  }

  private static Predicate single(
      List<Predicate> parts, Function<List<Predicate>, Predicate> combine) {
    return parts.size() == 1 ? parts.get(0) : combine.apply(parts);
  }

  private void readModifiers() {
    String[] names = entry.name().split("\\|", -1);
    for (int i = 1; i < names.length; i++) {
      String name = names[i];
      Modifier.of(name).ifPresentOrElse(modifiers::add, () -> unknown(name));
    }
    for (Modifier modifier : modifiers) {
      for (Modifier other : modifiers) {
        if (other != modifier && !modifier.companions().contains(other)) {
          error(
              ProblemId.SIGMA_MODIFIER_ORDER,
              entry.key(),
              "the modifiers '%s' and '%s' do not go together".formatted(modifier, other),
              modifier.companions().isEmpty()
                  ? "'" + modifier + "' stands alone"
                  : "with '%s' there may be %s".formatted(modifier, modifier.companions()));
          return;
        }
      }
    }
    checkOrder();
  }

  private void unknown(String name) {
    String known = name.length() > MAX_NUMBER ? name.substring(0, MAX_NUMBER) : name;
    error(
        ProblemId.SIGMA_UNKNOWN_MODIFIER,
        entry.key(),
        "unknown modifier " + Problem.quoted(name),
        NearestName.of(known, Modifier.names())
            .map("did you mean '%s'?"::formatted)
            .orElse("there are " + String.join(", ", Modifier.names())));
  }

  private void checkOrder() {
    int regex = modifiers.indexOf(Modifier.RE);
    boolean flags = has(Modifier.I) || has(Modifier.M) || has(Modifier.S);
    if (regex > 0 || (regex < 0 && flags)) {
      error(
          ProblemId.SIGMA_MODIFIER_ORDER,
          entry.key(),
          "'re' comes before all other modifiers, and i, m and s follow it",
          "write " + Problem.quoted(field + "|re|i"));
    } else if (only(Modifier.COMPARISONS) > 1 || only(Modifier.TIMES) > 1) {
      error(
          ProblemId.SIGMA_MODIFIER_ORDER,
          entry.key(),
          "a value is compared in one way",
          "write another line, or another selection, for the other comparison");
    } else if (new HashSet<>(modifiers).size() < modifiers.size()) {
      withoutEffect("a modifier stands there twice", "once is enough");
    } else if (regex == 0
        && (has(Modifier.CONTAINS) || has(Modifier.STARTSWITH) || has(Modifier.ENDSWITH))) {
      withoutEffect(
          "a regular expression is searched anywhere in the value",
          "leave out contains, startswith and endswith; ^ and $ bind it to the ends");
    } else if (has(Modifier.BASE64OFFSET) && !has(Modifier.CONTAINS)) {
      problems.add(
          ProblemId.SIGMA_SUSPICIOUS_VALUE,
          entry.key().position(),
          "'base64offset' without 'contains' finds nothing that stands in a longer text",
          "write " + Problem.quoted(field + "|base64offset|contains"));
    }
    if (field.isEmpty() && modifiers.stream().anyMatch(FieldReader::needsField)) {
      error(
          ProblemId.SIGMA_MODIFIER_ORDER,
          entry.key(),
          "the modifiers in " + Problem.quoted(entry.name()) + " need a field",
          "write the name of the field before the first |");
    }
  }

  private static boolean needsField(Modifier modifier) {
    return switch (modifier) {
      case EXISTS, CIDR, FIELDREF -> true;
      default -> Modifier.COMPARISONS.contains(modifier) || Modifier.TIMES.contains(modifier);
    };
  }

  private long only(Set<Modifier> some) {
    return modifiers.stream().filter(some::contains).distinct().count();
  }

  private List<Scalar> values() {
    YamlNode node = entry.value();
    if (node instanceof Scalar scalar) {
      if (has(Modifier.ALL)) {
        withoutEffect("'all' has one value only", "leave it out, or give a list");
      }
      return List.of(scalar);
    }
    int errors = problems.errors();
    List<Scalar> values = new ArrayList<>();
    if (node instanceof Items items) {
      for (YamlNode item : items.nodes()) {
        if (item instanceof Scalar scalar && !scalar.isNull()) {
          values.add(scalar);
        } else if (item instanceof Scalar) {
          error(
              ProblemId.SIGMA_NULL,
              item,
              "null cannot stand in a list",
              "make a selection of its own for it: " + fieldName() + ": null");
        } else {
          shape(item);
        }
      }
    } else {
      shape(node);
    }
    if (values.isEmpty() && problems.errors() == errors) {
      error(
          ProblemId.SIGMA_EMPTY,
          node,
          "no values for " + Problem.quoted(entry.name()),
          "give some");
    } else if (values.size() == 1 && has(Modifier.ALL)) {
      withoutEffect("'all' has one value only", "leave it out, or give more values");
    }
    return values;
  }

  private String fieldName() {
    return field.isEmpty() ? "a field" : field;
  }

  private void shape(YamlNode node) {
    error(
        ProblemId.SIGMA_SHAPE,
        node,
        "the value of " + Problem.quoted(entry.name()) + " is " + node.kind(),
        "a text, a number or a list of these is needed; nested fields are written a.b");
  }

  /** What one value stands for. */
  private List<Predicate> alternatives(Scalar value) {
    if (value.isNull()) {
      return nothing(value);
    }
    if (has(Modifier.EXISTS)) {
      return existence(value);
    }
    if (has(Modifier.FIELDREF)) {
      return List.of(new Predicate.Compared(field, value.text(), relation(), has(Modifier.CASED)));
    }
    return tests(value).stream().map(this::about).toList();
  }

  private Predicate about(Test test) {
    return field.isEmpty() ? new Predicate.Anywhere(test) : new Predicate.Field(field, test);
  }

  private List<Predicate> nothing(Scalar value) {
    if (field.isEmpty()
        || modifiers.stream().anyMatch(m -> m != Modifier.NEQ && m != Modifier.ALL)) {
      error(
          ProblemId.SIGMA_NULL,
          value,
          "null cannot be searched for with " + Problem.quoted(entry.name()),
          "write "
              + fieldName()
              + ": null for a field that is missing or null, '' for an empty one");
      return List.of();
    }
    return List.of(new Predicate.Absent(field));
  }

  private List<Predicate> existence(Scalar value) {
    if (value.truth().isEmpty()) {
      error(
          ProblemId.SIGMA_VALUE,
          value,
          "'exists' cannot be " + Problem.quoted(value.text()),
          "it is true or false, without quotes");
      return List.of();
    }
    Predicate present = new Predicate.Present(field);
    return List.of(value.truth().get() ? present : new Predicate.Not(present));
  }

  private Predicate.Relation relation() {
    return has(Modifier.CONTAINS)
        ? Predicate.Relation.CONTAINS
        : has(Modifier.STARTSWITH)
            ? Predicate.Relation.STARTS_WITH
            : has(Modifier.ENDSWITH) ? Predicate.Relation.ENDS_WITH : Predicate.Relation.EQUAL;
  }

  private List<Test> tests(Scalar value) {
    if (has(Modifier.RE)) {
      return regex(value);
    }
    if (has(Modifier.CIDR)) {
      return network(value);
    }
    if (only(Modifier.COMPARISONS) > 0 || only(Modifier.TIMES) > 0) {
      return number(value);
    }
    return texts(value).stream().map(TextValue::test).toList();
  }

  private List<Test> regex(Scalar value) {
    Set<Test.RegexFlag> flags = EnumSet.noneOf(Test.RegexFlag.class);
    if (has(Modifier.I)) {
      flags.add(Test.RegexFlag.IGNORE_CASE);
    }
    if (has(Modifier.M)) {
      flags.add(Test.RegexFlag.MULTI_LINE);
    }
    if (has(Modifier.S)) {
      flags.add(Test.RegexFlag.DOT_ALL);
    }
    try {
      LinearRegex.compile(value.text(), flags);
    } catch (LinearRegex.TooLargeException e) {
      error(
          ProblemId.SIGMA_REGEX_TOO_LARGE,
          value,
          "the regular expression is too large: " + e.getMessage(),
          "use smaller numbers in braces, or several expressions");
    } catch (IllegalArgumentException e) {
      error(
          ProblemId.SIGMA_REGEX,
          value,
          "cannot read the regular expression: " + e.getMessage(),
          "there are . ^ $ * + ? {n,m} [...] | (...) and classes; looking around and back"
              + " references take more than linear time");
    }
    return List.of(new Test.Regex(value.text(), flags));
  }

  private List<Test> network(Scalar value) {
    try {
      Network.parse(value.text());
    } catch (IllegalArgumentException e) {
      error(
          ProblemId.SIGMA_NETWORK,
          value,
          Problem.quoted(value.text()) + " is no network",
          String.valueOf(e.getMessage()));
    }
    return List.of(new Test.InNetwork(value.text()));
  }

  private List<Test> number(Scalar value) {
    BigDecimal number = decimal(value.text());
    if (number == null) {
      error(
          ProblemId.SIGMA_VALUE,
          value,
          Problem.quoted(value.text()) + " is no number",
          "a decimal number is needed, such as 10 or -0.5");
      return List.of();
    }
    Test.Comparison comparison =
        has(Modifier.LT)
            ? Test.Comparison.LESS
            : has(Modifier.LTE)
                ? Test.Comparison.AT_MOST
                : has(Modifier.GT)
                    ? Test.Comparison.MORE
                    : has(Modifier.GTE) ? Test.Comparison.AT_LEAST : Test.Comparison.EQUAL;
    Optional<Test.Unit> unit =
        modifiers.stream()
            .filter(Modifier.TIMES::contains)
            .findFirst()
            .map(part -> Test.Unit.valueOf(part.name()));
    unit.ifPresent(part -> checkPossible(part, comparison, number, value));
    return List.of(
        unit.<Test>map(part -> new Test.TimePart(part, comparison, number))
            .orElseGet(() -> new Test.Numeric(comparison, number)));
  }

  /** Whether any time can be like that. */
  private void checkPossible(
      Test.Unit unit, Test.Comparison comparison, BigDecimal number, Scalar value) {
    if (!unit.canBe(comparison, number)) {
      error(
          ProblemId.SIGMA_VALUE,
          value,
          "no time has such a %s: %s".formatted(unit, value.text()),
          "it is from %d to %d".formatted(unit.least(), unit.most()));
    }
  }

  private static @Nullable BigDecimal decimal(String text) {
    if (text.length() > MAX_NUMBER
        || !text.matches("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")) {
      return null;
    }
    return new BigDecimal(text);
  }

  private List<TextValue> texts(Scalar value) {
    List<TextValue> values = List.of(TextValue.of(Glob.parse(value.text())));
    try {
      for (Modifier modifier : modifiers) {
        List<TextValue> next = new ArrayList<>();
        for (TextValue each : values) {
          next.addAll(modified(modifier, each));
        }
        values = next;
        if (values.size() > MAX_VALUES) {
          throw new TextValue.NotApplicableException(
              "it stands for more than " + MAX_VALUES + " values");
        }
      }
    } catch (TextValue.UnknownPlaceholderException e) {
      error(
          ProblemId.SIGMA_PLACEHOLDER,
          value,
          "nobody says what the placeholder "
              + Problem.quoted("%" + e.getMessage() + "%")
              + " stands for",
          placeholders.names().isEmpty()
              ? "give its values in a mapping, under 'placeholders'"
              : "there are " + String.join(", ", placeholders.names()));
    } catch (TextValue.NotApplicableException e) {
      error(
          ProblemId.SIGMA_VALUE,
          value,
          "%s does not fit %s: %s"
              .formatted(
                  Problem.quoted(value.text()), Problem.quoted(entry.name()), e.getMessage()),
          "change the value or the modifiers");
    }
    // A keyword stands anywhere in a text.
    return field.isEmpty()
        ? values.stream().map(v -> v.with(v.glob().contained())).toList()
        : values;
  }

  private List<TextValue> modified(Modifier modifier, TextValue value) {
    return switch (modifier) {
      case CONTAINS -> List.of(value.with(value.glob().contained()));
      case STARTSWITH -> List.of(value.with(value.glob().endsAnywhere()));
      case ENDSWITH -> List.of(value.with(value.glob().startsAnywhere()));
      case CASED -> List.of(new TextValue(value.glob(), true, value.encoded()));
      case WINDASH -> value.windash();
      case EXPAND -> value.expand(placeholders);
      case BASE64 -> List.of(value.base64());
      case BASE64OFFSET -> value.base64offset();
      case UTF16 -> List.of(value.utf16(StandardCharsets.UTF_16LE, true));
      case UTF16LE -> List.of(value.utf16(StandardCharsets.UTF_16LE, false));
      case UTF16BE -> List.of(value.utf16(StandardCharsets.UTF_16BE, false));
      default -> List.of(value);
    };
  }

  private boolean has(Modifier modifier) {
    return modifiers.contains(modifier);
  }

  private void withoutEffect(String message, String remedy) {
    problems.add(ProblemId.SIGMA_MODIFIER_WITHOUT_EFFECT, entry.key().position(), message, remedy);
  }

  private void error(ProblemId id, YamlNode node, String message, String remedy) {
    problems.add(id, node.position(), message, remedy);
  }
}

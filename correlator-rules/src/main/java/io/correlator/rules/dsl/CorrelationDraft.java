package io.correlator.rules.dsl;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.Combination;
import io.correlator.api.state.Condition;
import io.correlator.api.state.OperatorOptions;
import io.correlator.api.state.Rearm;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.sigma.RuleFormula;
import io.correlator.rules.yaml.YamlNode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule about several records that is being written. How long the window is must be said, with
 * {@link #within}; without being told more, all records belong together, and it fires once in a
 * window.
 *
 * <p>What it is about are conditions, or other rules by their id or name, which give no alerts of
 * their own then.
 *
 * @param <D> the kind of draft
 */
public abstract sealed class CorrelationDraft<D extends CorrelationDraft<D>> extends RuleDraft<D>
    permits AbsenceDraft,
        AlarmDraft,
        CountDraft,
        HeartbeatDraft,
        SequenceDraft,
        TogetherDraft,
        ValueDraft {
  static final int MOST_COUNTED = CorrelationRule.MOST_COUNTED;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  private @Nullable Duration timespan;
  private List<String> groupBy = List.of();
  private OperatorOptions operator = OperatorOptions.defaults();
  private final Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
  private boolean generate;

  CorrelationDraft(String kind, String id) {
    super(kind, id);
  }

  /** A condition, or another rule. */
  record Term(@Nullable Predicate condition, String rule, String name) {
    static Term of(Predicate condition) {
      return of("", condition);
    }

    static Term of(String name, Predicate condition) {
      return new Term(requireNonNull(condition, "condition"), "", requireNonNull(name, "name"));
    }

    static Term of(String rule) {
      return new Term(null, requireNonNull(rule, "rule"), rule);
    }
  }

  /** Which of the terms must be seen together, and which must not, as a formula says. */
  final List<Combination> combinations(String formula, List<Term> terms, int most) {
    List<String> names = terms.stream().map(Term::name).toList();
    if (names.contains("")) {
      throw wrong(
          ProblemId.CORRELATION_CONDITION, "formula", "needs names", "give each condition one");
    }
    if (Set.copyOf(names).size() < names.size()) {
      throw wrong(
          ProblemId.CORRELATION_CONDITION,
          "formula",
          "finds a name twice",
          "give each condition its own");
    }
    Problems problems = new Problems();
    List<Combination> combinations =
        RuleFormula.read(new YamlNode.Scalar(POSITION, formula, false), names, most, problems);
    problems.all().stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw wrong(problem.id(), "formula", problem.message(), problem.remedy());
            });
    return combinations;
  }

  /** How long the window is: 1 ms to 366 days; needed. */
  public final D within(Duration window) {
    timespan = span("within", window);
    return self();
  }

  /** The fields whose values records have in common that belong together. */
  public final D by(String... fields) {
    groupBy = Arrays.stream(fields).map(FieldTest::inside).distinct().toList();
    return self();
  }

  /**
   * A name for {@link #by} or for values that is no field, and the field that it means in the
   * matches of a rule. It needs one for each rule that is named, by id or name as here; in a
   * condition that was given a name, it means a field by that name, and in any other condition the
   * field that is called so.
   */
  public final D alias(String name, String rule, String field) {
    aliases
        .computeIfAbsent(requireNonNull(name, "name"), key -> new LinkedHashMap<>())
        .put(requireNonNull(rule, "rule"), FieldTest.inside(field));
    return self();
  }

  /** When it fires again, and how often at most. */
  public final D rearm(Rearm rearm) {
    operator = operator.rearm(rearm);
    return self();
  }

  /** How many keys it holds at most. */
  public final D maxKeys(int maxKeys) {
    operator = operator.maxKeys(number("maxKeys", maxKeys, 1, OperatorOptions.MOST_KEYS));
    return self();
  }

  /** The rules that it names give alerts of their own as well. */
  public final D generate() {
    generate = true;
    return self();
  }

  final Duration span(String method, Duration span) {
    if (span.compareTo(SHORTEST) < 0 || span.compareTo(LONGEST) > 0) {
      throw wrong(
          ProblemId.CORRELATION_VALUE, method, "is " + span, "1 ms to 366 days are possible");
    }
    return span.truncatedTo(ChronoUnit.MILLIS);
  }

  final int number(String method, int number, int least, int most) {
    if (number < least || number > most) {
      throw wrong(
          ProblemId.CORRELATION_VALUE,
          method,
          "is " + number,
          String.format(Locale.ROOT, "%,d to %,d are possible", least, most));
    }
    return number;
  }

  /** How many fields the key has. */
  final int keys() {
    return groupBy.size();
  }

  /** Gathers the rules that terms become, in the order of JSON rules. */
  final class Parts {
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, String> called = new LinkedHashMap<>();
    private int number;

    /** The rule that a term names, or becomes. */
    String name(Term term, String selection) {
      number++;
      Predicate condition = term.condition();
      if (condition == null) {
        called.put(term.rule(), term.rule());
        return term.rule();
      }
      String name = id() + "/" + number;
      if (!term.name().isEmpty()) {
        called.put(term.name(), name);
      }
      rules.add(
          new DetectionRule(
              Metadata.builder(name).id(name).build(),
              logSource(),
              List.of(new Predicate.Selection(selection, condition)),
              Optional.empty(),
              POSITION));
      return name;
    }

    List<String> names(List<Term> terms, String selection) {
      List<String> names = new ArrayList<>();
      for (Term term : terms) {
        names.add(name(term, selection + "[" + names.size() + "]"));
      }
      return names;
    }

    List<Rule> with(
        CorrelationRule.Type type,
        List<String> counted,
        Condition condition,
        List<String> fields,
        double percent,
        CorrelationOptions.Builder options) {
      if (timespan == null) {
        throw missing("within", "say how long the window is");
      }
      CorrelationRule rule =
          new CorrelationRule(
              metadata(),
              type,
              counted,
              groupBy,
              aliased(fields),
              timespan,
              condition,
              fields,
              percent,
              generate,
              options.operator(operator).build(),
              POSITION);
      checkPossible(rule);
      rules.add(rule);
      return List.copyOf(rules);
    }

    /** The aliases, by the rules that conditions have become. */
    private Map<String, Map<String, String>> aliased(List<String> fields) {
      Map<String, Map<String, String>> all = new LinkedHashMap<>();
      aliases.forEach(
          (name, byRule) -> {
            if (!groupBy.contains(name) && !fields.contains(name)) {
              throw aliasWrong("'%s' stands neither in by nor in values", name, "use it there");
            }
            Map<String, String> fieldOf = new LinkedHashMap<>();
            byRule.forEach(
                (rule, field) -> {
                  String known = called.get(rule);
                  if (known == null) {
                    throw aliasWrong(
                        "nothing here is called '%s'", rule, "it is one of " + called.keySet());
                  }
                  fieldOf.put(known, field);
                });
            called.forEach(
                (rule, known) -> {
                  if (rule.equals(known) && !byRule.containsKey(rule)) {
                    throw aliasWrong(
                        "'" + name + "' has no field of the rule '%s'",
                        rule,
                        "give one for each rule that is named");
                  }
                });
            all.put(name, fieldOf);
          });
      return all;
    }

    private InvalidRuleException aliasWrong(String what, String name, String remedy) {
      return wrong(ProblemId.CORRELATION_SHAPE, "alias", what.formatted(name), remedy);
    }

    List<Rule> with(
        CorrelationRule.Type type,
        List<String> counted,
        Condition condition,
        CorrelationOptions.Builder options) {
      return with(type, counted, condition, List.of(), 0, options);
    }
  }

  final Term needed(@Nullable Term term, String method, String remedy) {
    if (term == null) {
      throw missing(method, remedy);
    }
    return term;
  }

  final InvalidRuleException missing(String method, String remedy) {
    return wrong(ProblemId.CORRELATION_SHAPE, method, "is missing", remedy);
  }

  /** A rule that cannot fire looks like one to which nothing happens. */
  private void checkPossible(CorrelationRule rule) {
    int references = rule.references().size();
    if (rule.type().tellsRulesApart() && references > CorrelationRule.MOST_RULES) {
      throw wrong(
          ProblemId.CORRELATION_VALUE,
          "rules",
          "has " + references + " conditions and rules",
          "at most " + CorrelationRule.MOST_RULES + " are possible");
    }
    boolean counts = !rule.type().hasValue() || rule.type() == CorrelationRule.Type.VALUE_COUNT;
    if (counts && rule.condition().reach() > MOST_COUNTED) {
      throw wrong(
          ProblemId.CORRELATION_VALUE,
          "where",
          "counts too far",
          String.format(Locale.ROOT, "at most %,d is possible", MOST_COUNTED));
    }
    if (!rule.type().canBe(rule.condition(), rule.rules().size())) {
      throw wrong(
          ProblemId.CORRELATION_VALUE,
          "where",
          "is never so",
          counts
              ? "counting begins with one; what does not come at all is a heartbeat or an absence"
              : "compare with numbers that leave something between them");
    }
    rule.options()
        .withoutMeaning(rule.type())
        .ifPresent(
            remedy -> {
              throw wrong(ProblemId.CORRELATION_VALUE, "rearm", "has no meaning here", remedy);
            });
  }
}

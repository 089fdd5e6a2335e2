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
import io.correlator.rules.problem.Problems;
import io.correlator.rules.sigma.RuleFormula;
import io.correlator.rules.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  static final int MOST_COUNTED = 65_535;
  private static final Duration LONGEST = Duration.ofDays(366);

  private @Nullable Duration timespan;
  private List<String> groupBy = List.of();
  private OperatorOptions operator = OperatorOptions.defaults();
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
      throw wrong("formula", "needs names", "give each condition one");
    }
    if (Set.copyOf(names).size() < names.size()) {
      throw wrong("formula", "finds a name twice", "give each condition its own");
    }
    Problems problems = new Problems();
    List<Combination> combinations =
        RuleFormula.read(new YamlNode.Scalar(POSITION, formula, false), names, most, problems);
    problems.all().stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw wrong("formula", problem.message(), problem.remedy());
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

  /** When it fires again, and how often at most. */
  public final D rearm(Rearm rearm) {
    operator = operator.rearm(rearm);
    return self();
  }

  /** How many keys it holds at most. */
  public final D maxKeys(int maxKeys) {
    if (maxKeys < 1 || maxKeys > OperatorOptions.MOST_KEYS) {
      throw wrong("maxKeys", "is " + maxKeys, "1 to " + OperatorOptions.MOST_KEYS);
    }
    operator = operator.maxKeys(maxKeys);
    return self();
  }

  /** The rules that it names give alerts of their own as well. */
  public final D generate() {
    generate = true;
    return self();
  }

  final Duration span(String method, Duration span) {
    if (span.toNanos() < 1_000_000 || span.compareTo(LONGEST) > 0) {
      throw wrong(method, "is " + span, "1 ms to 366 days are possible");
    }
    return span;
  }

  final int number(String method, int number, int least, int most) {
    if (number < least || number > most) {
      throw wrong(method, "is " + number, "%,d to %,d are possible".formatted(least, most));
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
    private int number;

    /** The rule that a term names, or becomes. */
    String name(Term term, String selection) {
      number++;
      Predicate condition = term.condition();
      if (condition == null) {
        return term.rule();
      }
      String name = id() + "/" + number;
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
        throw wrong("within", "is missing", "say how long the window is");
      }
      rules.add(
          new CorrelationRule(
              metadata(),
              type,
              counted,
              groupBy,
              Map.of(),
              timespan,
              condition,
              fields,
              percent,
              generate,
              options.operator(operator).build(),
              POSITION));
      return List.copyOf(rules);
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
      throw wrong(method, "is missing", remedy);
    }
    return term;
  }
}

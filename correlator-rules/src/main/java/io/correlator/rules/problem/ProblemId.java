package io.correlator.rules.problem;

import io.correlator.rules.problem.Problem.Severity;
import java.util.Locale;

/**
 * Every kind of problem that rules can have. The {@linkplain #toString() text} of an id never
 * changes its meaning: people search for it and silence it by it.
 */
public enum ProblemId {
  /** Not YAML. */
  YAML_SYNTAX(Severity.ERROR),
  /** A file or a nesting beyond the limits. */
  YAML_TOO_LARGE(Severity.ERROR),
  /** An anchor, an alias or a merge: what makes small files large. */
  YAML_ALIAS(Severity.ERROR),
  /** A tag such as {@code !!binary}. */
  YAML_TAG(Severity.ERROR),
  /** The same key twice in a map. */
  YAML_DUPLICATE_KEY(Severity.ERROR),
  /** A key that is not a scalar. */
  YAML_KEY(Severity.ERROR),

  /** Something other than a map, or a list, or a text, where one is needed. */
  SIGMA_SHAPE(Severity.ERROR),
  /** A part that every rule has is missing. */
  SIGMA_MISSING_KEY(Severity.ERROR),
  /** A key that the specification does not know. */
  SIGMA_UNKNOWN_KEY(Severity.WARNING),
  /** A value outside the list that the specification gives, of a level or status. */
  SIGMA_UNKNOWN_VALUE(Severity.ERROR),
  /** A date that is not written as ISO 8601 says. */
  SIGMA_DATE(Severity.WARNING),
  /** A text longer than the specification allows. */
  SIGMA_TOO_LONG(Severity.WARNING),
  /** Names of fields or values that are not Sigma's own. */
  SIGMA_TAXONOMY(Severity.WARNING),

  /** A selection without any field or value. */
  SIGMA_EMPTY(Severity.ERROR),
  /** A modifier that the specification does not know. */
  SIGMA_UNKNOWN_MODIFIER(Severity.ERROR),
  /** A modifier that cannot follow those before it, or cannot stand alone. */
  SIGMA_MODIFIER_ORDER(Severity.ERROR),
  /** A modifier that changes nothing where it stands. */
  SIGMA_MODIFIER_WITHOUT_EFFECT(Severity.WARNING),
  /** A value that the modifier cannot be applied to. */
  SIGMA_VALUE(Severity.ERROR),
  /** A null where there cannot be one. */
  SIGMA_NULL(Severity.ERROR),
  /** A value that expands to too many. */
  SIGMA_TOO_MANY_VALUES(Severity.ERROR),
  /** A value that matches something else than its author thought, or anything. */
  SIGMA_SUSPICIOUS_VALUE(Severity.WARNING),
  /** A placeholder that nobody gives values for. */
  SIGMA_PLACEHOLDER(Severity.ERROR),
  /** A network that is none, or has bits set behind its prefix. */
  SIGMA_NETWORK(Severity.ERROR),
  /** A regular expression that cannot be read, or that is more than linear time allows. */
  SIGMA_REGEX(Severity.ERROR),
  /** A regular expression that is too large. */
  SIGMA_REGEX_TOO_LARGE(Severity.ERROR),

  /** A condition that cannot be read. */
  SIGMA_CONDITION(Severity.ERROR),
  /** A condition that is too large or too deeply nested. */
  SIGMA_CONDITION_TOO_LARGE(Severity.ERROR),
  /** A condition that names no selection. */
  SIGMA_UNKNOWN_SELECTION(Severity.ERROR),
  /** {@code 2 of ...} and the like. */
  SIGMA_CONDITION_COUNT(Severity.ERROR),
  /** A selection that no condition names. */
  SIGMA_UNUSED_SELECTION(Severity.WARNING),

  /** An aggregation as Sigma 1 wrote it. */
  SIGMA_LEGACY_AGGREGATION(Severity.ERROR),
  /** A time frame as Sigma 1 wrote it. */
  SIGMA_LEGACY_TIMEFRAME(Severity.ERROR),
  /** {@code action: global} and the like, as Sigma 1 wrote several rules in a file. */
  SIGMA_LEGACY_ACTION(Severity.ERROR),

  /** A filter that names a rule that is not there. */
  FILTER_UNKNOWN_RULE(Severity.ERROR),
  /** A filter whose log source is not that of the rule that it names. */
  FILTER_LOG_SOURCE(Severity.ERROR),
  /** A filter that does not negate anything, so it narrows rules down to what it describes. */
  FILTER_WITHOUT_NOT(Severity.WARNING),

  /** A file of rules that cannot be read. */
  RULE_FILE(Severity.ERROR),
  /** A folder in which no file of rules is. */
  RULE_FOLDER_EMPTY(Severity.WARNING),
  /** A rule that is called as another one before it. */
  RULE_DUPLICATE(Severity.ERROR),
  /** Not JSON, or beyond the limits. */
  JSON_SYNTAX(Severity.ERROR),
  /** The same key twice in an object. */
  JSON_DUPLICATE_KEY(Severity.ERROR),
  /** Something other than an object, or a text, or a number, where one is needed. */
  JSON_RULE_SHAPE(Severity.ERROR),
  /** A part that every such rule has is missing. */
  JSON_RULE_MISSING_KEY(Severity.ERROR),
  /** A key that no such rule has. */
  JSON_RULE_UNKNOWN_KEY(Severity.ERROR),
  /** A value outside of what is possible. */
  JSON_RULE_VALUE(Severity.ERROR),
  /** A field that is none of {@code raw}, {@code source}, {@code severity}, {@code parsed.NAME}. */
  JSON_RULE_FIELD(Severity.ERROR),

  /** A correlation with a part that is missing, or not as it should be. */
  CORRELATION_SHAPE(Severity.ERROR),
  /** A key that correlations do not have. */
  CORRELATION_UNKNOWN_KEY(Severity.ERROR),
  /** A type, an operator or a number that is not possible. */
  CORRELATION_VALUE(Severity.ERROR),
  /** A condition that names rules and cannot be read, or cannot be decided. */
  CORRELATION_CONDITION(Severity.ERROR),
  /** A percentile that does not say which one. */
  CORRELATION_PERCENTILE(Severity.WARNING),
  /** Correlations that name each other in a circle. */
  CORRELATION_CYCLE(Severity.ERROR),
  /** Correlations of correlations, more of them above each other than are followed. */
  CORRELATION_TOO_DEEP(Severity.ERROR),
  /** A correlation of a rule that is not there, or that is meant by two. */
  CORRELATION_UNKNOWN_RULE(Severity.ERROR),

  /** A rule with the title of another one. */
  RULE_SAME_TITLE(Severity.WARNING),
  /** A condition that no record can fulfil. */
  RULE_NEVER_MATCHES(Severity.WARNING),
  /** A condition that every record fulfils. */
  RULE_ALWAYS_MATCHES(Severity.WARNING),
  /** A name by which no correlation and no filter calls the rule. */
  RULE_UNUSED_NAME(Severity.WARNING),
  /** A field that the events of the log source do not have. */
  RULE_UNKNOWN_FIELD(Severity.WARNING),
  /** A sequence in logs of which the times have no fractions of seconds. */
  CORRELATION_SAME_SECOND(Severity.WARNING),

  /** A part of a case that tests rules is missing, or not as it should be. */
  RULE_TEST_SHAPE(Severity.ERROR),
  /** A key that such cases do not have. */
  RULE_TEST_UNKNOWN_KEY(Severity.ERROR),
  /** A time, a number or a word that is not possible in a case. */
  RULE_TEST_VALUE(Severity.ERROR),
  /** Cases for rules that are not there. */
  RULE_TEST_RULES(Severity.ERROR),

  /** A mapping that cannot be read. */
  MAPPING(Severity.ERROR),
  /** Classes of records that cannot be read. */
  CLASSIFIER(Severity.ERROR),
  /** Formats of lines that cannot be read. */
  FORMAT(Severity.ERROR),
  /** A rule for a log source that no mapping knows: it would never match. */
  LOG_SOURCE_UNMAPPED(Severity.WARNING);

  private final Severity severity;

  ProblemId(Severity severity) {
    this.severity = severity;
  }

  /** Whether a rule is refused for it. */
  public Severity severity() {
    return severity;
  }

  /** As it is shown and searched for: {@code sigma-unknown-modifier}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

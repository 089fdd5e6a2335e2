package io.correlator.rules;

import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When a rule is still the same after it was edited. What a correlation remembers makes sense for
 * another one if both look for the same in the same records and put it together in the same way;
 * how they present what they find does not matter.
 */
final class Identity {
  /** What tells people about a rule, how often it does, and where it stands. */
  private static final Set<String> PRESENTATION =
      Set.of("metadata", "position", "generate", "quota");

  /** What names other rules and fields of theirs: what is meant counts, not the name. */
  private static final Set<String> NAMES = Set.of("rules", "aliases", "groupBy", "fields");

  /** Long enough that two are never alike by chance, short enough for a message. */
  private static final int DIGITS = 16;

  /** Looked up once: asking a class for them takes longer than all the rest. */
  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          return type.getRecordComponents();
        }
      };

  private Identity() {}

  /** All that a rule says, without where it stands. */
  static String text(Rule rule) {
    return text((Record) rule, Set.of("position"));
  }

  /**
   * What the state of a correlation is called: the correlation, and a digest of all that its state
   * depends on. How many or how much is needed is not part of it, only whether that is decided at
   * once or at the end of a window: the operator copes with the rest.
   */
  static String ofState(RuleProgram program, int number) {
    CorrelationRule rule = program.correlation(number);
    Set<String> without = new HashSet<>(PRESENTATION);
    without.addAll(NAMES);
    without.add("options");
    if (isThreshold(rule)) {
      without.add("condition");
    }
    StringBuilder text = new StringBuilder(text(rule, without));
    text.append(text(rule.options(), Set.of("minCount")));
    text.append(rule.condition().isMonotone() ? "at once" : "at the end");
    for (int step : program.stepsOf(number)) {
      text.append(ofStep(program, step));
      rule.groupBy().forEach(name -> text.append(text(rule.fieldOf(name, program.rule(step)))));
      rule.fields().forEach(name -> text.append(text(rule.fieldOf(name, program.rule(step)))));
    }
    text.append(program.chains().places(number));
    return rule.metadata().key() + " " + digest(text.toString());
  }

  private static String ofStep(RuleProgram program, int step) {
    return program.rule(step) instanceof CorrelationRule child
        ? program.stateOf(step - program.numberOf(0)) + text(child.condition())
        : text((Record) program.rule(step), PRESENTATION);
  }

  private static boolean isThreshold(CorrelationRule rule) {
    return switch (rule.type()) {
      case EVENT_COUNT, VALUE_COUNT -> rule.condition().isMonotone();
      case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, TEMPORAL, ALARM -> true;
      default -> false;
    };
  }

  /**
   * The components of a record by name, so that none that is added later is forgotten. What has no
   * order is sorted: the text is the same in every run.
   */
  private static String text(Record value, Set<String> without) {
    StringBuilder text = new StringBuilder(value.getClass().getSimpleName()).append('{');
    for (RecordComponent component : COMPONENTS.get(value.getClass())) {
      if (!without.contains(component.getName())) {
        text.append(component.getName()).append('=').append(text(get(component, value)));
      }
    }
    return text.append('}').toString();
  }

  private static Object get(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a public record cannot be read: " + component, e);
    }
  }

  private static String text(Object value) {
    if (value instanceof Record record) {
      return text(record, Set.of());
    }
    if (value instanceof Set<?> set) {
      return set.stream().map(Identity::text).sorted().collect(Collectors.joining(",", "(", ")"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(Identity::text).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(entry.getKey()) + ":" + text(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "<", ">"));
    }
    // With its length, so that no text can look like two.
    String leaf = value.toString();
    return leaf.length() + "'" + leaf;
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package io.correlator.rules.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.detection.Glob;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is cheap to ask says whether a long text is worth a look. */
final class GuardsTest {
  private static final Predicate NO_CHANNEL = new Predicate.Absent("channel");
  private static final Predicate RAW_WARNS = contains("raw", "warning");

  private final Set<String> asked = new HashSet<>();

  @Test
  void doesNotLookAtATextThatCannotMatter() {
    assertThat(match(List.of(all(NO_CHANNEL, RAW_WARNS)), "a warning", "Security")).isEmpty();
    assertThat(asked).contains("channel").doesNotContain("raw");
  }

  @Test
  void looksAtATextThatMayMatter() {
    Predicate rule = new Predicate.All(List.of(new Predicate.Absent("other"), RAW_WARNS));

    assertThat(match(List.of(rule), "a warning", "Security")).containsExactly(0);
  }

  @Test
  void looksAtATextThatOneOfTwoRulesNeeds() {
    Predicate security = all(exactly("channel", "security"), RAW_WARNS);

    assertThat(match(List.of(all(NO_CHANNEL, RAW_WARNS), security), "a warning", "Security"))
        .containsExactly(1);
  }

  @Test
  void looksAtATextThatSomeRuleNeedsWhateverElseTheRecordHas() {
    assertThat(match(List.of(all(NO_CHANNEL, RAW_WARNS), RAW_WARNS), "a warning", "Security"))
        .containsExactly(1);
  }

  @Test
  void anAnswerThatAGuardNeedsTriggersRulesAllTheSame() {
    Predicate present = new Predicate.Present("channel");
    Predicate guarded = all(new Predicate.Any(List.of(present, NO_CHANNEL)), RAW_WARNS);

    assertThat(match(List.of(guarded, all(present, RAW_WARNS), present), "a warning", "Security"))
        .containsExactly(0, 1, 2);
  }

  private List<Integer> match(List<Predicate> rules, String raw, String channel) {
    MapView record = new MapView(Map.of("raw", raw, "channel", channel));
    List<Integer> found = new ArrayList<>();
    RuleIndex.of(rules).matcher().match(new Watched(record, asked), found::add);
    return found;
  }

  private static Predicate all(Predicate... parts) {
    return new Predicate.All(List.of(parts));
  }

  private static Predicate contains(String field, String text) {
    return new Predicate.Field(
        field, new io.correlator.rules.detection.Test.Text(Glob.exactly(text).contained(), false));
  }

  private static Predicate exactly(String field, String text) {
    return new Predicate.Field(
        field, new io.correlator.rules.detection.Test.Text(Glob.exactly(text), false));
  }

  /** Remembers which fields it was asked for. */
  private record Watched(RecordView record, Set<String> asked) implements RecordView {
    @Override
    public @Nullable Object value(String field) {
      asked.add(field);
      return record.value(field);
    }

    @Override
    public List<String> texts() {
      return record.texts();
    }
  }
}

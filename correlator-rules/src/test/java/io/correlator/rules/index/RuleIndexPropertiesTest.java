package io.correlator.rules.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Glob;
import io.correlator.rules.detection.Matched;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.detection.Test;
import io.correlator.rules.detection.Test.Comparison;
import io.correlator.rules.detection.Test.RegexFlag;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Few letters and few fields, so that rules and records meet. */
final class RuleIndexPropertiesTest {
  private static final Arbitrary<String> FIELDS = Arbitraries.of("f", "g", "h");

  @Provide
  Arbitrary<RecordView> record() {
    return Arbitraries.maps(FIELDS, values()).ofMaxSize(3).map(MapView::new);
  }

  private static Arbitrary<Object> values() {
    Arbitrary<Object> single =
        Arbitraries.oneOf(
            texts(6).map(text -> (Object) text),
            Arbitraries.longs().between(0, 12),
            Arbitraries.of("192.0.2.7", "198.51.100.1", "7"),
            Arbitraries.of(RecordView.NULL, true));
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, single),
        net.jqwik.api.Tuple.of(1, single.list().ofMaxSize(3).map(list -> (Object) list)));
  }

  private static Arbitrary<String> texts(int most) {
    return Arbitraries.strings().withChars('a', 'b', 'A', '1').ofMaxLength(most);
  }

  @Provide
  Arbitrary<Predicate> predicate() {
    return Arbitraries.recursive(
        RuleIndexPropertiesTest::leaves, RuleIndexPropertiesTest::larger, 0, 4);
  }

  private static Arbitrary<Predicate> larger(Arbitrary<Predicate> parts) {
    Arbitrary<List<Predicate>> lists = parts.list().ofMaxSize(3);
    return Arbitraries.oneOf(
        lists.map(Predicate.All::new),
        lists.map(Predicate.Any::new),
        parts.map(Predicate.Not::new),
        parts.map(part -> new Predicate.Selection("s", part)));
  }

  private static Arbitrary<Predicate> leaves() {
    return Arbitraries.oneOf(
        Combinators.combine(FIELDS, tests()).as(Predicate.Field::new),
        tests().map(Predicate.Anywhere::new),
        FIELDS.map(Predicate.Present::new),
        FIELDS.map(Predicate.Absent::new),
        Combinators.combine(
                FIELDS,
                FIELDS,
                Arbitraries.of(Predicate.Relation.class),
                Arbitraries.of(true, false))
            .as(Predicate.Compared::new));
  }

  private static Arbitrary<Test> tests() {
    Arbitrary<Boolean> cased = Arbitraries.of(true, false);
    return Arbitraries.oneOf(
        Combinators.combine(globs(), cased).as(Test.Text::new),
        Combinators.combine(globs(), cased).as(Test.Text::new),
        Combinators.combine(regexes(), cased)
            .as((r, c) -> new Test.Regex(r, c ? Set.of() : Set.of(RegexFlag.IGNORE_CASE))),
        Combinators.combine(
                Arbitraries.of(Comparison.class),
                Arbitraries.integers().between(0, 12).map(BigDecimal::valueOf))
            .as(Test.Numeric::new),
        Arbitraries.of("192.0.2.0/24", "198.51.100.0/24").map(Test.InNetwork::new));
  }

  private static Arbitrary<Glob> globs() {
    Arbitrary<Glob.Piece> pieces =
        Arbitraries.oneOf(
            texts(3).map(Glob.Literal::new),
            Arbitraries.of(Glob.Wildcard.class).map(wildcard -> (Glob.Piece) wildcard));
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(4).map(Glob::new),
        texts(3).map(Glob::exactly),
        texts(2).map(text -> Glob.exactly(text).contained()),
        texts(2).map(text -> Glob.exactly(text).endsAnywhere()),
        texts(2).map(text -> Glob.exactly(text).startsAnywhere()));
  }

  private static Arbitrary<String> regexes() {
    return Arbitraries.of(
        "a", "ab|ba", "a.b", "^a", "b$", "[ab]1", "(ab)?1", "a+b", "(?:a|b){2}", "\\d", "", "A{2}");
  }

  @Property
  void holdsWhatHoldsByDefinition(
      @ForAll @Size(max = 12) List<@net.jqwik.api.From("predicate") Predicate> rules,
      @ForAll @Size(max = 4) List<@net.jqwik.api.From("record") RecordView> records) {
    Matcher matcher = RuleIndex.of(rules).matcher();

    for (RecordView record : records) {
      List<Integer> matches = new ArrayList<>();
      matcher.match(record, matches::add);
      NaiveEvaluator naive = new NaiveEvaluator(record);
      assertThat(matches)
          .isEqualTo(
              IntStream.range(0, rules.size())
                  .filter(i -> naive.holds(rules.get(i)))
                  .boxed()
                  .toList());
    }
  }

  @Property
  void agreesWithPlainEvaluation(
      @ForAll @Size(max = 12) List<@net.jqwik.api.From("predicate") Predicate> rules,
      @ForAll("record") RecordView record) {
    List<Integer> matches = new ArrayList<>();
    RuleIndex.of(rules).matcher().match(record, matches::add);

    assertThat(matches)
        .isEqualTo(
            IntStream.range(0, rules.size())
                .filter(i -> Evaluator.of(rules.get(i)).matches(record))
                .boxed()
                .toList());
  }

  @Property
  void tellsTheEvidenceOfPlainEvaluation(
      @ForAll @Size(max = 12) List<@net.jqwik.api.From("predicate") Predicate> rules,
      @ForAll @Size(max = 4) List<@net.jqwik.api.From("record") RecordView> records) {
    RuleIndex index = RuleIndex.of(rules);
    Matcher matching = index.matcher();
    Matcher asking = index.matcher();

    for (RecordView record : records) {
      List<Integer> matches = new ArrayList<>();
      matching.match(record, matches::add);
      asking.begin(index.all, index.allFields);
      for (int i = 0; i < rules.size(); i++) {
        List<Matched> expected = Evaluator.of(rules.get(i)).evidence(record);
        assertThat(asking.evidence(i, record)).isEqualTo(expected);
        assertThat(matching.evidence(i, record)).isEqualTo(expected);
      }
    }
  }

  @Property
  void sharpenedRulesHoldWhereTheyDidBefore(
      @ForAll @Size(max = 12) List<@net.jqwik.api.From("predicate") Predicate> rules,
      @ForAll @Size(max = 4) List<@net.jqwik.api.From("record") RecordView> records,
      @ForAll Set<@net.jqwik.api.constraints.IntRange(max = 11) Integer> chosen) {
    RuleIndex index = RuleIndex.of(rules);
    RuleSubset some = index.only(chosen::contains).sharpened();
    Matcher matcher = index.matcher();

    for (RecordView record : records) {
      List<Integer> matches = new ArrayList<>();
      matcher.match(record, some, index.allFields, matches::add);
      NaiveEvaluator naive = new NaiveEvaluator(record);
      assertThat(matches)
          .isEqualTo(
              IntStream.range(0, rules.size())
                  .filter(i -> chosen.contains(i) && naive.holds(rules.get(i)))
                  .boxed()
                  .toList());
    }
  }
}

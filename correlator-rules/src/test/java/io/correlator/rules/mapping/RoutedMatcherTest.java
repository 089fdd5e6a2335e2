package io.correlator.rules.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.FieldLayout;
import io.correlator.api.Fields;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.sigma.SigmaReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is asked of the fields that a record has is what would be found by asking for all. */
final class RoutedMatcherTest {
  private static final Mapping MAPPING =
      Mapping.read(
              "test.yml",
              """
              fields: {user: [name, actor.name], kind: [type]}
              fields-under: [data]
              log-sources:
                - {product: shop, when: {kind: sale}, fields: {buyer: [user, customer]}}
                - {product: shop, service: till, when: {kind: sale, till|exists: true}, fields-under: [till]}
                - {product: door, when: {host: gate}}
                - {product: web, when: {kind: sale}, fields: {verb: [parsed.verb]}, fields-under: [parsed]}
                - {product: all, when: {kind|contains: ''}}
              """,
              new Problems())
          .orElseThrow();

  private static final List<DetectionRule> RULES =
      List.of(
          rule("{product: shop}", "{buyer: ann}"),
          rule("{product: shop}", "{buyer: null}"),
          rule("{product: shop}", "{user|startswith: a}"),
          rule("{product: shop, service: till}", "{number: 7}"),
          rule("{product: shop, service: till}", "{number|exists: false}"),
          rule("{product: door}", "{user|contains: n}"),
          rule("{product: door}", "{host|endswith: ate, buyer: null}"),
          rule("{product: web}", "{verb: ann}"),
          rule("{product: web}", "{user|contains: an}"),
          rule("{product: web}", "{user|contains: nn, number|contains: ale}"),
          rule("{product: web}", "{status: 7, verb|exists: true}"),
          rule("{product: web}", "{buyer: null, status|re: 'g.te'}"),
          rule("{product: all}", "{parsed.verb: nan}"),
          rule("{product: all}", "[ann, gate]"),
          rule("{product: all}", "{user|fieldref: name}"),
          rule("{product: all}", "{number|gte: 5}"),
          rule("{product: all}", "{a.b|re: '^[an]+$'}"));

  private static DetectionRule rule(String logSource, String selection) {
    String text =
        "title: T\nlogsource: %s\ndetection: {s: %s, condition: s}\n"
            .formatted(logSource, selection);
    return SigmaReader.of().read("r.yml", text).rules().get(0);
  }

  private static final RoutedIndex INDEX = RoutedIndex.of(MAPPING, RULES, Set.of("@raw"));

  @Provide
  Arbitrary<Fields> fields() {
    Arbitrary<Object> texts = Arbitraries.of("ann", "nan", "sale", "gate", "", 7L, 4L, Fields.NULL);
    Arbitrary<Object> nested =
        Arbitraries.maps(Arbitraries.of("name", "number", "b", "user", "kind"), texts)
            .ofMaxSize(2)
            .map(Fields::copyOf);
    Arbitrary<Object> values =
        Arbitraries.frequencyOf(
            Tuple.of(5, texts),
            Tuple.of(1, nested),
            Tuple.of(1, texts.list().ofMaxSize(2).map(list -> (Object) list)));
    Arbitrary<String> names =
        Arbitraries.of(
            "user",
            "name",
            "actor",
            "kind",
            "type",
            "data",
            "buyer",
            "customer",
            "till",
            "host",
            "number",
            "a",
            "a.b",
            "actor.name",
            "data.user",
            "class",
            "@raw");
    return Arbitraries.maps(names, values).ofMaxSize(6).map(Fields::copyOf);
  }

  @Property(tries = 3_000)
  void agreesWithPlainEvaluationOfOneRecordAfterAnother(
      @ForAll("fields") Fields first, @ForAll("fields") Fields second) {
    RoutedMatcher matcher = INDEX.matcher();

    assertThat(found(matcher, first)).isEqualTo(plain(first));
    assertThat(found(matcher, second)).isEqualTo(plain(second));
    assertThat(found(matcher, first)).isEqualTo(plain(first));
  }

  @Property(tries = 1_000)
  void agreesForRecordsWhoseNamesItHasSeenBefore(@ForAll("fields") Fields fields) {
    RoutedMatcher matcher = INDEX.matcher();
    FieldLayout layout = FieldLayout.of(fields.names());

    for (int turn = 0; turn < 2; turn++) {
      assertThat(found(matcher, layout.fields(fields::value))).isEqualTo(plain(fields));
    }
  }

  @Provide
  Arbitrary<List<List<Object>>> rows() {
    Arbitrary<Object> value =
        Arbitraries.of(
            "ann",
            "sale",
            "gate",
            "",
            7L,
            true,
            Fields.NULL,
            List.of("sale", "gate"),
            "x".repeat(300));
    return value.list().ofSize(5).list().ofMinSize(1).ofMaxSize(6);
  }

  @Property(tries = 300)
  void agreesForRecordsThatComeVeryOften(@ForAll("rows") List<List<Object>> rows) {
    RoutedMatcher matcher = INDEX.matcher();
    FieldLayout layout = FieldLayout.of(List.of("type", "till", "host", "data", "customer"));
    List<Fields> records = rows.stream().map(row -> layout.fields(row::get)).toList();
    List<List<Integer>> expected = records.stream().map(RoutedMatcherTest::plain).toList();

    for (int turn = 0; turn < 150; turn++) {
      int number = turn % records.size();
      assertThat(found(matcher, records.get(number))).isEqualTo(expected.get(number));
    }
  }

  @Property(tries = 500)
  void whatAMappingNeedNotKnowMakesNoDifference(@ForAll("fields") Fields fields) {
    MappedRecord whole = MAPPING.map(new Parsed(fields));
    for (DetectionRule rule : RULES) {
      Set<String> asked = rule.predicate().fields();
      Evaluator evaluator = Evaluator.of(rule.predicate());
      MappedRecord ofItsKind =
          MAPPING.needed(Set.of(rule.logSource()), asked).map(new Parsed(fields));
      MappedRecord ofAnyKind = MAPPING.needed(Set.of(), asked).map(new Parsed(fields));

      assertThat(ofItsKind.isOf(rule.logSource())).isEqualTo(whole.isOf(rule.logSource()));
      assertThat(evaluator.matches(ofItsKind)).isEqualTo(evaluator.matches(whole));
      assertThat(evaluator.matches(ofAnyKind)).isEqualTo(evaluator.matches(whole));
    }
  }

  @Test
  void whoAsksForNoFieldNeedsNoRoute() {
    assertThat(MAPPING.needed(Set.of(), Set.of()).routes()).isEmpty();
    assertThat(MAPPING.routes()).isNotEmpty();
  }

  @Test
  void readsOnlyTheValuesThatRulesAskFor() {
    List<Integer> read = new ArrayList<>();
    Fields fields =
        FieldLayout.of(List.of("kind", "note", "till"))
            .fields(
                index -> {
                  read.add(index);
                  return "x";
                });
    RoutedIndex index =
        RoutedIndex.of(MAPPING, List.of(rule("{product: all}", "{kind: x}")), Set.of());
    List<Integer> found = new ArrayList<>();

    index.matcher().match(FieldsView.of(fields), fields, found::add);

    assertThat(found).containsExactly(0);
    assertThat(read).contains(0).doesNotContain(1);
  }

  private static List<Integer> found(RoutedMatcher matcher, Fields fields) {
    List<Integer> found = new ArrayList<>();
    matcher.match(new Parsed(fields), fields, found::add);
    return found;
  }

  /** Fields that also tell, as {@code parsed.NAME}, what a class might have found in the record. */
  private record Parsed(Fields fields) implements RecordView {
    @Override
    public @Nullable Object value(String field) {
      Object said = fields.get("class").orElse(Fields.NULL);
      return switch (field) {
        case "parsed.verb" -> said;
        case "parsed.user", "parsed.status" -> said instanceof Fields ? null : said;
        default -> FieldsView.of(fields).value(field);
      };
    }

    @Override
    public List<String> texts() {
      return FieldsView.of(fields).texts();
    }
  }

  private static List<Integer> plain(Fields fields) {
    MappedRecord view = MAPPING.map(new Parsed(fields));
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < RULES.size(); i++) {
      if (view.isOf(RULES.get(i).logSource())
          && Evaluator.of(RULES.get(i).predicate()).matches(view)) {
        found.add(i);
      }
    }
    return found;
  }

  @Test
  void showsWhatTheMappingShows() {
    Fields fields =
        Fields.copyOf(Map.of("type", "sale", "customer", "ann", "till", Map.of("number", 7)));

    RecordView view = INDEX.matcher().match(FieldsView.of(fields), fields, rule -> {});

    assertThat(view.value("buyer")).isEqualTo("ann");
    assertThat(view.value("number")).isEqualTo(7L);
    assertThat(view.value("customer")).isEqualTo("ann");
    assertThat(view.value("nobody")).isNull();
  }

  @Test
  void aFieldCannotPassForAPartOfTheRecord() {
    RoutedIndex index =
        RoutedIndex.of(
            MAPPING, List.of(rule("{product: all}", "{'@raw': forged}")), Set.of("@raw"));
    Fields fields = Fields.copyOf(Map.of("@raw", "forged", "kind", "sale"));
    RecordView own =
        new RecordView() {
          @Override
          public @Nullable Object value(String field) {
            return field.equals("@raw") ? "as it is" : FieldsView.of(fields).value(field);
          }

          @Override
          public List<String> texts() {
            return List.of();
          }
        };
    List<Integer> found = new ArrayList<>();

    RecordView view = index.matcher().match(own, fields, found::add);

    assertThat(found).isEmpty();
    assertThat(view.value("@raw")).isEqualTo("as it is");
  }
}

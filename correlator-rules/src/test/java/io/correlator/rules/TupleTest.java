package io.correlator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Fields;
import io.correlator.api.Slice;
import io.correlator.rules.mapping.FieldsView;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TupleTest {
  private static List<String> of(Fields fields, String... names) {
    return Tuple.of(FieldsView.of(fields), List.of(names)).stream().map(Slice::toString).toList();
  }

  @Test
  void aValueWithASeparatorDoesNotLookLikeTwo() {
    Fields one = Fields.builder().put("a", "x\u001fy").put("b", "z").build();
    Fields other = Fields.builder().put("a", "x").put("b", "y\u001fz").build();

    assertThat(of(one, "a", "b")).isNotEqualTo(of(other, "a", "b"));
    assertThat(Tuple.values(of(one, "a", "b").get(0))).containsExactly("x\u001fy", "z");
  }

  @Test
  void numbersAreTheSameHoweverTheyAreWritten() {
    assertThat(of(Fields.of("a", 5L), "a"))
        .isEqualTo(of(Fields.of("a", 5.0), "a"))
        .isEqualTo(of(Fields.of("a", "5"), "a"));
  }

  @Test
  void thereIsNoneWithoutAField() {
    assertThat(of(Fields.of("a", 5L), "a", "b")).isEmpty();
  }

  @Test
  void anEmptyTextIsAValue() {
    assertThat(of(Fields.of("a", ""), "a")).containsExactly("");
  }

  @Test
  void aListGivesOneForEachDifferentElementUpToALimit() {
    List<Integer> many = IntStream.range(0, 1000).boxed().toList();

    assertThat(of(Fields.of("a", List.of("x", "y", "x")), "a")).containsExactly("x", "y");
    assertThat(of(Fields.of("a", many), "a")).hasSize(Tuple.MOST + 1);
  }
}

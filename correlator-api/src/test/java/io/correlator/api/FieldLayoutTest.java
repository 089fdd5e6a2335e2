package io.correlator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldLayoutTest {
  private static final FieldLayout LAYOUT = FieldLayout.of(List.of("user", "port", "a.b", "at"));
  private static final List<Object> VALUES =
      List.of("root", 22, Fields.NULL, List.of(Map.of("city", "Ulm")));

  private final List<Integer> asked = new ArrayList<>();

  private final Fields fields =
      LAYOUT.fields(
          index -> {
            asked.add(index);
            return VALUES.get(index);
          });

  @Test
  void readsAValueWhenItIsAskedForAndOnce() {
    assertThat(fields.names()).containsExactly("user", "port", "a.b", "at");
    assertThat(fields.has("user")).isTrue();
    assertThat(fields.has("host")).isFalse();
    assertThat(asked).isEmpty();

    assertThat(fields.number("port")).contains(22L);
    assertThat(fields.value(1)).isEqualTo(22L);
    assertThat(asked).containsExactly(1);
  }

  @Test
  void isTheSameAsFieldsThatWereBuilt() {
    Fields.Builder built = Fields.builder();
    for (int i = 0; i < VALUES.size(); i++) {
      built.put(LAYOUT.names().get(i), VALUES.get(i));
    }

    assertThat(fields).isEqualTo(built.build()).hasSameHashCodeAs(built.build());
    assertThat(built.build()).isEqualTo(fields).hasToString(fields.toString());
    assertThat(fields.asMap()).isEqualTo(built.build().asMap());
    assertThat(fields.get("a.b")).isEmpty();
    assertThat(fields.has("a.b")).isTrue();
    assertThat(fields.get("at.city")).contains("Ulm");
    assertThat(fields.has("at.street")).isFalse();
  }

  @Test
  void isKnownToAllFieldsThatHaveIt() {
    assertThat(fields.layout()).containsSame(LAYOUT);
    assertThat(Fields.of("user", "root").layout()).isEmpty();
    assertThat(FieldLayout.of(List.of()).fields(VALUES::get)).isSameAs(Fields.empty());
  }

  @Test
  void tellsWhereANameStands() {
    assertThat(LAYOUT.indexOf("a.b")).isEqualTo(2);
    assertThat(LAYOUT.indexOf("a")).isEqualTo(-1);
  }

  @Test
  void hasANameOnlyOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FieldLayout.of(List.of("a", "b", "a")))
        .withMessage("names: 'a' occurs twice");
  }
}

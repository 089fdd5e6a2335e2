package io.correlator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.CharBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FieldsTest {
  @Test
  void keepsTheOrderInWhichTheyWereGiven() {
    Fields fields = Fields.builder().put("z", 1).put("a", 2).put("m", 3).build();

    assertThat(fields.names()).containsExactly("z", "a", "m");
    assertThat(fields).hasToString("{z=1, a=2, m=3}");
  }

  @Test
  void takesTheLastValueInThePlaceOfTheFirst() {
    Fields fields = Fields.builder().put("a", 1).put("b", 2).put("a", 3).build();

    assertThat(fields).isEqualTo(Fields.builder().put("a", 3).put("b", 2).build());
    assertThat(fields.size()).isEqualTo(2);
  }

  @Test
  void findsANameWithDotsAsItStandsAndThenAsAPath() {
    Fields nested = Fields.copyOf(Map.of("a", Map.of("b", Map.of("c", 1L), "d.e", 2L)));
    Fields both = Fields.builder().put("a.b", "literal").put("a", Map.of("b", "path")).build();

    assertThat(nested.get("a.b.c")).contains(1L);
    assertThat(nested.get("a.d.e")).contains(2L);
    assertThat(nested.get("a.b")).contains(Fields.of("c", 1));
    assertThat(both.get("a.b")).contains("literal");
  }

  @Test
  void findsAPathInEachElementOfAList() {
    Fields fields =
        Fields.of(
            "targets",
            List.of(
                Map.of("changes", List.of(Map.of("name", "a"), Map.of("name", "b"))),
                Map.of("changes", List.of(Map.of("name", "c"))),
                "text"));

    assertThat(fields.get("targets.changes.name")).contains(List.of(List.of("a", "b"), "c"));
  }

  @Test
  void findsWhatOnlyOneElementOfAListHasAsItIs() {
    Fields fields =
        Fields.of("events", List.of(Map.of("name", "login"), Map.of("user", Fields.NULL)));

    assertThat(fields.text("events.name")).contains("login");
    assertThat(fields.has("events.user")).isTrue();
    assertThat(fields.get("events.user")).isEmpty();
    assertThat(fields.has("events.host")).isFalse();
  }

  @Test
  void findsNothingOnAPathThatLeadsNowhere() {
    Fields fields = Fields.builder().put("a", Map.of("b", 1)).put("s", "text").build();

    assertThat(fields.get("a.c")).isEmpty();
    assertThat(fields.get("a.b.c")).isEmpty();
    assertThat(fields.get("s.t")).isEmpty();
    assertThat(fields.get("")).isEmpty();
    assertThat(fields.get("...")).isEmpty();
  }

  @Test
  void makesValuesNormal() {
    Fields fields =
        Fields.builder()
            .put("int", 1)
            .put("short", (short) 2)
            .put("byte", (byte) 3)
            .put("float", 0.5f)
            .put("enum", Severity.ERROR)
            .put("slice", Slice.of("s"))
            .put("builder", CharBuffer.wrap("b"))
            .put("list", List.of(1, "x", List.of(2)))
            .put("map", Map.of("k", 1))
            .put("duration", Duration.ofSeconds(1))
            .put("instant", Instant.EPOCH)
            .build();

    assertThat(fields.asMap())
        .containsEntry("int", 1L)
        .containsEntry("short", 2L)
        .containsEntry("byte", 3L)
        .containsEntry("float", 0.5)
        .containsEntry("enum", "error")
        .containsEntry("slice", "s")
        .containsEntry("builder", "b")
        .containsEntry("list", List.of(1L, "x", List.of(2L)))
        .containsEntry("map", Map.of("k", 1L))
        .containsEntry("duration", Duration.ofSeconds(1))
        .containsEntry("instant", Instant.EPOCH);
    assertThat(fields.get("map")).contains(Fields.of("k", 1));
  }

  @Test
  void isEqualWhateverKindOfNumberWasGiven() {
    assertThat(Fields.of("port", 22)).isEqualTo(Fields.of("port", 22L));
    assertThat(Fields.of("port", 22)).hasSameHashCodeAs(Fields.of("port", 22L));
    assertThat(Fields.of("port", 22)).isNotEqualTo(Fields.of("port", "22"));
  }

  @Test
  void readsTextAndNumbers() {
    Fields fields = Fields.builder().put("port", 22).put("user", "root").build();

    assertThat(fields.text("port")).contains("22");
    assertThat(fields.number("port")).contains(22L);
    assertThat(fields.number("user")).isEmpty();
  }

  @Test
  void leavesOutWhatIsAbsent() {
    assertThat(Fields.builder().putIfPresent("a", Optional.empty()).build())
        .isSameAs(Fields.empty());
    assertThatNullPointerException()
        .isThrownBy(() -> Fields.copyOf(Collections.singletonMap("a", null)));
  }

  @Test
  void refusesWhatItCannotHold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fields.of("locale", Locale.ROOT))
        .withMessage("locale: a field cannot hold a java.util.Locale");
  }

  @Test
  void doesNotChangeWithItsBuilderOrItsValues() {
    List<String> list = new ArrayList<>(List.of("a"));
    Fields.Builder builder = Fields.builder().put("list", list);
    Fields fields = builder.build();
    list.add("b");
    builder.put("more", 1);

    assertThat(fields).isEqualTo(Fields.of("list", List.of("a")));
  }

  @Test
  void doesNotChangeWithABuilderThatWasToldHowManyThereAre() {
    Fields.Builder builder = Fields.builder(2).put("a", 1).put("b", 2);
    Fields built = builder.build();

    Fields replaced = builder.put("a", 3).build();
    Fields longer = builder.put("c", 4).put("b", 5).build();

    assertThat(built).hasToString("{a=1, b=2}");
    assertThat(replaced).hasToString("{a=3, b=2}");
    assertThat(longer).hasToString("{a=3, b=5, c=4}");
  }

  @Test
  void takesMoreOrFewerThanWereExpected() {
    assertThat(Fields.builder(0).put("a", 1).put("b", 2).build()).hasToString("{a=1, b=2}");
    assertThat(Fields.builder(9).put("a", 1).build()).hasToString("{a=1}");
    assertThat(Fields.builder(0).build()).isEqualTo(Fields.empty());
    assertThatIllegalArgumentException().isThrownBy(() -> Fields.builder(-1));
  }

  @Test
  void takesTheLastValueInThePlaceOfTheFirstAmongManyNamesToo() {
    Fields.Builder builder = Fields.builder();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 40; i++) {
        builder.put("name" + i, 100 * round + i);
      }
    }

    Fields fields = builder.build();

    assertThat(fields.size()).isEqualTo(40);
    assertThat(fields.names()).startsWith("name0", "name1").endsWith("name38", "name39");
    assertThat(fields.number("name3")).contains(103L);
    assertThat(fields.number("name39")).contains(139L);
  }

  @Test
  @Timeout(10)
  void takesAsManyNamesAsAnAttackerFitsIntoALine() {
    Fields.Builder builder = Fields.builder();
    for (int i = 0; i < 300_000; i++) {
      builder.put("name" + i, i);
    }

    assertThat(builder.build().size()).isEqualTo(300_000);
  }

  @Test
  void tellsNullFromWhatIsAbsent() {
    Fields fields = Fields.of("a", Fields.of("b", Fields.NULL));

    assertThat(fields.has("a.b")).isTrue();
    assertThat(fields.has("a.c")).isFalse();
    assertThat(fields.get("a.b")).isEmpty();
    assertThat(fields.text("a.b")).isEmpty();
    assertThat(fields).hasToString("{a={b=null}}");
    assertThat(fields).isEqualTo(Fields.of("a", Fields.of("b", Fields.NULL)));
    assertThat(fields).isNotEqualTo(Fields.of("a", Fields.of("b", "null")));
  }
}

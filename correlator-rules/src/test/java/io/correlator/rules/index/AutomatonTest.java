package io.correlator.rules.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.detection.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class AutomatonTest {
  private static final int PLENTY = 1 << 16;

  @Provide
  Arbitrary<List<String>> literals() {
    return texts(8).ofMinLength(1).map(Folding::fold).list().uniqueElements().ofMaxSize(20);
  }

  @Provide
  Arbitrary<String> text() {
    return texts(60);
  }

  private static net.jqwik.api.arbitraries.StringArbitrary texts(int most) {
    return Arbitraries.strings().withChars('a', 'B', 'c', '\u00e9', '\u00c9').ofMaxLength(most);
  }

  @Property
  void findsWhatIsThereWhereItEnds(
      @ForAll("literals") List<String> literals,
      @ForAll("text") String text,
      @ForAll @IntRange(min = 1, max = 200) int entries) {
    assertThat(found(literals, text, entries)).isEqualTo(bruteForce(literals, text));
  }

  /** Lengths from which follow all sizes of looks and strides. */
  @Provide
  Arbitrary<List<String>> longLiterals() {
    return Arbitraries.integers()
        .between(1, 14)
        .flatMap(
            least ->
                letters()
                    .ofMinLength(least)
                    .ofMaxLength(least + 6)
                    .map(Folding::fold)
                    .list()
                    .uniqueElements()
                    .ofMinSize(1)
                    .ofMaxSize(12));
  }

  private static net.jqwik.api.arbitraries.StringArbitrary letters() {
    return Arbitraries.strings().withChars("abAB\u0430\u0431\u0432\u0433\u0434\u0435\u0436");
  }

  @Property(tries = 300)
  void passesOverNothingInLongTexts(
      @ForAll("longLiterals") List<String> literals,
      @ForAll @IntRange(min = 1, max = 200) int entries,
      @ForAll Random random) {
    StringBuilder text = new StringBuilder();
    while (text.length() < 1500) {
      String literal = literals.get(random.nextInt(literals.size()));
      text.append(literal, random.nextInt(2) * random.nextInt(literal.length()), literal.length());
      text.append(".".repeat(random.nextInt(12)));
    }

    assertThat(found(literals, text.toString(), entries))
        .isEqualTo(bruteForce(literals, text.toString()));
  }

  @Test
  void goesOnFromOnePieceOfALongTextToTheNext() {
    String text = "x".repeat(1020) + "needle" + "x".repeat(2000) + "needle";

    assertThat(found(List.of("needle"), text, PLENTY))
        .containsExactlyInAnyOrder("0@1026", "0@3032");
  }

  @Test
  void tellsOfNothingIfThereAreNoLiterals() {
    assertThat(found(List.of(), "anything", PLENTY)).isEmpty();
  }

  @Test
  void saysWhereTheTextEnds() {
    Automaton automaton = automaton(List.of("a"), PLENTY);
    List<Boolean> lasts = new ArrayList<>();

    automaton.scan("aba", Automaton.buffer(), (state, end, last) -> lasts.add(last));

    assertThat(lasts).containsExactly(false, true);
  }

  private static Set<String> found(List<String> literals, String text, int entries) {
    Automaton automaton = automaton(literals, entries);
    Set<String> found = new TreeSet<>();
    automaton.scan(
        text,
        Automaton.buffer(),
        (state, end, last) -> {
          assertThat(last).isEqualTo(end == text.length());
          for (int next = state; next != 0; next = automaton.shorter(next)) {
            if (automaton.literal(next) >= 0) {
              found.add(automaton.literal(next) + "@" + end);
            }
          }
        });
    return found;
  }

  private static Automaton automaton(List<String> literals, int entries) {
    return new Automaton(literals, new Alphabet(literals), entries);
  }

  private static Set<String> bruteForce(List<String> literals, String text) {
    String folded = Folding.fold(text);
    Set<String> found = new TreeSet<>();
    for (int i = 0; i < literals.size(); i++) {
      for (int end = 1; end <= folded.length(); end++) {
        if (folded.substring(0, end).endsWith(literals.get(i))) {
          found.add(i + "@" + end);
        }
      }
    }
    return found;
  }
}

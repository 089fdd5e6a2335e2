package io.correlator.rules.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Slice;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Glob;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keywords are looked for in a line of JSON first, and found as if they were not. */
final class JsonSieveTest {
  private static final String DOTLESS = "\u0131";
  private static final String KELVIN = "\u212a";

  /** Of all the lengths that are looked for in another way. */
  private static final Arbitrary<String> WORDS =
      Arbitraries.of(
          "s",
          "kis",
          "abkis",
          "abkis/abkis",
          "mimikatz",
          "sekurlsa::",
          "kiwi.com ab",
          // The same at the beginning, so that what comes then is looked for.
          "the kiwi is a bird and mimikatz",
          "the kiwi is a bird and sekurlsa");

  /** A record of JSON, and how often all its texts were asked for. */
  private static final class Line implements RecordView {
    private final List<String> texts;
    private final String json;
    private int asked;

    Line(List<String> texts, String json) {
      this.texts = texts;
      this.json = json;
    }

    @Override
    public @Nullable Object value(String field) {
      return null;
    }

    @Override
    public List<String> texts() {
      asked++;
      return texts;
    }

    @Override
    public Optional<Slice> json() {
      return Optional.of(Slice.of(json));
    }
  }

  private static Predicate keyword(String text) {
    return new Predicate.Anywhere(
        new io.correlator.rules.detection.Test.Text(Glob.exactly(text).contained(), false));
  }

  private static List<Integer> found(List<String> keywords, Line record) {
    RuleIndex index = RuleIndex.of(keywords.stream().map(JsonSieveTest::keyword).toList());
    List<Integer> found = new ArrayList<>();
    index.matcher().match(record, index.all.sharpened(), index.allFields, found::add);
    return found;
  }

  private static boolean asksForTexts(String keyword, String json) {
    Line record = new Line(List.of(), json);
    assertThat(found(List.of(keyword), record)).isEmpty();
    return record.asked > 0;
  }

  @Test
  void asksForNoTextsWhereTheLineShowsNothing() {
    assertThat(asksForTexts("mimikatz", "{\"a\":\"C:\\\\Windows\",\"b\":\"Microsoft\u00ae\"}"))
        .isFalse();
    assertThat(asksForTexts("mimikatz", "{\"a\":\"C:\\\\users\\\\\\\\unc\"}")).isFalse();
    assertThat(asksForTexts("mimikatz", "{}")).isFalse();
  }

  @Test
  void asksWhereTheLineShowsAKeyword() {
    assertThat(asksForTexts("mimikatz", "{\"a\":\"Mimikatz\"}")).isTrue();
    assertThat(asksForTexts("\\mimikatz", "{\"a\":\"x\\\\MIMIKATZ\"}")).isTrue();
  }

  @Test
  void asksWhereLettersMayBeWrittenInAnotherWay() {
    assertThat(asksForTexts("mimikatz", "{\"a\":\"\\u006dimikatz\"}")).isTrue();
    assertThat(asksForTexts("mimikatz", "{\"a\":\"m" + DOTLESS + "mikatz\"}")).isTrue();
    assertThat(asksForTexts("mimikatz", "{\"a\":\"mimi" + KELVIN + "atz\"}")).isTrue();
    assertThat(asksForTexts("sekurlsa", "{\"a\":\"\u017fekurlsa\"}")).isTrue();
  }

  @Test
  void seesAnEscapedLetterWhereverItStands() {
    for (int before = 0; before < 20; before++) {
      String text = "\\\\".repeat(before % 3) + "x".repeat(before) + "\\\\\\u006dimikatz";
      assertThat(asksForTexts("mimikatz", "{\"a\":\"" + text + "\"}")).as(text).isTrue();
      assertThat(asksForTexts("mimikatz", text)).as(text).isTrue();
    }
  }

  @Test
  void asksAlwaysForWhatIsShortOrCouldBeANumber() {
    assertThat(asksForTexts("abc", "{}")).isTrue();
    assertThat(asksForTexts("1000", "{\"a\":1e3}")).isTrue();
    assertThat(asksForTexts("1.0E10", "{\"a\":10000000000.0}")).isTrue();
    assertThat(asksForTexts("a\"b\"c/d\\e", "{}")).isTrue();
  }

  @Property
  void findsWhatIsFoundInTheTexts(
      @ForAll("texts") @Size(max = 4) List<String> texts,
      @ForAll("keywords") @Size(min = 1, max = 3) List<String> keywords,
      @ForAll Random random) {
    StringBuilder json = new StringBuilder("{");
    for (String text : texts) {
      json.append("\"x\":\"").append(escaped(text, random)).append("\",");
    }
    Line record = new Line(texts, json.append('}').toString());

    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < keywords.size(); i++) {
      if (Evaluator.of(keyword(keywords.get(i))).matches(record)) {
        expected.add(i);
      }
    }
    assertThat(found(keywords, record)).isEqualTo(expected);
  }

  private static String escaped(String text, Random random) {
    StringBuilder escaped = new StringBuilder();
    boolean plain = random.nextBoolean();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || (c == '/' && random.nextBoolean())) {
        escaped.append('\\').append(c);
      } else if (!plain && random.nextInt(10) == 0) {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  @Provide
  Arbitrary<List<String>> texts() {
    Arbitrary<String> letters =
        Arbitraries.strings()
            .withChars("abkKis\"\\/u ")
            .withChars(DOTLESS + KELVIN + "\u0130\u017f\u00ae")
            .ofMaxLength(12);
    return Arbitraries.oneOf(letters, WORDS)
        .list()
        .ofMaxSize(3)
        .map(List::stream)
        .map(parts -> parts.collect(Collectors.joining()))
        .list();
  }

  @Provide
  Arbitrary<List<String>> keywords() {
    Arbitrary<String> letters =
        Arbitraries.strings().withChars("abkis\"\\/ ").ofMinLength(1).ofMaxLength(7);
    return Arbitraries.oneOf(letters, WORDS, WORDS).list();
  }
}

package io.correlator.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Severity;
import io.correlator.api.config.Config.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  private enum Policy {
    DROP_OLDEST,
    WAIT
  }

  private static Config of(String value) {
    return Config.of(Map.of("key", value));
  }

  @Test
  void readsText() {
    assertThat(of(" some text ").getString("key", "", "")).isEqualTo("some text");
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "-7, -7", "1_000_000, 1000000", "' 8 ', 8"})
  void readsWholeNumbers(String written, int meant) {
    assertThat(of(written).getInt("key", 0, "")).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "YES, true", "on, true", "false, false", "No, false", "off, false"})
  void readsYesAndNo(String written, boolean meant) {
    assertThat(of(written).getBoolean("key", !meant, "")).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "1 h, PT1H", "7d, PT168H", "PT2M, PT2M"})
  void readsDurations(String written, Duration meant) {
    assertThat(of(written).getDuration("key", Duration.ZERO, "")).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({
    "512, 512",
    "512B, 512",
    "64KiB, 65536",
    "64 kib, 65536",
    "2MiB, 2097152",
    "1GiB, 1073741824"
  })
  void readsSizes(String written, long meant) {
    assertThat(of(written).getBytes("key", 0, "")).isEqualTo(meant);
  }

  @Test
  void readsPaths() {
    assertThat(of("some/file").getPath("key", Path.of(""), "")).isEqualTo(Path.of("some/file"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop-oldest", "DROP-OLDEST", "Drop-Oldest"})
  void readsConstants(String written) {
    assertThat(of(written).getEnum("key", Policy.WAIT, "")).isEqualTo(Policy.DROP_OLDEST);
  }

  @Test
  void readsLists() {
    assertThat(of("a + b+, c ++").getList("key", List.of(), "")).containsExactly("a", "b", ", c");
  }

  @Test
  void givesTheDefaultsIfNothingIsGiven() {
    Config config = Config.empty();

    assertThat(config.getString("s", "text", "")).isEqualTo("text");
    assertThat(config.getInt("i", 5, "")).isEqualTo(5);
    assertThat(config.getBoolean("b", true, "")).isTrue();
    assertThat(config.getDuration("d", Duration.ofMinutes(1), "")).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.getBytes("y", 10, "")).isEqualTo(10);
    assertThat(config.getEnum("e", Policy.WAIT, "")).isEqualTo(Policy.WAIT);
    assertThat(config.getList("l", List.of("a"), "")).containsExactly("a");
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void reportsAllMistakesAtOnceAndGivesDefaultsMeanwhile() {
    Config config =
        Config.of(
            Map.of(
                "threshold",
                "many",
                "window",
                "soon",
                "quiet",
                "maybe",
                "buffer",
                "10 elephants",
                "policy",
                "panic",
                "widnow",
                "5m"));

    assertThat(config.getInt("threshold", 5, "")).isEqualTo(5);
    assertThat(config.getDuration("window", Duration.ofMinutes(1), "")).hasMinutes(1);
    assertThat(config.getBoolean("quiet", true, "")).isTrue();
    assertThat(config.getBytes("buffer", 1024, "")).isEqualTo(1024);
    assertThat(config.getEnum("policy", Policy.WAIT, "")).isEqualTo(Policy.WAIT);
    config.reject("threshold and quiet exclude each other");

    assertThat(config.problems())
        .containsExactly(
            "threshold: cannot read 'many' as a number",
            "window: cannot read 'soon': write a number and a unit, such as 500ms, 30s or 5m",
            "quiet: cannot read 'maybe': say true or false",
            "buffer: cannot read '10 elephants': write a number and a unit, such as 512, 64KiB or"
                + " 10MiB",
            "policy: cannot read 'panic': say one of drop-oldest, wait",
            "threshold and quiet exclude each other",
            "unknown option 'widnow': did you mean 'window'?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1.5", "5 5", "999999999999999GiB", "99999999999999999999", "\u0000"})
  void neverThrowsForASizeThatNobodyCanRead(String written) {
    Config config = of(written);

    assertThat(config.getBytes("key", 7, "")).isEqualTo(7);
    assertThat(config.problems()).hasSize(1).allMatch(problem -> problem.startsWith("key: cannot"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "m", "5 weeks", "999999999999999d", "PT99999999999999999999S"})
  void neverThrowsForADurationThatNobodyCanRead(String written) {
    Config config = of(written);

    assertThat(config.getDuration("key", Duration.ZERO, "")).isZero();
    assertThat(config.problems()).hasSize(1).allMatch(problem -> problem.startsWith("key: cannot"));
  }

  @Test
  void neverThrowsForANumberOrPathThatNobodyCanRead() {
    Config config = Config.of(Map.of("number", "99999999999", "path", "a\u0000b"));

    assertThat(config.getInt("number", 1, "")).isEqualTo(1);
    assertThat(config.getPath("path", Path.of("x"), "")).isEqualTo(Path.of("x"));
    assertThat(config.problems()).hasSize(2);
  }

  @Test
  void hintsAtAllOptionsIfNoneIsNear() {
    Config config = Config.of(Map.of("colour", "red"));
    config.getInt("threshold", 1, "");
    config.getInt("window", 1, "");

    assertThat(config.problems())
        .containsExactly("unknown option 'colour': there is threshold, window");
  }

  @Test
  void saysThatThereAreNoOptions() {
    assertThat(of("x").problems()).containsExactly("unknown option 'key': there are no options");
  }

  @Test
  void listsTheOptionsReadWithDefaultsAsPeopleWriteThem() {
    Config config = Config.empty();
    config.getString("name", "x", "its name");
    config.getInt("threshold", 5, "how many");
    config.getBoolean("quiet", false, "how loud");
    config.getDuration("window", Duration.ofMinutes(90), "how long");
    config.getBytes("buffer", 64 << 10, "how much");
    config.getPath("file", Path.of("a.cap"), "where");
    config.getEnum("least", Severity.ERROR, "how serious");
    config.getList("types", List.of("a", "b"), "which");

    assertThat(config.options())
        .containsExactly(
            new Option("name", "text", "x", "its name"),
            new Option("threshold", "number", "5", "how many"),
            new Option("quiet", "true|false", "false", "how loud"),
            new Option("window", "duration", "90m", "how long"),
            new Option("buffer", "bytes", "64KiB", "how much"),
            new Option("file", "path", "a.cap", "where"),
            new Option(
                "least",
                "emergency|alert|critical|error|warning|notice|info|debug",
                "error",
                "how serious"),
            new Option("types", "text+text...", "a+b", "which"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.5S", "PT59S", "PT1M", "PT59M", "PT1H", "PT25H", "PT48H"})
  void showsADurationInAFormThatItReads(Duration duration) {
    Config shown = Config.empty();
    shown.getDuration("key", duration, "");
    String text = shown.options().get(0).fallback();

    assertThat(of(text).getDuration("key", Duration.ofDays(99), "")).isEqualTo(duration);
  }

  @Test
  void failsWithAllProblemsInOneMessage() {
    ConfigException exception = new ConfigException(List.of("one", "two"));

    assertThat(exception).hasMessage("one\ntwo");
    assertThat(exception.problems()).containsExactly("one", "two");
  }
}

package io.correlator.verification.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.problem.Problem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are small to write and large to read, or that mean something else than they seem to:
 * each is refused, with an id that people can look up, and within bounds (E6, E7, E8).
 */
final class RuleBombsTest {
  /** What one file may make the reader allocate: some times what the largest one is. */
  private static final long MOST_BYTES = 128L << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private record Bomb(String name, String content, Charset charset, String problem) {
    @Override
    public String toString() {
      return name + " is refused as " + problem;
    }
  }

  private static Bomb yaml(String name, String content, String problem) {
    return new Bomb(name + ".yml", content, UTF_8, problem);
  }

  private static Bomb json(String name, String content, String problem) {
    return new Bomb(name + ".json", content, UTF_8, problem);
  }

  /** A rule of Sigma that is right but for its detection. */
  private static String sigma(String detection) {
    return "title: Bomb\nlogsource: {product: windows}\ndetection:\n" + detection;
  }

  private static String selecting(String selection) {
    return sigma("  s: {" + selection + "}\n  condition: s\n");
  }

  private static String pattern(String config) {
    return "{\"name\": \"bomb\", \"type\": \"pattern\", \"config\": {" + config + "}}";
  }

  static List<Bomb> bombs() {
    List<Bomb> bombs = new ArrayList<>();
    bombs.addAll(thatGrow());
    bombs.addAll(thatAreDeep());
    bombs.addAll(thatAreLarge());
    bombs.addAll(thatAreBroken());
    bombs.addAll(thatAreSomethingElse());
    bombs.addAll(inJson());
    return bombs;
  }

  private static List<Bomb> thatGrow() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for (int i = 1; i < 10; i++) {
      String one = "*a" + (i - 1);
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", List.of(one, one, one))));
    }
    return List.of(
        yaml("laughs", laughs.toString(), "yaml-alias"),
        yaml("alias", selecting("a: &x [b], c: *x"), "yaml-alias"),
        yaml("anchor-without-alias", selecting("a: &x b"), "yaml-alias"),
        yaml("anchor-on-the-document", "&a\n" + selecting("a: b"), "yaml-alias"),
        yaml("alias-of-nothing", selecting("a: *nobody"), "yaml-alias"),
        yaml("list-in-itself", selecting("a: &x [*x]"), "yaml-alias"),
        yaml("map-in-itself", "&a {title: *a}", "yaml-alias"),
        yaml("key-in-itself", "&a {*a : b}", "yaml-alias"),
        yaml("merge", "base: &b {title: x}\n<<: *b\n", "yaml-alias"),
        yaml(
            "values-of-all-kinds",
            selecting("a|windash|contains: '" + " -a".repeat(8) + "'"),
            "sigma-value"),
        yaml(
            "patterns-of-selections",
            sigma("  s: {a: b}\n  condition: 1 of s*" + " or 1 of s*".repeat(1_000) + "\n"),
            "sigma-condition-too-large"),
        yaml(
            "list-of-values",
            selecting("a: [" + "b, ".repeat(20_000) + "b]"),
            "sigma-too-many-values"),
        yaml("network-of-all", selecting("a|cidr|foo: ['::/0']"), "sigma-unknown-modifier"),
        yaml(
            "regex-of-regexes",
            selecting("a|re: '((a{1000}){1000}){10}'"),
            "sigma-regex-too-large"),
        yaml(
            "long-regex", selecting("a|re: '" + "a".repeat(5_000) + "'"), "sigma-regex-too-large"));
  }

  private static List<Bomb> thatAreDeep() {
    StringBuilder steps = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      steps.append(" ".repeat(i)).append("a:\n");
    }
    return List.of(
        yaml("deep-list", "[".repeat(100_000), "yaml-too-large"),
        yaml("deep-map", "{a: ".repeat(100_000), "yaml-too-large"),
        yaml("deep-blocks", "- ".repeat(100_000), "yaml-too-large"),
        yaml("deep-keys", "? ".repeat(100_000), "yaml-too-large"),
        yaml("deep-and-closed", "[".repeat(400) + "]".repeat(400), "yaml-too-large"),
        yaml("deep-indentation", steps.toString(), "yaml-too-large"),
        yaml(
            "deep-condition",
            sigma(
                "  s: {a: b}\n  condition: " + "(".repeat(5_000) + "s" + ")".repeat(5_000) + "\n"),
            "sigma-condition-too-large"),
        yaml(
            "long-condition",
            sigma("  s: {a: b}\n  condition: s" + " or s".repeat(20_000) + "\n"),
            "sigma-condition-too-large"),
        yaml(
            "deep-regex",
            selecting("a|re: '" + "(".repeat(1_500) + "a" + ")".repeat(1_500) + "'"),
            "sigma-regex-too-large"));
  }

  private static List<Bomb> thatAreLarge() {
    return List.of(
        yaml("large-file", "# " + "x".repeat(2 << 20), "yaml-too-large"),
        yaml("large-scalar", "title: " + "x".repeat(1_100_000), "yaml-too-large"),
        yaml("many-documents", "---\na\n".repeat(100_000), "yaml-too-large"),
        yaml(
            "number-of-a-million-digits",
            selecting("a|gte: " + "9".repeat(1_000_000)),
            "sigma-value"),
        yaml("huge-exponent", selecting("a|gte: 9e999999999"), "sigma-value"),
        yaml("huge-indentation", "a: |9999\n  b\n", "yaml-syntax"));
  }

  private static List<Bomb> thatAreBroken() {
    return List.of(
        yaml("unterminated-list", "a: [b, c", "yaml-syntax"),
        yaml("unterminated-map", "{a: b", "yaml-syntax"),
        yaml("unterminated-quote", "a: \"b", "yaml-syntax"),
        yaml("unterminated-single-quote", "a: 'b", "yaml-syntax"),
        yaml("closed-too-often", "a: [b]]", "yaml-syntax"),
        yaml("tabs", "a:\n\t- b\n", "yaml-syntax"),
        yaml("control-character", "a: \u0000b", "yaml-syntax"),
        yaml("wrong-version", "%YAML 3.0\n---\na: b\n", "yaml-syntax"),
        new Bomb("broken-utf-8.yml", "title: \u00e9", ISO_8859_1, "rule-file"),
        new Bomb("utf-16.yml", selecting("a: b"), UTF_16, "rule-file"));
  }

  private static List<Bomb> thatAreSomethingElse() {
    return List.of(
        yaml("binary", "title: !!binary aGk=", "yaml-tag"),
        yaml("class", "!!javax.script.ScriptEngineManager [x]", "yaml-tag"),
        yaml("url", "title: !java.net.URL http://192.0.2.1/", "yaml-tag"),
        yaml("own-tag", "%TAG ! tag:example.org,2000:\n---\ntitle: !x y\n", "yaml-tag"),
        yaml("set", "title: !!set {a, b}", "yaml-tag"),
        yaml("twice", "title: a\ntitle: b\n", "yaml-duplicate-key"),
        yaml("very-often", sigma("  s:\n" + "    a: b\n".repeat(50_000)), "yaml-duplicate-key"),
        yaml("list-as-key", "? [a]\n: b\n", "yaml-key"),
        yaml("map-as-key", "{{a: b}: c}", "yaml-key"));
  }

  private static List<Bomb> inJson() {
    return List.of(
        json("deep-list", "[".repeat(100_000), "json-syntax"),
        json("deep-map", "{\"a\":".repeat(100_000), "json-syntax"),
        json("twice", "{\"name\": \"a\", \"name\": \"b\"}", "json-duplicate-key"),
        json("long-number", "{\"name\": " + "9".repeat(100_000) + "}", "json-syntax"),
        json("unterminated", "{\"name\": \"a", "json-syntax"),
        json("large-file", "\"" + "x".repeat(17 << 20) + "\"", "json-syntax"),
        json("comment", "/* */ {\"name\": \"a\"}", "json-syntax"),
        json("not-a-number", "{\"name\": NaN}", "json-syntax"),
        json("control-character", "{\"name\": \"a\u0000\"}", "json-syntax"),
        json("no-object", "7", "json-rule-shape"),
        json(
            "regex-of-regexes",
            pattern("\"field\": \"raw\", \"regex\": \"((a{1000}){1000}){10}\""),
            "json-rule-value"),
        new Bomb("broken-utf-8.json", "{\"name\": \"\u00e9\"}", ISO_8859_1, "rule-file"));
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void isRefusedForItsReasonAtABoundedCost(Bomb bomb, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve(bomb.name()), bomb.content(), bomb.charset());
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());

    RuleSet rules = Rules.load(file);

    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(rules.rules()).isEmpty();
    assertThat(rules.problems())
        .filteredOn(Problem::isError)
        .extracting(problem -> problem.id().toString())
        .contains(bomb.problem())
        .hasSizeLessThan(50);
    assertThat(rules.problems())
        .allSatisfy(problem -> assertThat(problem.toString().length()).isLessThan(2_000));
    assertThat(allocated).isLessThan(MOST_BYTES);
  }

  @Test
  void thereAreMoreThanFortyOfThem() {
    assertThat(bombs()).hasSizeGreaterThanOrEqualTo(40);
  }
}

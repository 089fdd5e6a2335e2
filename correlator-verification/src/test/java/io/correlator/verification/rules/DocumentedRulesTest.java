package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.RuleSet;
import io.correlator.rules.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules that the guide shows are rules. */
final class DocumentedRulesTest {
  private static final Path GUIDE = Path.of("../docs/write-rules.md");

  private static List<String> blocks(String language) throws IOException {
    Pattern block =
        Pattern.compile("^```" + language + "\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    Matcher matcher = block.matcher(Files.readString(GUIDE));
    List<String> blocks = new ArrayList<>();
    while (matcher.find()) {
      // What is no rule is a mapping, or classes.
      String text = matcher.group(1);
      if (text.startsWith("{\"name\": ") || text.startsWith("title: ")) {
        blocks.add(text);
      }
    }
    return blocks;
  }

  private static void assertRight(RuleSet set) {
    assertThat(set.problems().stream().filter(Problem::isError)).isEmpty();
    assertThat(set.rules()).hasSizeGreaterThan(9);
  }

  @Test
  void thoseInSigmaAreRight() throws IOException {
    assertRight(Constructs.load("guide.yml", String.join("---\n", blocks("yaml"))));
  }

  @Test
  void thoseInJsonAreRight() throws IOException {
    assertRight(Constructs.load("guide.json", String.join("", blocks("json"))));
  }
}

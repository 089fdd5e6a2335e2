package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.problem.Problem;
import io.correlator.verification.sshd.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The correlations that the specification gives as examples, with rules for them to name. */
final class SpecificationCorrelationsTest {
  private static final List<String> NAMED =
      List.of(
          "5638f7c0-ac70-491d-8465-2a65075e0d86",
          "recon_cmd_a",
          "recon_cmd_b",
          "recon_cmd_c",
          "rule_a_id",
          "process_creation",
          "website_access");

  @TempDir Path folder;

  @Test
  void theExamplesOfTheSpecificationAreLoaded() throws IOException {
    Path named = folder.resolve("named.yml");
    for (String name : NAMED) {
      Files.writeString(named, rule(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    int loaded = 0;
    try (Stream<Path> files =
        Files.list(Corpora.file("sigma/correlation/sigma-specification-examples"))) {
      for (Path file : files.sorted().toList()) {
        RuleSet set = Rules.load(named, file);
        assertThat(set.problems().stream().filter(Problem::isError)).as("%s", file).isEmpty();
        assertThat(set.rules()).as("%s", file).hasAtLeastOneElementOfType(CorrelationRule.class);
        loaded++;
      }
    }
    System.out.printf("%d correlations of the specification%n", loaded);

    assertThat(loaded).isEqualTo(8);
  }

  private static String rule(String name) {
    return """
        title: %1$s
        name: %1$s
        logsource: {product: windows}
        detection: {s: {EventID: 1}, condition: s}
        ---
        """
        .formatted(name);
  }
}

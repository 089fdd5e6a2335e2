package io.correlator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.testkit.LinesSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EditingRulesTest {
  private static final String RULE =
      """
      {"name": "Root", "type": "pattern", "severity": "info",
       "config": {"field": "raw", "regex": "root"}}
      """;

  @TempDir Path folder;

  @Test
  void aRuleThatIsBrokenStaysAtWorkAsItWas() throws IOException {
    Files.writeString(folder.resolve("rules.json"), RULE);
    List<String> found = new ArrayList<>();
    Listener listener =
        Listener.of("found", Interest.inTypes("Alert"), event -> found.add(event.summary()));
    EditingRules rules =
        new EditingRules(folder, LinesSource.of("lines", List.of("root is here")), listener);
    Files.writeString(folder.resolve("rules.json"), RULE.replace("\"root\"", "\"(\""));

    List<String> problems = rules.reload();
    rules.engine().run();

    assertThat(problems).hasSize(1);
    assertThat(found).containsExactly("Root");
  }

  @Test
  void aRuleThatIsSilencedFindsNothing() throws IOException {
    Files.writeString(folder.resolve("rules.json"), RULE);
    List<String> found = new ArrayList<>();
    Listener listener =
        Listener.of("found", Interest.inTypes("Alert"), event -> found.add(event.summary()));
    EditingRules rules =
        new EditingRules(folder, LinesSource.of("lines", List.of("root is here")), listener);

    rules.silence("Root");
    rules.engine().run();

    assertThat(found).isEmpty();
  }
}

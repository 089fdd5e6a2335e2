package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands in the documentation do what it says. They run in order, in a copy of the
 * repository's root. If a block of text or JSON follows at once, that is exactly what they print;
 * otherwise they must print something.
 */
final class DocumentationIT {
  private static final String COMMAND = "./correlator ";

  @TempDir static Path root;

  @BeforeAll
  static void checkOut() {
    Checkout.in(root);
  }

  /** A block of commands, and where it stands. */
  record Commands(Page page, Page.Block block) {
    List<String> lines() {
      return block.lines().stream()
          .map(line -> line.replaceFirst("\\s+#.*", ""))
          .filter(line -> line.contains(COMMAND))
          .toList();
    }

    @Override
    public String toString() {
      return page + ": " + String.join("; ", lines());
    }
  }

  static List<Commands> commands() {
    List<Commands> commands = new ArrayList<>();
    for (Page page : Page.all()) {
      page.blocks("sh").forEach(block -> commands.add(new Commands(page, block)));
    }
    commands.removeIf(each -> each.lines().isEmpty());
    return commands;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandDoesWhatThePageSays(Commands commands) {
    List<Command.Result> results =
        commands.lines().stream().map(line -> Command.shell(line).in(root).run()).toList();

    assertThat(results).allSatisfy(result -> assertThat(result.exitCode()).isZero());
    commands
        .page()
        .outputOf(commands.block())
        .ifPresentOrElse(
            expected -> assertThat(joined(results)).isEqualTo(expected.text()),
            () -> assertThat(joined(results)).isNotBlank());
  }

  private static String joined(List<Command.Result> results) {
    return results.stream().map(Command.Result::out).collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"process", "listen", "replay", "capture list", "capture filter", "capture cut"})
  void theGuideOfTheCommandNamesAllItsOptions(String command) {
    String guide = Repository.read("docs/operate.md");
    String help =
        Command.shell("'%s/correlator' %s --help".formatted(Checkout.shared().root(), command))
            .run()
            .out();

    assertThat(help.lines().filter(line -> line.startsWith("      --")))
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(guide).contains("`" + line.strip().replaceFirst("[= ].*", "")));
  }
}

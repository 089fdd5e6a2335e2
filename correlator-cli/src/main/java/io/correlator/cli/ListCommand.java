package io.correlator.cli;

import io.correlator.api.config.Config;
import io.correlator.api.listener.Listener;
import io.correlator.core.plugin.Plugins;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;

/** Shows what ServiceLoader finds, with options and defaults. */
@Command(
    name = "list",
    description =
        "Lists the installed modules, listeners, formats and decoders with their options.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Main.Action {
  private final Terminal terminal;
  private final PrintWriter out;

  @Mixin private PluginOptions pluginOptions = new PluginOptions();

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
    this.out = new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8);
  }

  @Override
  public int run(List<String> mistakes) {
    Plugins plugins = pluginOptions.load(mistakes);
    if (!mistakes.isEmpty()) {
      return Main.refuse(terminal, mistakes, "correlator list");
    }
    heading("Modules", "--module NAME[,key=value...]");
    plugins
        .modules()
        .forEach((name, module) -> entry(name, module.description(), module::configure));
    heading("Listeners", "--listener NAME[,key=value...]");
    plugins
        .listeners()
        .forEach(
            (name, supplier) -> {
              Listener listener = supplier.get();
              entry(
                  name,
                  listener.description() + " (receives " + listener.interest() + ")",
                  listener::configure);
            });
    heading("Formats", "--format NAME");
    plugins.formats().forEach((name, format) -> entry(name, format.description(), config -> {}));
    heading("Files that are no text", "are recognised");
    plugins.decoders().forEach((name, decoder) -> entry(name, decoder.description(), config -> {}));
    out.flush();
    plugins.problems().forEach(terminal::say);
    return plugins.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
  }

  private void heading(String title, String usage) {
    out.println(styled("@|bold " + title + "|@  @|faint " + usage + "|@"));
  }

  private void entry(String name, String description, Consumer<Config> configure) {
    out.println(styled("  @|green " + name + "|@") + "  " + description);
    Config config = Config.empty();
    configure.accept(config);
    int width = config.options().stream().mapToInt(option -> option.key().length()).max().orElse(0);
    for (Config.Option option : config.options()) {
      out.println(
          "      %s  %s (%s; default %s)"
              .formatted(
                  option.key() + " ".repeat(width - option.key().length()),
                  option.description(),
                  option.kind(),
                  option.fallback().isEmpty() ? "none" : option.fallback()));
    }
  }

  private String styled(String markup) {
    Ansi ansi = terminal.helpColour();
    return ansi.string(markup);
  }
}

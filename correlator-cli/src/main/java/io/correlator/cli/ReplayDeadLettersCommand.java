package io.correlator.cli;

import io.correlator.api.config.Config;
import io.correlator.api.config.NearestName;
import io.correlator.api.listener.Listener;
import io.correlator.core.delivery.DeadLetterReplay;
import io.correlator.core.plugin.Plugins;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Offers dead letters to listeners again. */
@Command(
    name = "replay",
    description = {
      "Offers the events in a file of dead letters to listeners.",
      "What they take leaves the file, what fails again stays."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReplayDeadLettersCommand implements Main.Action {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The file of dead letters.")
  private @Nullable Path file;

  @Option(
      names = "--listener",
      paramLabel = "NAME[,key=value...]",
      description = "Who gets the events; repeatable.")
  private List<String> calls = new ArrayList<>();

  @Mixin private PluginOptions pluginOptions = new PluginOptions();

  ReplayDeadLettersCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    Plugins plugins = pluginOptions.load(mistakes);
    plugins.problems().forEach(terminal::say);
    Path letters = file;
    if (letters == null) {
      mistakes.add("name the file of dead letters");
    }
    if (calls.isEmpty()) {
      mistakes.add("name who gets the events: --listener NAME");
    }
    List<Listener> listeners = listeners(plugins, mistakes);
    if (!mistakes.isEmpty() || letters == null) {
      return Main.refuse(terminal, mistakes, "correlator dead-letters replay");
    }
    return replay(letters, listeners);
  }

  private int replay(Path letters, List<Listener> listeners) {
    try {
      DeadLetterReplay.Outcome outcome =
          DeadLetterReplay.run(letters, listeners, InstantSource.system());
      terminal.say(
          "delivered %d, failed again %d, wanted by nobody %d, unreadable %d"
              .formatted(
                  outcome.delivered(), outcome.failed(), outcome.unwanted(), outcome.unreadable()));
      boolean all = outcome.failed() + outcome.unwanted() + outcome.unreadable() == 0;
      return all ? ExitCode.DONE : ExitCode.INCOMPLETE;
    } catch (NoSuchFileException e) {
      terminal.say("cannot replay %s: no such file".formatted(letters));
    } catch (Exception e) {
      terminal.say("cannot replay %s: %s".formatted(letters, e));
    }
    return ExitCode.INCOMPLETE;
  }

  private List<Listener> listeners(Plugins plugins, List<String> mistakes) {
    List<Listener> listeners = new ArrayList<>();
    for (String text : calls) {
      PluginCall.parse("--listener", text, mistakes)
          .flatMap(call -> listener(call, plugins.listeners(), mistakes))
          .ifPresent(listeners::add);
    }
    return listeners;
  }

  private static Optional<Listener> listener(
      PluginCall call, Map<String, Supplier<Listener>> known, List<String> mistakes) {
    Supplier<Listener> found = known.get(call.name());
    if (found == null) {
      mistakes.add(
          "unknown listener '%s'%s"
              .formatted(call.name(), NearestName.hint(call.name(), known.keySet())));
      return Optional.empty();
    }
    Config config = Config.of(call.options());
    String where = "listener " + call.name() + ": ";
    try {
      Listener listener = found.get().configure(config);
      config.problems().forEach(problem -> mistakes.add(where + problem));
      return Optional.of(listener);
    } catch (IllegalArgumentException e) {
      mistakes.add(where + e.getMessage());
      return Optional.empty();
    }
  }
}

package io.correlator.cli;

import io.correlator.api.Printable;
import io.correlator.core.delivery.DeadLetter;
import io.correlator.core.delivery.DeadLetterFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows dead letters, one line each. */
@Command(
    name = "list",
    description = "Lists the events in a file of dead letters, and why each is there.",
    mixinStandardHelpOptions = true)
final class ListDeadLettersCommand implements Main.Action {
  private final Terminal terminal;
  private final PrintWriter out;
  private boolean complete = true;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The file of dead letters.")
  private @Nullable Path file;

  ListDeadLettersCommand(Terminal terminal) {
    this.terminal = terminal;
    this.out = new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8);
  }

  @Override
  public int run(List<String> mistakes) {
    if (file == null) {
      mistakes.add("name the file of dead letters");
    }
    if (!mistakes.isEmpty() || file == null) {
      return Main.refuse(terminal, mistakes, "correlator dead-letters list");
    }
    try {
      DeadLetterFile.at(file).read(new Lines());
    } catch (NoSuchFileException e) {
      terminal.say("cannot read %s: no such file".formatted(file));
      complete = false;
    } catch (IOException e) {
      terminal.say("cannot read %s: %s".formatted(file, e.getMessage()));
      complete = false;
    }
    out.flush();
    return complete ? ExitCode.DONE : ExitCode.INCOMPLETE;
  }

  private final class Lines implements DeadLetterFile.Reader {
    @Override
    public void letter(DeadLetter letter) {
      out.println(
          Printable.of(
              "%s  %s  %s after %d  %s: %s%s"
                  .formatted(
                      letter.time(),
                      letter.listener(),
                      letter.reason(),
                      letter.attempts(),
                      letter.event().type(),
                      letter.event().summary(),
                      letter.error().isEmpty() ? "" : "  (" + letter.error() + ")")));
    }

    @Override
    public void unreadable(long line, String text, String problem) {
      terminal.say("%s:%d is no dead letter: %s".formatted(file, line, problem));
      complete = false;
    }
  }
}

package io.correlator.verification;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command in a process of its own. Its output goes to files, so that nobody has to keep reading
 * while it runs. For one thread.
 */
final class Command {
  private static final long TIMEOUT_SECONDS = 120;

  private final ProcessBuilder builder;
  private Path folder = Path.of("").toAbsolutePath();

  private Command(List<String> words) {
    builder = new ProcessBuilder(new ArrayList<>(words)).redirectInput(new File("/dev/null"));
    with("JAVA_HOME", System.getProperty("java.home"));
    List.of("CORRELATOR_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "NO_COLOR").forEach(this::without);
  }

  /** What a command left behind. */
  record Result(int exitCode, String out, String err) {
    List<String> outLines() {
      return out.lines().toList();
    }

    List<String> errLines() {
      return err.lines().toList();
    }
  }

  static Command of(Object... words) {
    return new Command(Arrays.stream(words).map(Object::toString).toList());
  }

  /** The {@code java} that runs this test. */
  static Command java(Object... words) {
    Command command = of(words);
    command.builder.command().add(0, System.getProperty("java.home") + "/bin/java");
    return command;
  }

  /** A line as one types it. */
  static Command shell(String line) {
    return of("sh", "-c", line);
  }

  Command in(Path newFolder) {
    folder = newFolder;
    return this;
  }

  Command with(String variable, Object value) {
    builder.environment().put(variable, value.toString());
    return this;
  }

  Command without(String variable) {
    builder.environment().remove(variable);
    return this;
  }

  Command input(Path file) {
    builder.redirectInput(file.toFile());
    return this;
  }

  /** Input comes from a pipe that the caller writes to. */
  Command inputFromPipe() {
    builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    return this;
  }

  /** Runs the command to its end, and fails if that takes two minutes. */
  Result run() {
    Running running = start();
    return running.end();
  }

  /** Starts the command, for tests that do something to it while it runs. */
  Running start() {
    try {
      Path out = Files.createTempFile("command", ".out");
      Path err = Files.createTempFile("command", ".err");
      Process process =
          builder
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new Running(builder.command(), process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the command, for a test that leaves its output in the pipe. */
  Process startUnread() throws IOException {
    return builder
        .directory(folder.toFile())
        .redirectOutput(ProcessBuilder.Redirect.PIPE)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** A command that runs. */
  record Running(List<String> words, Process process, Path out, Path err) {
    Result end() {
      try {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly().waitFor();
          throw new AssertionError(words + " did not end:\n" + text(out) + text(err));
        }
        return new Result(process.exitValue(), text(out), text(err));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      } finally {
        process.destroyForcibly();
        List.of(out, err).forEach(file -> file.toFile().delete());
      }
    }

    private static String text(Path file) {
      try {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

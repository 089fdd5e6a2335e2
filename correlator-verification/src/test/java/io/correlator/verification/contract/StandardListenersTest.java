package io.correlator.verification.contract;

import io.correlator.api.listener.Listener;
import io.correlator.examples.Shout;
import io.correlator.listeners.CsvListener;
import io.correlator.listeners.JsonLinesListener;
import io.correlator.listeners.LoggingListener;
import io.correlator.listeners.TextListener;
import io.correlator.testkit.ListenerContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

final class StandardListenersTest {
  /** A listener that writes files into a folder of its own. */
  private abstract static class FilesContract extends ListenerContract {
    @TempDir Path folder;

    @Override
    protected Optional<String> visible() {
      StringBuilder all = new StringBuilder();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          all.append(file).append('\n');
          all.append(Files.readString(file, StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Optional.of(all.toString());
    }
  }

  @Nested
  final class Csv extends FilesContract {
    @Override
    protected Listener listener() {
      return CsvListener.into(folder);
    }
  }

  @Nested
  final class JsonLines extends FilesContract {
    @Override
    protected Listener listener() {
      return JsonLinesListener.into(folder.resolve("events.jsonl"));
    }
  }

  @Nested
  final class Text extends FilesContract {
    @Override
    protected Listener listener() {
      return TextListener.into(folder.resolve("events.txt"));
    }
  }

  @Nested
  final class Logging extends ListenerContract {
    @Override
    protected Listener listener() {
      // This logger is silent here; see simplelogger.properties.
      return LoggingListener.builder().logger("silent").build();
    }
  }

  @Nested
  final class Example extends ListenerContract {
    @Override
    protected Listener listener() {
      return new Shout();
    }
  }
}

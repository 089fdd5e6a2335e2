package io.correlator.verification.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.StateSpec;
import io.correlator.core.Correlator;
import io.correlator.listeners.CsvListener;
import io.correlator.sources.HttpSource;
import io.correlator.sources.SyslogSource;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Takes numbered lines over TCP and HTTP, writes a row for each of them, and a row of another kind
 * for each tenth of a sender; saves its state all the time. Its listener {@code witness} writes
 * down what it is given and takes nothing back: what an earlier life has told stays told.
 * Arguments: a folder, how often state is saved, in milliseconds, and the most bytes of journals.
 */
public final class ReceiveApplication {
  static final int ROUND = 10;

  private ReceiveApplication() {}

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    SyslogSource tcp = SyslogSource.tcp().port(0).name("tcp").build();
    HttpSource http = HttpSource.builder().port(0).name("http").build();
    OutputStream witness = new FileOutputStream(folder.resolve("witness").toFile(), true);
    Correlator correlator =
        Correlator.builder()
            .source(tcp)
            .source(http)
            .module(new Counting())
            .listener(
                CsvListener.builder()
                    .directory(folder.resolve("csv"))
                    .maxSize(Long.MAX_VALUE)
                    .build())
            .listener(
                Listener.of(
                    "witness",
                    Interest.everything().withOrigins(Set.of("counting")),
                    event -> witness.write(testimony(event))))
            .dataDirectory(folder.resolve("data"))
            .snapshotEvery(Duration.ofMillis(Long.parseLong(arguments[1])))
            .journalBytes(Long.parseLong(arguments[2]))
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(correlator::close));
    correlator.start();
    publish(folder.resolve("ports"), tcp.localPort() + " " + http.localPort());
    correlator.awaitEnd();
  }

  private static byte[] testimony(EmittedEvent event) {
    LogRecord record = event.evidence().get(0);
    return "%s %s %d %s%n"
        .formatted(event.type(), record.source(), record.position(), record.message())
        .getBytes(UTF_8);
  }

  private static void publish(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling("unfinished");
    Files.writeString(unfinished, text);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A row of one of the two tables. */
  private record Row(AuditSchema schema, Instant timestamp, Fields fields, List<LogRecord> evidence)
      implements AuditEvent {
    static final AuditSchema SEEN =
        AuditSchema.builder("Seen").text("sender").integer("number").build();
    static final AuditSchema ROUND =
        AuditSchema.builder("Round").text("sender").integer("number").build();

    @Override
    public Severity severity() {
      return Severity.INFO;
    }

    @Override
    public String summary() {
      return schema.type() + ' ' + fields;
    }
  }

  /** Rows of what senders have sent; a line is {@code SENDER NUMBER}. */
  private record Counting() implements Module {
    @Override
    public String name() {
      return "counting";
    }

    @Override
    public Processor open(ModuleContext context) {
      // Not a window: what comes late, because the process was down, counts too.
      KeyedState<String, Integer> counts =
          context.state(StateSpec.of("counts", String.class, Integer.class));
      return record -> {
        String[] words = record.message().split(" ", -1);
        if (words.length < 2 || words[1].isEmpty()) {
          return;
        }
        Fields fields =
            Fields.builder()
                .put("sender", words[0])
                .put("number", Long.parseLong(words[1]))
                .build();
        List<LogRecord> evidence = List.of(record.compact());
        context.emit(new Row(Row.SEEN, record.timestamp(), fields, evidence));
        int count = counts.get(words[0]).orElse(0) + 1;
        counts.put(words[0], count);
        if (count % ROUND == 0) {
          context.emit(new Row(Row.ROUND, record.timestamp(), fields, evidence));
        }
      };
    }
  }
}

package io.correlator.verification.crash;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.api.Slice;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.StateSpec;
import io.correlator.core.Correlator;
import io.correlator.core.time.TimeSettings;
import io.correlator.listeners.CsvListener;
import io.correlator.sources.FollowSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Follows a {@link NumberedLog}, writes a row for each line of it and one for each tenth line of a
 * user, captures all of it, and saves its state all the time. Arguments: the log, the data
 * directory, the folder of the CSV files, the capture, how often state is saved, in milliseconds,
 * and the number of partitions.
 */
public final class CrashApplication {
  static final int ROUND = 10;

  private CrashApplication() {}

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) {
    Correlator correlator =
        Correlator.builder()
            .source(
                FollowSource.builder()
                    .path(Path.of(arguments[0]))
                    .start(FollowSource.Start.BEGINNING)
                    .interval(Duration.ofMillis(20))
                    .build())
            .module(new Seeing())
            .module(new Counting())
            .listener(
                CsvListener.builder()
                    .directory(Path.of(arguments[2]))
                    .maxSize(Long.MAX_VALUE)
                    .build())
            // Short lives shall have rows too.
            .time(TimeSettings.defaults().withLateness(Duration.ofMillis(100)))
            .dataDirectory(Path.of(arguments[1]))
            .capture(Path.of(arguments[3]))
            .snapshotEvery(Duration.ofMillis(Long.parseLong(arguments[4])))
            .partitions(Integer.parseInt(arguments[5]))
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(correlator::close));
    correlator.run();
  }

  /** A row of one of the two tables. */
  private record Row(AuditSchema schema, Instant timestamp, Fields fields) implements AuditEvent {
    static final AuditSchema SEEN = AuditSchema.builder("Seen").integer("number").build();
    static final AuditSchema ROUND =
        AuditSchema.builder("Round").text("user").integer("number").build();

    @Override
    public Severity severity() {
      return Severity.INFO;
    }

    @Override
    public String summary() {
      return schema.type() + ' ' + fields;
    }
  }

  private static String word(LogRecord record, int index) {
    return record.message().split(" ", -1)[index];
  }

  private static long number(LogRecord record) {
    return Long.parseLong(word(record, 1));
  }

  /** A row for each line. */
  private record Seeing() implements Module {
    @Override
    public String name() {
      return "seeing";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> {
        Fields seen = Fields.builder().put("number", number(record)).build();
        context.emit(new Row(Row.SEEN, record.timestamp(), seen));
      };
    }
  }

  /** A row for each tenth line of a user. */
  private record Counting() implements Module {
    @Override
    public String name() {
      return "counting";
    }

    @Override
    public Optional<PartitionKey> partitionKey() {
      return Optional.of(record -> Slice.of(word(record, 3)));
    }

    @Override
    public Processor open(ModuleContext context) {
      // Not a window: what comes late, because the process was down, counts too.
      KeyedState<String, Integer> visits =
          context.state(StateSpec.of("visits", String.class, Integer.class));
      return record -> {
        String user = word(record, 3);
        int count = visits.get(user).orElse(0) + 1;
        visits.put(user, count);
        if (count % ROUND == 0) {
          Fields round = Fields.builder().put("user", user).put("number", number(record)).build();
          context.emit(new Row(Row.ROUND, record.timestamp(), round));
        }
      };
    }
  }
}

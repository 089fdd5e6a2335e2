package io.correlator.verification.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.evtx.EvtxDecoder;
import io.correlator.sources.FileSource;
import io.correlator.verification.sshd.Corpora;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Event logs that came with the JSON that other tools have made of them. */
final class RecordedEventLogsTest {
  /** Damaged copies of each log. */
  private static final int COPIES = 10 * Integer.getInteger("correlator.scale", 1);

  private static List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.walk(Corpora.file("sigma/regression"))) {
      return files.filter(file -> file.toString().endsWith(".evtx")).sorted().toList();
    }
  }

  private static Path json(Path log) {
    String name = log.getFileName().toString();
    return log.resolveSibling(name.substring(0, name.length() - "evtx".length()) + "json");
  }

  /** Keeps what it sees. */
  private record Seeing(List<LogRecord> records) implements Module {
    @Override
    public String name() {
      return "seeing";
    }

    @Override
    public Processor open(ModuleContext context) {
      return records::add;
    }
  }

  private static List<LogRecord> records(Path file) {
    List<LogRecord> records = new ArrayList<>();
    Correlator correlator =
        Correlator.builder()
            .source(FileSource.builder().path(file).decoder(new EvtxDecoder()).build())
            .module(new Seeing(records))
            .build();
    correlator.run();
    assertThat(correlator.statistics().sources()).allMatch(source -> source.unreadable() == 0);
    return records;
  }

  @Test
  void haveTheFieldsTimesAndHostsOfTheirJson() throws IOException {
    int events = 0;
    for (Path log : logs()) {
      List<LogRecord> fromLog = records(log);
      List<LogRecord> fromJson = records(json(log));
      assertThat(fromLog).as("%s", log).hasSameSizeAs(fromJson);
      for (int i = 0; i < fromLog.size(); i++) {
        LogRecord actual = fromLog.get(i);
        LogRecord expected = fromJson.get(i);
        assertThat(actual.failure()).as("%s", log).isEmpty();
        assertThat(actual.fields()).as("%s", log).isEqualTo(expected.fields());
        assertThat(actual.timestamp()).isEqualTo(expected.timestamp());
        assertThat(actual.host()).isEqualTo(expected.host());
        assertThat(actual.severity()).isEqualTo(expected.severity());
        events++;
      }
    }
    assertThat(events).isGreaterThan(100);
  }

  /** Nothing that stands in a file may do more than make its own events unreadable. */
  @Test
  void areReadAsFarAsTheyGoWhereverTheyAreDamaged() throws IOException {
    Random random = new Random(1);
    for (Path log : logs()) {
      byte[] whole = Files.readAllBytes(log);
      int used = Math.min(whole.length, 4096 + 512 + 8_192);
      long events = lines(whole).size();
      for (int copy = 0; copy < COPIES; copy++) {
        byte[] damaged = whole.clone();
        for (int i = 0; i <= copy; i++) {
          damaged[4096 + 512 + random.nextInt(used - 4096 - 512)] = (byte) random.nextInt();
        }

        List<String> lines = lines(damaged);

        assertThat(lines).as("%s", log).hasSizeGreaterThanOrEqualTo((int) events);
        assertThat(lines).allMatch(line -> line.startsWith("{\"") || line.startsWith("evtx: "));
      }
    }
  }

  private static List<String> lines(byte[] log) throws IOException {
    try (InputStream text =
        new EvtxDecoder()
            .decode(new ByteArrayInputStream(log), () -> new ByteArrayInputStream(log))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}

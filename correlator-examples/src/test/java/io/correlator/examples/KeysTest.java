package io.correlator.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.correlator.api.EmittedEvent;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.source.RecordFormat;
import io.correlator.sources.format.SyslogFormat;
import io.correlator.testkit.ModuleContract;
import io.correlator.testkit.TestPipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeysTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;

  private static String error(String host) {
    return "Mar  1 10:00:00 " + host + " disk[7]: error 5";
  }

  @Test
  void eachHostIsCountedByItself() {
    TestPipeline pipeline = TestPipeline.running(new HostAlarm(2, MINUTE));

    pipeline
        .reading(new SyslogFormat())
        .feed(error("web1"), error("web2"), error("web3"), error("web2"));

    assertThat(pipeline.events())
        .extracting(EmittedEvent::summary)
        .containsExactly("web2 reports many errors");
  }

  @Test
  void aUserIsGuessedFromManyAddressesAndAnAddressGuessesManyUsers() {
    TestPipeline pipeline = TestPipeline.running(new Guessing(3, MINUTE));

    pipeline.feed(
        "login of root failed from 192.0.2.1",
        "login of root failed from 192.0.2.2",
        "login of alice failed from 203.0.113.7",
        "login of bob failed from 203.0.113.7",
        "login of root failed from 203.0.113.7");

    assertThat(pipeline.events())
        .extracting(EmittedEvent::type, EmittedEvent::summary)
        .containsExactly(tuple("GuessingAddress", "203.0.113.7"), tuple("GuessedUser", "root"));
  }

  @Test
  void theNumberOfPartitionsMakesNoDifference() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      lines.add(error("web" + i % 7));
      lines.add(
          "Mar  1 10:00:01 gate login[9]: login of user%d failed from 192.0.2.%d"
              .formatted(i % 13, i % 200));
    }
    Path log = Files.write(folder.resolve("a.log"), lines);

    List<String> one = idsWith(log, 1);

    assertThat(one).hasSizeGreaterThan(200);
    assertThat(idsWith(log, 4)).isEqualTo(one);
  }

  private static List<String> idsWith(Path log, int partitions) {
    List<String> ids = new ArrayList<>();
    Interest interest = Interest.everything().withOrigins(Set.of("host-alarm", "guessing"));
    ManyCores.run(log, Listener.of("ids", interest, event -> ids.add(event.id())), partitions);
    return ids;
  }

  @Nested
  final class OfHostAlarm extends ModuleContract {
    @Override
    protected Module module() {
      return new HostAlarm(2, MINUTE);
    }

    @Override
    protected List<String> lines() {
      return List.of(error("web1"), error("web2"), error("web1"), error("web2"));
    }

    @Override
    protected Optional<RecordFormat> format() {
      return Optional.of(new SyslogFormat());
    }
  }

  @Nested
  final class OfGuessing extends ModuleContract {
    @Override
    protected Module module() {
      return new Guessing(2, MINUTE);
    }

    @Override
    protected List<String> lines() {
      return List.of(
          "login of alice failed from 192.0.2.1",
          "login of bob failed from 192.0.2.1",
          "login of alice failed from 192.0.2.2");
    }
  }
}

package io.correlator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.config.Config;
import io.correlator.core.Correlator;
import io.correlator.sources.FileSource;
import io.correlator.sources.format.PlainFormat;
import io.correlator.testkit.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GreeterTest {
  @TempDir Path folder;

  @Test
  void notesWhomAProgramHasGreeted() {
    TestPipeline pipeline = TestPipeline.running(new Greeter());

    pipeline.feed("hello alice", "goodbye alice");

    assertThat(pipeline.events())
        .singleElement()
        .satisfies(event -> assertThat(event.fields().text("user")).contains("alice"));
  }

  @Test
  void looksForTheWordsOfItsOption() {
    Config config = Config.of(Map.of("greeting", "good day"));

    assertThat(new Greeter().configure(config)).isEqualTo(new Greeter("good day"));
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void isRepeatedLoudly() throws IOException {
    Shout shout = new Shout();

    Correlator.builder()
        .source(
            FileSource.builder()
                .path(Files.writeString(folder.resolve("a.log"), "hello alice\nhello bob\n"))
                .format(new PlainFormat())
                .build())
        .module(new Greeter())
        .listener(shout)
        .build()
        .run();

    assertThat(shout.shouted()).isEqualTo("GREETED ALICE\nGREETED BOB\n");
  }
}

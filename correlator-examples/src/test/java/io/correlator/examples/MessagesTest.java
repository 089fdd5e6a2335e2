package io.correlator.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.MessageFormat;
import io.correlator.api.config.ConfigException;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.Correlator;
import io.correlator.sources.FileSource;
import io.correlator.sources.format.PlainFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MessagesTest {
  private static final Path SAMPLE = Path.of("../samples/auth.log");

  private final List<String> messages = new CopyOnWriteArrayList<>();

  @TempDir Path folder;

  @Test
  void comeWithTheModule() throws IOException {
    Path log = Files.writeString(folder.resolve("a.log"), "hello alice\n");

    Correlator.builder()
        .source(FileSource.builder().path(log).format(new PlainFormat()).build())
        .module(new Greeter())
        .listener(
            Listener.of(
                "letters",
                Interest.inTypes("Greeted"),
                event -> messages.add(event.message(MessageFormat.TEXT).orElseThrow())))
        .build()
        .run();

    assertThat(messages)
        .singleElement()
        .asString()
        .matches("Someone greeted alice at \\d\\d:\\d\\d\\.\n");
  }

  @Test
  void comeWithTheStandardModules() {
    Letters.write(SAMPLE, folder, messages::add);

    assertThat(messages)
        .hasSize(2)
        .allSatisfy(
            it -> assertThat(it).startsWith("<p>From <b>").contains("<pre>\n", "sshd[", "</pre>"));
  }

  @Test
  void areReplacedByThoseOfTheUser() throws IOException {
    Files.writeString(
        folder.resolve("SshLoginTriesExceeded.html.ftl"), "<p>Block ${event.fields.address}!</p>");

    Letters.write(SAMPLE, folder, messages::add);

    assertThat(messages).hasSize(2).contains("<p>Block 203.0.113.7!</p>");
  }

  @Test
  void areNotTakenFromATemplateThatCouldDoHarm() throws IOException {
    Files.writeString(
        folder.resolve("SshLoginTriesExceeded.html.ftl"), "<p>${event.summary?interpret}</p>");

    assertThatThrownBy(() -> Letters.write(SAMPLE, folder, messages::add))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("SshLoginTriesExceeded.html.ftl, line 1, column 20: ?interpret: ");
  }
}

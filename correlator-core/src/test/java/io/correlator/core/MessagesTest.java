package io.correlator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.MessageFormat;
import io.correlator.api.config.ConfigException;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.core.monitor.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages as listeners of a running engine get them. */
@Timeout(30)
final class MessagesTest {
  @TempDir private Path folder;
  private final List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
  private final List<Optional<String>> messages = Collections.synchronizedList(new ArrayList<>());
  private final List<EmittedEvent> complaints = Collections.synchronizedList(new ArrayList<>());

  /** Hands over a few records. */
  private record Few(int count) implements Source {
    @Override
    public String name() {
      return "few";
    }

    @Override
    public void run(SourceContext context) throws Exception {
      for (int i = 0; i < count; i++) {
        context.sink().accept(Records.at(i, "<record " + i + ">"));
      }
    }
  }

  /** Makes an event of each record. */
  private record Echo() implements Module {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record ->
          context.emit(Event.notice("Echo").summary(record.message()).evidence(record));
    }
  }

  private Correlator.Builder engine(int records, Listener listener) {
    return Correlator.builder()
        .source(new Few(records))
        .module(new Echo())
        .listener(listener)
        .messages(folder)
        .failureHandler(failures::add);
  }

  private Listener asking(MessageFormat format) {
    return Listener.of(
        "asking", Interest.inTypes("Echo"), event -> messages.add(event.message(format)));
  }

  private void write(String name, String source) throws IOException {
    Files.writeString(folder.resolve(name), source);
  }

  @Test
  void comeFromTheTemplateOfTheType() throws IOException {
    write("Echo.html.ftl", "<b>${event.evidence[0].message}</b>");

    engine(2, asking(MessageFormat.HTML)).build().run();

    assertThat(messages)
        .containsExactly(
            Optional.of("<b>&lt;record 0&gt;</b>"), Optional.of("<b>&lt;record 1&gt;</b>"));
    assertThat(failures).isEmpty();
  }

  @Test
  void areNotThereWithoutATemplate() {
    engine(1, asking(MessageFormat.TEXT)).build().run();

    assertThat(messages).containsExactly(Optional.empty());
  }

  @Test
  void areNotRenderedUnlessSomeoneAsks() throws IOException {
    write("Echo.txt.ftl", "${event.fields.nope}");

    engine(10, Listener.of("silent", Interest.everything(), event -> {})).build().run();

    assertThat(failures).isEmpty();
  }

  @Test
  void stopTheEngineFromBeingBuiltIfTheirTemplatesAreRefused() throws IOException {
    write("Echo.txt.ftl", "${event.summary?interpret}");
    write("Other.txt.ftl", "<#include \"x\">");

    assertThatThrownBy(
            () -> engine(1, asking(MessageFormat.TEXT)).statisticsEvery(Duration.ZERO).build())
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(3)
                    .anyMatch(it -> it.contains("Echo.txt.ftl, line 1, column 17: ?interpret: "))
                    .anyMatch(it -> it.contains("Other.txt.ftl, line 1, column 1: ")));
  }

  @Test
  void thatFailAreReplacedCountedAndTold() throws IOException {
    write("Echo.txt.ftl", "${event.fields.nope}");
    Listener listener =
        Listener.of(
            "complaints",
            Interest.inTypes("PluginFailed").withOrigins(Set.of(Interest.ENGINE)),
            complaints::add);

    engine(12, asking(MessageFormat.TEXT)).listener(listener).build().run();

    assertThat(messages).hasSize(12).contains(Optional.of("<record 11>"));
    assertThat(failures)
        .hasSize(12)
        .allSatisfy(
            failure -> {
              assertThat(failure.kind()).isEqualTo(Failure.Kind.MESSAGE);
              assertThat(failure.name()).isEqualTo("Echo.txt.ftl");
            });
    assertThat(failures.get(11).count()).isEqualTo(12);
    assertThat(complaints)
        .allSatisfy(event -> assertThat(event.fields().text("kind")).contains("message"));
  }
}

package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Block;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.rules.Alert;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.model.Rule;
import io.correlator.testkit.TestPipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Rules at work on lines such as {@code a host=x n=3}, at milliseconds that a test chooses. */
final class Constructs {
  /** A rule for each line that begins with one of these words, called like the word. */
  private static final List<String> WORDS = List.of("a", "b", "c", "d");

  private final TestPipeline pipeline;

  private Constructs(TestPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Sigma correlations that may name the rules {@code a} to {@code d}. */
  static Constructs sigma(String... correlations) {
    return new Constructs(TestPipeline.running(sigmaModule(correlations)).reading(new Words()));
  }

  static RulesModule sigmaModule(String... correlations) {
    StringBuilder text = new StringBuilder();
    for (String word : WORDS) {
      text.append(
          """
          title: Word %1$s
          name: %1$s
          logsource: {product: linux, service: sshd}
          detection: {s: {word: %1$s}, condition: s}
          ---
          """
              .formatted(word));
    }
    return module("rules.yml", text + String.join("---\n", correlations));
  }

  /** JSON rules. */
  static Constructs json(String rules) {
    return new Constructs(TestPipeline.running(module("rules.json", rules)).reading(new Words()));
  }

  static RulesModule module(String file, String text) {
    RuleSet set = load(file, text);
    assertThat(set.hasErrors()).as("%s", set.problems()).isFalse();
    return RulesModule.of(set);
  }

  static RuleSet load(String file, String text) {
    try {
      Path folder = Files.createTempDirectory("rules");
      Path path = Files.writeString(folder.resolve(file), text);
      try {
        return Rules.load(Mapping.standard(), List.of(path));
      } finally {
        Files.delete(path);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Feeds a line at so many milliseconds after the start. */
  Constructs at(long millis, String... lines) {
    Duration ahead = Duration.between(pipeline.now(), TestPipeline.START.plusMillis(millis));
    pipeline.advance(ahead);
    pipeline.feed(lines);
    return this;
  }

  /** Nothing comes until then. */
  Constructs until(long millis) {
    return at(millis);
  }

  List<Alert> alerts() {
    return pipeline.events("Alert").stream().map(event -> (Alert) event.event()).toList();
  }

  List<EmittedEvent> events(String type) {
    return pipeline.events(type).stream().toList();
  }

  TestPipeline pipeline() {
    return pipeline;
  }

  /** What fired, and how many milliseconds after the start. */
  List<String> fired() {
    return alerts().stream()
        .map(alert -> alert.summary() + " at " + millis(alert.timestamp()))
        .toList();
  }

  static long millis(Instant time) {
    return Duration.between(TestPipeline.START, time).toMillis();
  }

  static List<String> titles(RuleSet set) {
    return set.rules().stream().map(Rule::metadata).map(each -> each.title()).toList();
  }

  /** The first word is {@code word}; the others are fields. */
  private static final class Words implements RecordFormat {
    @Override
    public String name() {
      return "words";
    }

    @Override
    public RecordParser open(FormatContext context) {
      return (block, from, to, header) -> header.message(from);
    }

    @Override
    public Fields fields(LogRecord record) {
      return Constructs.fields(record);
    }
  }

  /** A record at the start. */
  static LogRecord record(String line) {
    // The block has more than the record, as that of a source has.
    byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
    RecordHeader header = new RecordHeader();
    header.reset();
    header.message(0);
    Block.Provenance from =
        new Block.Provenance("other", 0, Block.Counting.RECORDS, "words", Constructs::fields);
    return Block.of(text, from, 0, 1, TestPipeline.START)
        .record(0, text.length - 1, 0, header, TestPipeline.START);
  }

  /** The fields of a line. */
  static Fields fields(LogRecord record) {
    String[] words = record.raw().split(" ", -1);
    Fields.Builder fields = Fields.builder().put("word", words[0]).put("program", "sshd");
    for (int i = 1; i < words.length; i++) {
      String[] pair = words[i].split("=", 2);
      List<String> values = List.of(pair[1].split(",", -1));
      fields.put(pair[0], values.size() == 1 ? values.get(0) : values);
    }
    return fields.build();
  }
}

package io.correlator.benchmarks.rules;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.module.Detector;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.core.monitor.FailureHandler;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.rules.RuleHit;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.sources.format.WindowsJsonFormat;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * What {@link RulesMacro} measures, step by step and without an engine: the CPU time of one thread
 * for a record, in the quietest of many passes over all events. Each step has those before it in
 * it. Takes the options of {@link RulesMacro}; the number of turns is that of passes.
 */
public final class RuleSteps {
  private static final Instant ARRIVAL = Instant.parse("2026-03-01T10:00:00Z");

  private final com.sun.management.ThreadMXBean cpu =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final RecordFormat format = new WindowsJsonFormat();
  private final RecordParser parser = format.open(new FormatContext(ZoneOffset.UTC, ARRIVAL));
  private final RecordHeader header = new RecordHeader();
  private final byte[] log;
  private final List<int[]> lines = new ArrayList<>();
  private final Block block;
  private long seen;

  private RuleSteps(byte[] log) {
    this.log = log;
    block =
        Block.of(
            log,
            new Block.Provenance("events", 0, Block.Counting.BYTES, format::fields),
            0,
            1,
            ARRIVAL);
    for (int at = 0, from = 0; at < log.length; at++) {
      if (log[at] == '\n') {
        lines.add(new int[] {from, at});
        from = at + 1;
      }
    }
  }

  /** See {@link RulesMacro}. */
  public static void main(String[] arguments) throws Exception {
    PublishedRules options = CommandLine.populateCommand(new PublishedRules(), arguments);
    if (!options.areThere()) {
      return;
    }
    Path file = Files.createTempFile("correlator-events", ".jsonl");
    try {
      EventLog.write(options.events(), options.records(), file);
      new RuleSteps(Files.readAllBytes(file)).run(options);
    } finally {
      Files.delete(file);
    }
  }

  /** Something that is done with each record. */
  private interface Step {
    void take(LogRecord record) throws Exception;
  }

  private void run(PublishedRules options) throws Exception {
    RuleSet all = Rules.load(options.rules());
    List<String> names = new ArrayList<>(List.of("records", "fields"));
    List<Step> steps = new ArrayList<>(List.of(r -> seen++, r -> seen += r.fields().size()));
    for (int count : options.counts(all.rules().size())) {
      RulesModule module = RulesModule.of(RulesMacro.some(all, count));
      Detector<RuleHit> detector = module.openDetector();
      names.add("matches of %,d rules".formatted(count));
      steps.add(record -> detector.detect(record, (key, hit) -> seen++));
      Pipeline pipeline = new Pipeline(Pipeline.DAY, FailureHandler.logging(), event -> seen++);
      pipeline.open("rules", module);
      names.add("alerts of %,d rules".formatted(count));
      steps.add(pipeline::process);
    }
    measure(names, steps, options.turns());
  }

  private void measure(List<String> names, List<Step> steps, int turns) throws Exception {
    long[] least = new long[steps.size()];
    long[] bytes = new long[steps.size()];
    long[] found = new long[steps.size()];
    for (int turn = 0; turn < turns; turn++) {
      for (int i = 0; i < steps.size(); i++) {
        seen = 0;
        long allocated = cpu.getCurrentThreadAllocatedBytes();
        long start = cpu.getCurrentThreadCpuTime();
        pass(steps.get(i));
        long time = cpu.getCurrentThreadCpuTime() - start;
        least[i] = turn == 0 ? time : Math.min(least[i], time);
        bytes[i] = cpu.getCurrentThreadAllocatedBytes() - allocated;
        found[i] = seen;
      }
    }
    for (int i = 0; i < least.length; i++) {
      System.out.printf(
          "%-26s %,8d ns %,8d B %,10d%n",
          names.get(i), least[i] / lines.size(), bytes[i] / lines.size(), found[i]);
    }
  }

  private void pass(Step step) throws Exception {
    for (int i = 0; i < lines.size(); i++) {
      int[] line = lines.get(i);
      header.reset();
      parser.parse(log, line[0], line[1], header);
      step.take(block.record(line[0], line[1], i, header, ARRIVAL));
    }
  }
}

package io.correlator.core.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import java.time.Instant;

/**
 * The state of an engine, as a snapshot holds it: whatever is in it is refused with a message that
 * says where, or the engine goes on, and saves what it loads when it is saved and loaded again.
 *
 * <p>An input says how to damage what was saved: three bytes say where, in the first 64 KiB, and by
 * what a byte is replaced. So nothing but our own code has to be guessed.
 */
public final class StateTarget implements Target {
  private static final byte[] SAVED = saved();

  /** Attacks it. */
  public StateTarget() {}

  @Override
  public void attack(byte[] input) throws Exception {
    byte[] damaged = SAVED.clone();
    for (int i = 0; i + 2 < input.length; i += 3) {
      int place = (((input[i] & 0xff) << 8) | (input[i + 1] & 0xff)) % damaged.length;
      damaged[place] = input[i + 2];
    }
    Pipeline pipeline = pipeline();
    try {
      load(pipeline, damaged);
    } catch (StateException e) {
      Claim.that(String.valueOf(e.getMessage()).startsWith("pipeline"), "it is told where");
      return;
    }
    byte[] again = save(pipeline);
    Pipeline other = pipeline();
    load(other, again);
    Claim.sameBytes(again, save(other), "loaded and saved again");
    for (int i = 0; i < 5; i++) {
      pipeline.process(record(1000 + i, "key" + i));
    }
  }

  private static byte[] saved() {
    Pipeline pipeline = pipeline();
    for (int i = 0; i < 30; i++) {
      pipeline.process(record(i / 2, "key" + i % 4));
    }
    return save(pipeline);
  }

  private static Pipeline pipeline() {
    Pipeline pipeline = new Pipeline(Pipeline.DAY, failure -> {}, event -> {});
    try {
      pipeline.open("all", new AllKinds());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return pipeline;
  }

  private static byte[] save(Pipeline pipeline) {
    StateOutput out = new StateOutput();
    pipeline.save(out);
    return out.toByteArray();
  }

  private static void load(Pipeline pipeline, byte[] saved) {
    pipeline.load(new StateInput(saved, format -> record -> Fields.empty()));
  }

  private static LogRecord record(long epochMilli, String message) {
    byte[] bytes = message.getBytes(UTF_8);
    RecordHeader header = new RecordHeader();
    header.timestamp(epochMilli);
    return Block.of(
            bytes,
            new Block.Provenance("fuzz", 0, Block.Counting.BYTES, record -> Fields.empty()),
            epochMilli,
            1,
            Instant.EPOCH)
        .record(0, bytes.length, 0, header, Instant.EPOCH);
  }
}

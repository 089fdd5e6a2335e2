package io.correlator.evtx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.correlator.fuzz.Chance;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import io.correlator.fuzz.Trickle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Event logs of Windows: each line that comes out is an event as JSON, or says what is lost; all
 * together they are not much longer than the file, and nothing depends on how it is read.
 *
 * <p>An input is the records of a chunk, so that no fuzzer has to find 64 KiB of zeros around them,
 * and what stands in the head of the chunk is right or drawn by lot. An input that begins as a file
 * does is read as one.
 */
public final class EvtxTarget implements Target {
  private static final int HEAD = 4096;
  private static final int RECORDS = 512;

  /** What a template says is said again by each of its records, of 24 bytes or more. */
  private static final long MOST_TEXT = 64L << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Attacks it. */
  public EvtxTarget() {}

  @Override
  public void attack(byte[] input) throws Exception {
    Chance chance = Chance.of(input);
    boolean isFile = new EvtxDecoder().recognises(input);
    byte[] file = isFile ? input : file(input, chance);
    byte[] text = text(new ByteArrayInputStream(file), file);
    Claim.sameBytes(text, text(new Trickle(file, 70_000, chance), file), "in pieces");
    Claim.that(text.length <= MOST_TEXT, "a chunk does not swell without bound");
    for (String line : new String(text, UTF_8).lines().toList()) {
      if (line.startsWith("{")) {
        event(line);
      } else {
        Claim.that(!line.isBlank(), "a line that is no event says why");
      }
    }
    Claim.that(text.length == 0 || text[text.length - 1] == '\n', "the last line has its end");
  }

  private static void event(String line) {
    try {
      Claim.that(JSON.readTree(line).isObject(), "an event is an object");
    } catch (JsonProcessingException e) {
      throw new AssertionError("an event is JSON: " + line, e);
    }
  }

  private static byte[] text(InputStream in, byte[] file) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (InputStream lines = new EvtxDecoder().decode(in, () -> new ByteArrayInputStream(file))) {
      lines.transferTo(text);
    } catch (IOException e) {
      Claim.that(
          e instanceof java.io.EOFException || String.valueOf(e.getMessage()).contains("file"),
          "a file that is none is told: " + e);
    }
    return text.toByteArray();
  }

  private static byte[] file(byte[] records, Chance chance) {
    int length = Math.min(records.length, Chunk.SIZE - RECORDS);
    ByteBuffer file = ByteBuffer.allocate(HEAD + Chunk.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    file.put(0, EvtxInput.MAGIC).putShort(42, (short) 1);
    file.put(HEAD, "ElfChnk\0".getBytes(UTF_8));
    boolean right = chance.below(4) > 0;
    file.putLong(HEAD + 24, 1).putLong(HEAD + 32, right ? 3 : chance.below(1 << 20) - 5L);
    file.putInt(HEAD + 48, right ? RECORDS + length : chance.below(2 * Chunk.SIZE));
    file.put(HEAD + RECORDS, records, 0, length);
    return file.array();
  }
}

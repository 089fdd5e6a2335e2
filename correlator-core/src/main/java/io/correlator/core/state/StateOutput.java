package io.correlator.core.state;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordCodec;
import io.correlator.api.state.RecordOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A growing run of bytes that state is saved to, in sections that have a name, a version and a
 * length. Arrays are copied as a whole, so that saving takes little longer than copying the memory.
 *
 * <p>Sections may contain sections. {@link StateInput} finds them by their names. For one thread;
 * {@link #clear()} makes it ready for the next time without giving its memory back.
 */
public final class StateOutput implements RecordOutput {
  private static final int BITS = 18;
  private static final int CHUNK = 1 << BITS;
  private static final int MASK = CHUNK - 1;
  private static final int LONGEST_NAME = 0xffff;

  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private final List<byte[]> chunks = new ArrayList<>();
  private final Deque<Provenances> provenances = new ArrayDeque<>();
  private byte[] chunk = new byte[0];
  private int number = -1;
  private int at = CHUNK;

  /** Nothing yet. */
  public StateOutput() {
    provenances.push(new Provenances());
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }

  /** What records have in common is written once in each section. */
  private static final class Provenances {
    private record Key(String source, long incarnation, Block.Counting counting, String format) {}

    private final Map<Key, Integer> numbers = new HashMap<>();
    private Block.@Nullable Provenance last;
    private int lastNumber;

    /** The number of {@code provenance}; equal to the number of known ones if it is new. */
    int number(Block.Provenance provenance) {
      if (!provenance.equals(last)) {
        int fresh = numbers.size();
        Integer known =
            numbers.putIfAbsent(
                new Key(
                    provenance.source(),
                    provenance.incarnation(),
                    provenance.counting(),
                    provenance.format()),
                fresh);
        last = provenance;
        lastNumber = known == null ? fresh : known;
      }
      return lastNumber;
    }

    int size() {
      return numbers.size();
    }
  }

  /** Writes the contents of a section. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes to {@code out}.
     *
     * @throws IOException if something cannot be written
     */
    void write(StateOutput out) throws IOException;
  }

  /**
   * Writes a section.
   *
   * @param name by which it is found, 65,535 bytes at most
   * @param version of its contents
   * @throws UncheckedIOException if {@code content} throws
   */
  public void section(String name, int version, Content content) {
    writeText(name);
    writeInt(version);
    long start = size();
    writeLong(0);
    provenances.push(new Provenances());
    try {
      content.write(this);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save " + name + ": " + e.getMessage(), e);
    } finally {
      provenances.pop();
    }
    putLong(start, size() - start - Long.BYTES);
  }

  private void putLong(long position, long value) {
    for (int i = 0; i < Long.BYTES; i++) {
      long place = position + i;
      chunks.get((int) (place >>> BITS))[(int) place & MASK] =
          (byte) (value >>> (Long.SIZE - (i + 1) * Byte.SIZE));
    }
  }

  /** How many bytes were written. */
  public long size() {
    return ((long) number << BITS) + at;
  }

  /** Forgets what was written. */
  public void clear() {
    chunk = new byte[0];
    number = -1;
    at = CHUNK;
    provenances.clear();
    provenances.push(new Provenances());
  }

  /**
   * Writes all bytes to {@code target}.
   *
   * @throws IOException as {@code target} does
   */
  public void writeTo(OutputStream target) throws IOException {
    for (int i = 0; i <= number; i++) {
      target.write(chunks.get(i), 0, i < number ? CHUNK : at);
    }
  }

  /** A copy of the bytes; there must be less than 2 GiB. */
  public byte[] toByteArray() {
    byte[] bytes = new byte[Math.toIntExact(size())];
    for (int i = 0; i <= number; i++) {
      System.arraycopy(chunks.get(i), 0, bytes, i << BITS, i < number ? CHUNK : at);
    }
    return bytes;
  }

  private void nextChunk() {
    number++;
    if (number == chunks.size()) {
      chunks.add(new byte[CHUNK]);
    }
    chunk = chunks.get(number);
    at = 0;
  }

  @Override
  public void write(int value) {
    if (at == CHUNK) {
      nextChunk();
    }
    chunk[at++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    int done = 0;
    while (done < length) {
      if (at == CHUNK) {
        nextChunk();
      }
      int part = Math.min(length - done, CHUNK - at);
      System.arraycopy(bytes, from + done, chunk, at, part);
      at += part;
      done += part;
    }
  }

  /** Writes the numbers, without how many there are. */
  void writeInts(int[] numbers, int length) {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, (CHUNK - at) / Integer.BYTES);
      if (part == 0) {
        // The next number does not fit into the rest of the chunk.
        writeInt(Integer.reverseBytes(numbers[done++]));
      } else {
        ByteBuffer.wrap(chunk, at, part * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asIntBuffer()
            .put(numbers, done, part);
        at += part * Integer.BYTES;
        done += part;
      }
    }
  }

  /** Writes the numbers, without how many there are. */
  void writeLongs(long[] numbers, int length) {
    for (int i = 0; i < length; i++) {
      writeLong(numbers[i]);
    }
  }

  @Override
  public void writeBoolean(boolean value) {
    write(value ? 1 : 0);
  }

  @Override
  public void writeByte(int value) {
    write(value);
  }

  @Override
  public void writeShort(int value) {
    if (at <= CHUNK - Short.BYTES) {
      SHORTS.set(chunk, at, (short) value);
      at += Short.BYTES;
    } else {
      write(value >>> Byte.SIZE);
      write(value);
    }
  }

  @Override
  public void writeChar(int value) {
    writeShort(value);
  }

  @Override
  public void writeInt(int value) {
    if (at <= CHUNK - Integer.BYTES) {
      INTS.set(chunk, at, value);
      at += Integer.BYTES;
    } else {
      writeShort(value >>> Short.SIZE);
      writeShort(value);
    }
  }

  @Override
  public void writeLong(long value) {
    if (at <= CHUNK - Long.BYTES) {
      LONGS.set(chunk, at, value);
      at += Long.BYTES;
    } else {
      writeInt((int) (value >>> Integer.SIZE));
      writeInt((int) value);
    }
  }

  @Override
  public void writeFloat(float value) {
    writeInt(Float.floatToRawIntBits(value));
  }

  @Override
  public void writeDouble(double value) {
    writeLong(Double.doubleToRawLongBits(value));
  }

  @Override
  public void writeBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      write(text.charAt(i));
    }
  }

  @Override
  public void writeChars(String text) {
    for (int i = 0; i < text.length(); i++) {
      writeChar(text.charAt(i));
    }
  }

  @Override
  public void writeUTF(String text) throws IOException {
    new DataOutputStream(
            new OutputStream() {
              @Override
              public void write(int value) {
                StateOutput.this.write(value);
              }
            })
        .writeUTF(text);
  }

  /** Writes {@code text} in UTF-8. */
  public void writeText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST_NAME) {
      throw new IllegalArgumentException("a name of " + bytes.length + " bytes is too long");
    }
    writeShort(bytes.length);
    write(bytes);
  }

  /** Writes {@code text} of any length in UTF-8. */
  public void writeLongText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeInt(bytes.length);
    write(bytes);
  }

  @Override
  public void writeRecord(LogRecord record) throws IOException {
    Block.Provenance provenance = record.provenance();
    Provenances known = provenances.element();
    int before = known.size();
    int index = known.number(provenance);
    writeInt(index);
    if (index == before) {
      writeSource(provenance);
    }
    RecordCodec.write(record, this);
  }

  private void writeSource(Block.Provenance provenance) {
    writeLongText(provenance.source());
    writeText(provenance.sender());
    writeLong(provenance.incarnation());
    writeByte(provenance.counting().ordinal());
    writeText(provenance.format());
  }
}

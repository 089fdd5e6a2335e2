package io.correlator.core.state;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordCodec;
import io.correlator.api.state.RecordInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Bytes that a {@link StateOutput} wrote.
 *
 * <p>Whatever stands in them, reading ends, takes no more memory than a few times their length, and
 * throws nothing but {@link StateException} from {@link #section}, which says where it happened.
 * For one thread.
 */
public final class StateInput implements RecordInput {
  private static final int LONGEST_SHOWN = 1000;

  private final ByteBuffer bytes;
  private final String where;
  private final Function<String, Function<LogRecord, Fields>> formats;
  private final List<Block.Provenance> provenances = new ArrayList<>();

  /**
   * What was saved.
   *
   * @param bytes all that was written
   * @param formats reads the fields of the records of a format, by its name; for a name that is not
   *     known it gives a function that finds none
   */
  public StateInput(byte[] bytes, Function<String, Function<LogRecord, Fields>> formats) {
    this(ByteBuffer.wrap(bytes), "", formats);
  }

  private StateInput(
      ByteBuffer bytes, String where, Function<String, Function<LogRecord, Fields>> formats) {
    this.bytes = bytes;
    this.where = where;
    this.formats = formats;
  }

  /** Reads the contents of a section. */
  @FunctionalInterface
  public interface Content {
    /**
     * Reads all that stands in {@code in}.
     *
     * @throws IOException if something else stands there
     */
    void read(StateInput in) throws IOException;
  }

  /**
   * Reads the next section, which must be the one of this name and version.
   *
   * @param kind what it is, for messages, such as {@code state}
   * @throws StateException if it is not, or {@code content} throws, or does not read all of it
   */
  public void section(String kind, String name, int version, Content content) {
    String here = (where.isEmpty() ? "" : where + ", ") + (kind.isEmpty() ? "" : kind + ' ') + name;
    try {
      if (!bytes.hasRemaining()) {
        throw new StateException(here + ": was not saved");
      }
      String saved = readText();
      if (!saved.equals(name)) {
        throw new StateException(
            "%s: was not saved; what was saved here is %s".formatted(here, visible(saved)));
      }
      int savedVersion = readInt();
      StateInput part = new StateInput(part(readLong()), here, formats);
      if (savedVersion != version) {
        throw new StateException(
            "%s: version %d was saved, version %d is wanted"
                .formatted(here, savedVersion, version));
      }
      content.read(part);
      if (part.bytes.hasRemaining()) {
        throw new StateException(
            "%s: %d bytes more were saved than are wanted".formatted(here, part.bytes.remaining()));
      }
    } catch (StateException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new StateException(here + ": cannot be restored: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the next section, whatever its name is.
   *
   * @param kind what it is, for messages, such as {@code state}
   * @param choice who reads the section of a name; one that is for nobody is passed over
   * @return its name
   * @throws StateException as for a section whose name is known
   */
  public String section(String kind, int version, Function<String, Content> choice) {
    int start = bytes.position();
    String name;
    try {
      name = readText();
    } catch (IOException e) {
      throw new StateException("%s, %s: cannot be restored: %s".formatted(where, kind, e), e);
    }
    bytes.position(start);
    section(kind, name, version, choice.apply(name));
    return name;
  }

  /** Passes over all that is left. */
  public void skipRest() {
    bytes.position(bytes.limit());
  }

  /** What was saved may be damaged: only what is fit for a message. */
  private static String visible(String saved) {
    StringBuilder visible = new StringBuilder();
    saved
        .codePoints()
        .limit(LONGEST_SHOWN)
        .forEach(c -> visible.appendCodePoint(c >= ' ' && c < 0x7f ? c : '?'));
    return visible.toString();
  }

  private ByteBuffer part(long length) throws IOException {
    if (length < 0 || length > bytes.remaining()) {
      throw new EOFException("its end is missing");
    }
    ByteBuffer part = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return part;
  }

  /** Whether there is more to read. */
  public boolean hasRemaining() {
    return bytes.hasRemaining();
  }

  /**
   * A number of things that follow, each of which takes {@code bytesEach} at least.
   *
   * @throws IOException if there cannot be so many
   */
  public int readCount(int bytesEach) throws IOException {
    int count = readInt();
    if (count < 0 || (long) count * bytesEach > bytes.remaining()) {
      throw new EOFException("there cannot be " + count + " of them");
    }
    return count;
  }

  private ByteBuffer need(long length) throws EOFException {
    if (bytes.remaining() < length) {
      throw new EOFException("its end is missing");
    }
    return bytes;
  }

  /** So many numbers. */
  int[] readInts(int length) throws IOException {
    need((long) length * Integer.BYTES);
    int[] numbers = new int[length];
    int size = length * Integer.BYTES;
    bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(numbers);
    bytes.position(bytes.position() + size);
    return numbers;
  }

  /** So many numbers. */
  long[] readLongs(int length) throws IOException {
    need((long) length * Long.BYTES);
    long[] numbers = new long[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = bytes.getLong();
    }
    return numbers;
  }

  /** So many bytes. */
  byte[] readBytes(int length) throws IOException {
    need(length);
    byte[] read = new byte[length];
    bytes.get(read);
    return read;
  }

  /** A number from {@code least} to {@code most}. */
  int readInt(int least, int most) throws IOException {
    int number = readInt();
    if (number < least || number > most) {
      throw new InvalidObjectException(number + " is not between " + least + " and " + most);
    }
    return number;
  }

  @Override
  public void readFully(byte[] target) throws IOException {
    need(target.length).get(target);
  }

  @Override
  public void readFully(byte[] target, int from, int length) throws IOException {
    need(length).get(target, from, length);
  }

  @Override
  public int skipBytes(int wanted) {
    int skipped = Math.max(0, Math.min(wanted, bytes.remaining()));
    bytes.position(bytes.position() + skipped);
    return skipped;
  }

  @Override
  public boolean readBoolean() throws IOException {
    byte value = readByte();
    if (value != 0 && value != 1) {
      throw new InvalidObjectException("a boolean is 0 or 1, not " + value);
    }
    return value == 1;
  }

  @Override
  public byte readByte() throws IOException {
    return need(Byte.BYTES).get();
  }

  @Override
  public int readUnsignedByte() throws IOException {
    return readByte() & 0xff;
  }

  @Override
  public short readShort() throws IOException {
    return need(Short.BYTES).getShort();
  }

  @Override
  public int readUnsignedShort() throws IOException {
    return readShort() & 0xffff;
  }

  @Override
  public char readChar() throws IOException {
    return need(Character.BYTES).getChar();
  }

  @Override
  public int readInt() throws IOException {
    return need(Integer.BYTES).getInt();
  }

  @Override
  public long readLong() throws IOException {
    return need(Long.BYTES).getLong();
  }

  @Override
  public float readFloat() throws IOException {
    return Float.intBitsToFloat(readInt());
  }

  @Override
  public double readDouble() throws IOException {
    return Double.longBitsToDouble(readLong());
  }

  /** What {@link StateOutput} never writes. */
  @Override
  public String readLine() throws IOException {
    throw new IOException("there are no lines here");
  }

  @Override
  public String readUTF() throws IOException {
    return DataInputStream.readUTF(this);
  }

  /** What {@link StateOutput#writeText} wrote. */
  public String readText() throws IOException {
    return readText(readUnsignedShort());
  }

  /** What {@link StateOutput#writeLongText} wrote. */
  public String readLongText() throws IOException {
    return readText(readCount(1));
  }

  /**
   * The shape that was saved must be the one that is wanted.
   *
   * @throws StateException if it is not
   */
  public void expect(String shape) throws IOException {
    String saved = readLongText();
    if (!saved.equals(shape)) {
      throw new StateException(
          "%s: was saved as \"%s\", is now \"%s\"".formatted(where, visible(saved), shape));
    }
  }

  /**
   * The version that was saved must be the one that is wanted.
   *
   * @throws StateException if it is not
   */
  public void expect(int version) throws IOException {
    int saved = readInt();
    if (saved != version) {
      throw new StateException(
          "%s: version %d was saved, version %d is wanted".formatted(where, saved, version));
    }
  }

  private String readText(int length) throws IOException {
    return new String(readBytes(length), StandardCharsets.UTF_8);
  }

  @Override
  public LogRecord readRecord() throws IOException {
    int index = readInt(0, provenances.size());
    if (index == provenances.size()) {
      provenances.add(readSource());
    }
    return RecordCodec.read(this, provenances.get(index));
  }

  private Block.Provenance readSource() throws IOException {
    String source = readLongText();
    String sender = readText();
    long incarnation = readLong();
    Block.Counting[] counting = Block.Counting.values();
    Block.Counting counted = counting[readInt8(counting.length)];
    String format = readText();
    return new Block.Provenance(
        source, sender, incarnation, counted, format, formats.apply(format));
  }

  private int readInt8(int bound) throws IOException {
    int number = readUnsignedByte();
    if (number >= bound) {
      throw new InvalidObjectException(number + " is not below " + bound);
    }
    return number;
  }
}

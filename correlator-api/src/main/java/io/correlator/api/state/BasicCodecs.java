package io.correlator.api.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The codecs of types that are not made of others. */
final class BasicCodecs {
  /** The most bytes believed to follow before they have been seen. */
  private static final int CHUNK = 8192;

  // What objects take on a JVM with compressed references, headers and alignment included.
  private static final int BOX = 16;
  private static final int TIME = 24;
  private static final int TEXT = 40;
  private static final int ARRAY = 16;
  private static final int SLICE = 24;
  private static final int RECORD_AND_BLOCK = 120;

  private BasicCodecs() {}

  /** Writes a value. */
  @FunctionalInterface
  interface Writer<T> {
    void write(T value, RecordOutput out) throws IOException;
  }

  /** Reads a value. */
  @FunctionalInterface
  interface Reader<T> {
    T read(RecordInput in) throws IOException;
  }

  /** A codec made of functions. */
  record Basic<T>(
      String shape, ToIntFunction<T> footprints, Writer<T> writer, Reader<T> reader, boolean fixed)
      implements Codec<T>, Sized {
    @Override
    public void write(T value, RecordOutput out) throws IOException {
      writer.write(value, out);
    }

    @Override
    public T read(int version, RecordInput in) throws IOException {
      return reader.read(in);
    }

    @Override
    public int footprint(T value) {
      return footprints.applyAsInt(value);
    }

    @Override
    public boolean isFixed() {
      return fixed;
    }
  }

  /** Knows whether all values have the same footprint. */
  interface Sized {
    boolean isFixed();
  }

  static boolean isFixed(Codec<?> codec) {
    return codec instanceof Sized sized && sized.isFixed();
  }

  private static <T> Basic<T> fixed(
      String shape, int footprint, Writer<T> writer, Reader<T> reader) {
    return new Basic<>(shape, value -> footprint, writer, reader, true);
  }

  static final Basic<LogRecord> RECORD =
      new Basic<>(
          "LogRecord",
          record -> RECORD_AND_BLOCK + record.length(),
          (record, out) -> out.writeRecord(record),
          RecordInput::readRecord,
          false);

  private static final Basic<Slice> SLICES =
      new Basic<>(
          "Slice",
          slice -> SLICE + ARRAY + slice.length(),
          (slice, out) -> writeBytes(slice.toByteArray(), out),
          in -> Slice.copyOf(readBytes(in)),
          false);

  private static final Basic<byte[]> BYTES =
      new Basic<>(
          "byte[]",
          bytes -> ARRAY + bytes.length,
          BasicCodecs::writeBytes,
          BasicCodecs::readBytes,
          false);

  private static final Basic<String> STRINGS =
      new Basic<>(
          "String",
          text -> TEXT + text.length(),
          BasicCodecs::writeText,
          BasicCodecs::readText,
          false);

  private static final Map<Class<?>, Codec<?>> KNOWN = new HashMap<>();

  static {
    Codec<Boolean> bool = fixed("boolean", BOX, (v, out) -> out.writeBoolean(v), BasicCodecs::bool);
    Codec<Byte> int8 = fixed("byte", BOX, (v, out) -> out.writeByte(v), DataInput::readByte);
    Codec<Short> int16 = fixed("short", BOX, (v, out) -> out.writeShort(v), DataInput::readShort);
    Codec<Character> char16 = fixed("char", BOX, (v, o) -> o.writeChar(v), DataInput::readChar);
    Codec<Integer> int32 = fixed("int", BOX, (v, out) -> out.writeInt(v), DataInput::readInt);
    Codec<Long> int64 = fixed("long", BOX, (v, out) -> out.writeLong(v), DataInput::readLong);
    Codec<Float> float32 = fixed("float", BOX, (v, o) -> o.writeFloat(v), DataInput::readFloat);
    Codec<Double> float64 =
        fixed("double", BOX, (v, out) -> out.writeDouble(v), DataInput::readDouble);
    know(boolean.class, Boolean.class, bool);
    know(byte.class, Byte.class, int8);
    know(short.class, Short.class, int16);
    know(char.class, Character.class, char16);
    know(int.class, Integer.class, int32);
    know(long.class, Long.class, int64);
    know(float.class, Float.class, float32);
    know(double.class, Double.class, float64);
    KNOWN.put(Instant.class, fixed("Instant", TIME, BasicCodecs::write, BasicCodecs::instant));
    KNOWN.put(Duration.class, fixed("Duration", TIME, BasicCodecs::write, BasicCodecs::duration));
    KNOWN.put(String.class, STRINGS);
    KNOWN.put(Slice.class, SLICES);
    KNOWN.put(byte[].class, BYTES);
    KNOWN.put(LogRecord.class, RECORD);
  }

  private static void know(Class<?> primitive, Class<?> box, Codec<?> codec) {
    KNOWN.put(primitive, codec);
    KNOWN.put(box, codec);
  }

  /** The codecs by type. */
  static Map<Class<?>, Codec<?>> known() {
    return KNOWN;
  }

  /** The codec of an enum; its constants belong to its shape. */
  static <E> Codec<E> enumeration(Class<E> type) {
    E[] constants = type.getEnumConstants();
    Map<E, Integer> numbers = new HashMap<>();
    for (E constant : constants) {
      numbers.put(constant, numbers.size());
    }
    return fixed(
        type.getSimpleName() + Arrays.toString(constants),
        0,
        (value, out) -> out.writeShort(numbers.getOrDefault(value, 0)),
        in -> {
          int number = in.readUnsignedShort();
          if (number >= constants.length) {
            throw new InvalidObjectException(
                type.getSimpleName() + " has no constant number " + number);
          }
          return constants[number];
        });
  }

  private static boolean bool(DataInput in) throws IOException {
    byte value = in.readByte();
    if (value != 0 && value != 1) {
      throw new InvalidObjectException("a boolean is 0 or 1, not " + value);
    }
    return value == 1;
  }

  private static void write(Instant time, DataOutput out) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static Instant instant(DataInput in) throws IOException {
    try {
      return Instant.ofEpochSecond(in.readLong(), in.readInt());
    } catch (DateTimeException | ArithmeticException e) {
      throw new IOException("no time: " + e.getMessage(), e);
    }
  }

  private static void write(Duration duration, DataOutput out) throws IOException {
    out.writeLong(duration.getSeconds());
    out.writeInt(duration.getNano());
  }

  private static Duration duration(DataInput in) throws IOException {
    try {
      return Duration.ofSeconds(in.readLong(), in.readInt());
    } catch (ArithmeticException e) {
      throw new IOException("no duration: " + e.getMessage(), e);
    }
  }

  private static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new EOFException("a length cannot be " + length);
    }
    byte[] bytes = new byte[Math.min(length, CHUNK)];
    in.readFully(bytes);
    // A length that is wrong runs into the end before it has cost much memory.
    for (int read = bytes.length; read < length; read = bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * read, length));
      in.readFully(bytes, read, bytes.length - read);
    }
    return bytes;
  }

  /** UTF-8, or two bytes for each character of a text that has lone surrogates. */
  private static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean isUnicode = isWellFormed(text);
    out.writeBoolean(isUnicode);
    writeBytes(isUnicode ? bytes : utf16(text), out);
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static byte[] utf16(String text) {
    byte[] bytes = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >>> Byte.SIZE);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private static String readText(DataInput in) throws IOException {
    boolean isUnicode = bool(in);
    byte[] bytes = readBytes(in);
    if (isUnicode) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    char[] text = new char[bytes.length / 2];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) (bytes[2 * i] << Byte.SIZE | (bytes[2 * i + 1] & 0xff));
    }
    return new String(text);
  }
}

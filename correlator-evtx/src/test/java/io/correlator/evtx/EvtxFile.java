package io.correlator.evtx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes files as Windows does, with as little in them as a test needs. Offsets that checksums and
 * the search for names need are left zero: nobody reads them here.
 */
final class EvtxFile {
  private static final int CHUNK_HEAD = 512;

  private final List<ByteBuffer> chunks = new ArrayList<>();
  private int oldest;

  /** Adds a chunk of events with consecutive numbers. */
  EvtxFile chunk(long firstId, List<Xml> events) {
    ByteBuffer chunk = ByteBuffer.allocate(Chunk.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    chunk.put(0, "ElfChnk\0".getBytes(StandardCharsets.US_ASCII));
    chunk.putLong(24, firstId).putLong(32, firstId + events.size() - 1);
    chunk.position(CHUNK_HEAD);
    long id = firstId;
    for (Xml event : events) {
      int from = chunk.position();
      chunk.putInt(0x2a2a).putInt(0).putLong(id++).putLong(0);
      event.writeTo(chunk);
      int size = chunk.position() + 4 - from;
      chunk.putInt(size).putInt(from + 4, size);
    }
    chunk.putInt(48, chunk.position());
    chunks.add(chunk);
    return this;
  }

  /** Adds a chunk that was never written to. */
  EvtxFile unusedChunk() {
    chunks.add(ByteBuffer.allocate(Chunk.SIZE));
    return this;
  }

  /** The log has wrapped around: this is its oldest chunk. */
  EvtxFile oldest(int chunk) {
    oldest = chunk;
    return this;
  }

  /** The last chunk that was added, to be damaged. */
  ByteBuffer last() {
    return chunks.get(chunks.size() - 1);
  }

  byte[] bytes() {
    ByteBuffer file =
        ByteBuffer.allocate(4096 + chunks.size() * Chunk.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    file.put(0, EvtxInput.MAGIC).putLong(8, oldest).putShort(42, (short) chunks.size());
    file.position(4096);
    chunks.forEach(chunk -> file.put(chunk.duplicate().clear()));
    return file.array();
  }

  /** Something to be written in binary XML. */
  @FunctionalInterface
  interface Xml {
    void writeTo(ByteBuffer chunk);

    /** One after another. */
    static Xml of(Xml... parts) {
      return chunk -> {
        for (Xml part : parts) {
          part.writeTo(chunk);
        }
      };
    }

    /** Bytes as they are. */
    static Xml bytes(int... bytes) {
      return chunk -> {
        for (int each : bytes) {
          chunk.put((byte) each);
        }
      };
    }

    /** A fragment: its head, its content, its end. */
    static Xml fragment(Xml content) {
      return of(bytes(0x0f, 1, 1, 0), content, bytes(0));
    }

    static Xml element(String name, Xml... content) {
      return elementWith(name, of(), content);
    }

    /** An element with attributes. */
    static Xml elementWith(String name, Xml attributes, Xml... content) {
      return chunk -> {
        int from = chunk.position();
        chunk.put((byte) 0x41).putShort((short) -1).putInt(0);
        name(name).writeTo(chunk);
        chunk.putInt(0);
        attributes.writeTo(chunk);
        chunk.put((byte) 2);
        of(content).writeTo(chunk);
        chunk.put((byte) 4);
        chunk.putInt(from + 3, chunk.position() - from - 7);
      };
    }

    static Xml empty(String name) {
      return of(bytes(1, 0xff, 0xff, 0, 0, 0, 0), name(name), bytes(3));
    }

    static Xml attribute(String name, Xml value) {
      return of(bytes(6), name(name), value);
    }

    static Xml text(String text) {
      return of(bytes(5, 1), counted(text));
    }

    static Xml substitution(int number, int type) {
      return bytes(0x0e, number, 0, type);
    }

    /** A name where it stands for the first time. */
    private static Xml name(String name) {
      return chunk -> {
        chunk.putInt(chunk.position() + 4).putInt(0).putShort((short) 0);
        counted(name).writeTo(chunk);
        chunk.putShort((short) 0);
      };
    }

    private static Xml counted(String text) {
      return chunk ->
          chunk.putShort((short) text.length()).put(text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** A template that stands here for the first time, and its values. */
    static Xml template(Xml definition, Value... values) {
      return chunk -> {
        chunk.put((byte) 0x0c).put((byte) 1).putInt(7);
        int from = chunk.position() + 4;
        chunk.putInt(from).position(from + 24);
        fragment(definition).writeTo(chunk);
        chunk.putInt(from + 20, chunk.position() - from - 24);
        putValues(chunk, values);
      };
    }

    /** A template that stands elsewhere, and its values. */
    static Xml templateAt(int definition, Value... values) {
      return chunk -> {
        chunk.put((byte) 0x0c).put((byte) 1).putInt(7).putInt(definition);
        putValues(chunk, values);
      };
    }

    private static void putValues(ByteBuffer chunk, Value... values) {
      chunk.putInt(values.length);
      int sizes = chunk.position();
      chunk.position(sizes + 4 * values.length);
      for (int i = 0; i < values.length; i++) {
        int from = chunk.position();
        values[i].content.writeTo(chunk);
        chunk.putShort(sizes + 4 * i, (short) (chunk.position() - from));
        chunk.put(sizes + 4 * i + 2, (byte) values[i].type);
      }
    }
  }

  /** A value of a template. */
  record Value(int type, Xml content) {
    static Value of(int type, int... bytes) {
      return new Value(type, Xml.bytes(bytes));
    }

    static Value text(String text) {
      return new Value(1, chunk -> chunk.put(text.getBytes(StandardCharsets.UTF_16LE)));
    }
  }

  /** What a decoder makes of bytes. */
  static List<String> lines(byte[] file) throws java.io.IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new EvtxDecoder()
        .decode(
            new java.io.ByteArrayInputStream(file), () -> new java.io.ByteArrayInputStream(file))
        .transferTo(text);
    return text.toString(StandardCharsets.UTF_8).lines().toList();
  }
}

package io.correlator.core.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a snapshot: what each part of an engine saved, under the name of the part. A part
 * that is no longer there is not asked for, and a new one finds nothing. For one thread at a time.
 */
public final class Sections {
  private final Map<String, byte[]> sections = new LinkedHashMap<>();

  /** Without any section. */
  public Sections() {}

  /**
   * The sections in {@code content}.
   *
   * @throws IOException if it is not what {@link #toBytes} makes
   */
  public static Sections of(byte[] content) throws IOException {
    Sections found = new Sections();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      int length = in.readInt();
      if (length < 0 || length > in.available()) {
        throw new IOException("section %s says it has %d bytes".formatted(name, length));
      }
      found.put(name, in.readNBytes(length));
    }
    return found;
  }

  /** Saves {@code bytes}, which are not copied, under {@code name}. */
  public void put(String name, byte[] bytes) {
    sections.put(name, bytes);
  }

  /** What was saved under {@code name}. */
  public Optional<byte[]> get(String name) {
    return Optional.ofNullable(sections.get(name));
  }

  /** All sections as bytes. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(sections.size());
      for (Map.Entry<String, byte[]> section : sections.entrySet()) {
        out.writeUTF(section.getKey());
        out.writeInt(section.getValue().length);
        out.write(section.getValue());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return bytes.toByteArray();
  }
}

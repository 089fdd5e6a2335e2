package io.correlator.evtx;

import org.jspecify.annotations.Nullable;

/** The values that one event puts into a template: they are read where they are needed. */
final class Substitutes {
  private final byte[] chunk;
  private final int[] types;
  private final int[] from;
  private final int[] sizes;

  private Substitutes(byte[] chunk, int[] types, int[] from, int[] sizes) {
    this.chunk = chunk;
    this.types = types;
    this.from = from;
    this.sizes = sizes;
  }

  /** Passes over the values: first stand all sizes and types, then all values. */
  static Substitutes read(byte[] chunk, Cursor cursor) throws DamageException {
    int count = cursor.unsignedInteger();
    if (count > cursor.left() / 4) {
      throw new DamageException("%d values are outside".formatted(count));
    }
    int[] types = new int[count];
    int[] from = new int[count];
    int[] sizes = new int[count];
    for (int i = 0; i < count; i++) {
      sizes[i] = cursor.unsignedShort();
      types[i] = cursor.unsignedByte();
      cursor.skip(1);
    }
    for (int i = 0; i < count; i++) {
      from[i] = cursor.skip(sizes[i]);
    }
    return new Substitutes(chunk, types, from, sizes);
  }

  private int checked(int number) throws DamageException {
    if (number >= types.length) {
      throw new DamageException("value %d of %d".formatted(number, types.length));
    }
    return number;
  }

  /** How many bytes a value has. */
  int size(int number) throws DamageException {
    return sizes[checked(number)];
  }

  /** Whether a value is a fragment of XML. */
  boolean isXml(int number) throws DamageException {
    return types[checked(number)] == Values.BINARY_XML;
  }

  /** A value that is a fragment of XML. */
  Cursor xml(int number) throws DamageException {
    return new Cursor(chunk, from[checked(number)], from[number] + sizes[number]);
  }

  /** A value that is none; null if there is nothing. */
  @Nullable Object value(int number) throws DamageException {
    return Values.read(chunk, types[checked(number)], from[number], sizes[number]);
  }
}

package io.correlator.evtx;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the binary XML of one chunk (MS-EVEN6, section 2.2.12). An event is mostly a template that
 * other events of the chunk share, and the values to be put into it. For one thread.
 *
 * <p>Files may be forged: templates that contain each other are followed to a bounded depth, and an
 * event has a bounded number of parts.
 */
final class BinaryXml {
  private static final int DEEPEST = 64;
  private static final int MOST_PARTS = 50_000;

  /** An event takes less than a chunk, unless it says the same again and again. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  /** What a template begins with: where the next one is, its GUID, its size. */
  private static final int TEMPLATE_HEADER = 24;

  private static final int MORE = 0x40;
  private static final int END_OF_FRAGMENT = 0x00;
  private static final int ELEMENT = 0x01;
  private static final int CLOSE_START = 0x02;
  private static final int CLOSE_EMPTY = 0x03;
  private static final int END_ELEMENT = 0x04;
  private static final int VALUE = 0x05;
  private static final int ATTRIBUTE = 0x06;
  private static final int CDATA = 0x07;
  private static final int CHARACTER = 0x08;
  private static final int ENTITY = 0x09;
  private static final int INSTRUCTION_TARGET = 0x0a;
  private static final int INSTRUCTION = 0x0b;
  private static final int TEMPLATE = 0x0c;
  private static final int SUBSTITUTION = 0x0d;
  private static final int OPTIONAL_SUBSTITUTION = 0x0e;
  private static final int FRAGMENT = 0x0f;

  private final byte[] chunk;
  private final Map<Integer, String> names = new HashMap<>();
  private int parts;
  private int volume;

  BinaryXml(byte[] chunk) {
    this.chunk = chunk;
  }

  /**
   * What a fragment is read with.
   *
   * @param values the values for its substitutions; null outside a template
   * @param depth how many elements and templates it is in
   * @param isValue whether it is a value itself: then its elements are written without the number
   *     of the value that they depend on
   */
  private record Place(@Nullable Substitutes values, int depth, boolean isValue) {
    Place inElement() throws DamageException {
      return checked(new Place(values, depth + 1, isValue));
    }

    Place inTemplate(Substitutes of) throws DamageException {
      return checked(new Place(of, depth + 1, false));
    }

    Place inValue() throws DamageException {
      return checked(new Place(null, depth + 1, true));
    }

    private static Place checked(Place place) throws DamageException {
      if (place.depth > DEEPEST) {
        throw new DamageException("elements nested more than %d deep".formatted(DEEPEST));
      }
      return place;
    }
  }

  /** Reads an event: its outermost element. */
  Element event(int from, int to) throws DamageException {
    parts = 0;
    volume = 0;
    Element document = new Element("");
    content(new Cursor(chunk, from, to), new Place(null, 0, false), document);
    if (document.children().size() != 1) {
      throw new DamageException("an event of %d elements".formatted(document.children().size()));
    }
    return document.children().get(0);
  }

  /** Takes into account what is copied into the event. */
  private void count(int bytes) throws DamageException {
    volume += bytes;
    if (volume > MOST_BYTES) {
      throw new DamageException("an event of more than %d bytes".formatted(MOST_BYTES));
    }
  }

  private void count() throws DamageException {
    if (++parts > MOST_PARTS) {
      throw new DamageException("an event of more than %d parts".formatted(MOST_PARTS));
    }
  }

  /** Reads up to the end of the element or of the fragment. */
  private void content(Cursor cursor, Place place, Element parent) throws DamageException {
    while (cursor.left() > 0) {
      count();
      int token = cursor.unsignedByte();
      switch (token & ~MORE) {
        case END_OF_FRAGMENT, END_ELEMENT -> {
          return;
        }
        case ELEMENT -> parent.children().add(element(cursor, place, (token & MORE) != 0));
        case TEMPLATE -> template(cursor, place, parent);
        case FRAGMENT -> cursor.skip(3);
        case INSTRUCTION_TARGET -> name(cursor);
        case INSTRUCTION -> cursor.skip(2 * cursor.unsignedShort());
        case SUBSTITUTION, OPTIONAL_SUBSTITUTION -> substitute(cursor, place, parent);
        default -> {
          Object value = literal(token, cursor);
          if (value != null) {
            parent.values().add(value);
          }
        }
      }
    }
  }

  private Element element(Cursor cursor, Place place, boolean hasAttributes)
      throws DamageException {
    if (!place.isValue()) {
      cursor.skip(2);
    }
    cursor.skip(4);
    Element element = new Element(name(cursor));
    if (hasAttributes) {
      cursor.skip(4);
      while ((cursor.peek() & ~MORE) == ATTRIBUTE) {
        cursor.skip(1);
        attribute(cursor, place, element);
      }
    }
    int token = cursor.unsignedByte();
    if (token == CLOSE_START) {
      content(cursor, place.inElement(), element);
    } else if (token != CLOSE_EMPTY) {
      throw unexpected(token, cursor);
    }
    return element;
  }

  private static DamageException unexpected(int token, Cursor cursor) {
    return new DamageException(
        "byte %d of the chunk is 0x%02x, which cannot stand there"
            .formatted(cursor.at() - 1, token));
  }

  private void attribute(Cursor cursor, Place place, Element element) throws DamageException {
    String name = name(cursor);
    Object value = null;
    while (isPartOfAttribute(cursor.peek() & ~MORE)) {
      count();
      int token = cursor.unsignedByte();
      Object part =
          isSubstitution(token)
              ? value(substitutes(place), number(cursor))
              : literal(token, cursor);
      // Nearly always there is one part, and it keeps its type.
      value = value == null ? part : part == null ? value : value.toString() + part;
    }
    if (value != null) {
      element.attributes().put(name, value);
    }
  }

  private static boolean isPartOfAttribute(int token) {
    return token == VALUE || token == CHARACTER || token == ENTITY || isSubstitution(token);
  }

  private static boolean isSubstitution(int token) {
    return token == SUBSTITUTION || token == OPTIONAL_SUBSTITUTION;
  }

  /** A value that stands in the fragment itself. */
  private @Nullable Object literal(int token, Cursor cursor) throws DamageException {
    return switch (token & ~MORE) {
      case VALUE -> {
        int type = cursor.unsignedByte();
        if (type != Values.STRING) {
          throw new DamageException("a text of type 0x%02x".formatted(type));
        }
        yield text(cursor);
      }
      case CDATA -> text(cursor);
      case CHARACTER -> String.valueOf((char) cursor.unsignedShort());
      case ENTITY -> entity(name(cursor));
      default -> throw unexpected(token, cursor);
    };
  }

  private String text(Cursor cursor) throws DamageException {
    int characters = cursor.unsignedShort();
    count(2 * characters);
    return cursor.text(characters);
  }

  private static String entity(String name) throws DamageException {
    return switch (name) {
      case "amp" -> "&";
      case "lt" -> "<";
      case "gt" -> ">";
      case "quot" -> "\"";
      case "apos" -> "'";
      default -> throw new DamageException("an unknown entity");
    };
  }

  /** A name stands where it occurs first in the chunk; elsewhere there is its offset. */
  private String name(Cursor cursor) throws DamageException {
    int offset = cursor.unsignedInteger();
    if (offset == cursor.at()) {
      String name = nameAt(cursor);
      names.put(offset, name);
      return name;
    }
    String known = names.get(offset);
    if (known == null) {
      known = nameAt(new Cursor(chunk, offset, chunk.length));
      names.put(offset, known);
    }
    return known;
  }

  /** Before it: where the next one with its hash is, and the hash; behind it, a zero. */
  private static String nameAt(Cursor cursor) throws DamageException {
    cursor.skip(6);
    String name = cursor.text(cursor.unsignedShort());
    cursor.skip(2);
    return name;
  }

  /** A template stands where it occurs first in the chunk, before its values. */
  private void template(Cursor cursor, Place place, Element parent) throws DamageException {
    cursor.skip(5);
    int definition = cursor.unsignedInteger();
    if (definition == cursor.at()) {
      cursor.skip(TEMPLATE_HEADER + templateSize(definition));
    }
    Substitutes values = Substitutes.read(chunk, cursor);
    int from = definition + TEMPLATE_HEADER;
    content(
        new Cursor(chunk, from, from + templateSize(definition)), place.inTemplate(values), parent);
  }

  private int templateSize(int definition) throws DamageException {
    Cursor header = new Cursor(chunk, definition, chunk.length);
    header.skip(TEMPLATE_HEADER - 4);
    int size = header.unsignedInteger();
    if (size > header.left()) {
      throw new DamageException("a template of %d bytes is outside".formatted(size));
    }
    return size;
  }

  private static Substitutes substitutes(Place place) throws DamageException {
    Substitutes values = place.values();
    if (values == null) {
      throw new DamageException("a substitution outside of a template");
    }
    return values;
  }

  private void substitute(Cursor cursor, Place place, Element parent) throws DamageException {
    Substitutes values = substitutes(place);
    int number = number(cursor);
    if (values.isXml(number)) {
      content(values.xml(number), place.inValue(), parent);
      return;
    }
    Object value = value(values, number);
    if (value != null) {
      parent.values().add(value);
    }
  }

  private @Nullable Object value(Substitutes values, int number) throws DamageException {
    count(values.size(number));
    return values.value(number);
  }

  /** The type that the template expects is of no interest: the value knows its own. */
  private static int number(Cursor cursor) throws DamageException {
    int number = cursor.unsignedShort();
    cursor.skip(1);
    return number;
  }
}

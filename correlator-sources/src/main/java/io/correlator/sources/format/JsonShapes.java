package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import java.util.function.UnaryOperator;

/**
 * The {@linkplain JsonShape shapes} that parsers of one format have learned from the objects they
 * read ({@link JsonWalk}), and the fields of these objects. May be used by any thread.
 */
final class JsonShapes {
  /**
   * Of the lines that are of no known shape, one in so many is learned from. What comes often is
   * soon known, and objects that are all different cost little more than without shapes.
   */
  private static final int LEARNED = 8;

  private final Dialect dialect;
  private volatile JsonShapeTree tree = new JsonShapeTree();

  /** How many lines were of no shape that was known. Not exact, if several threads count. */
  private int strangers;

  /** What becomes of the members of objects, as far as it depends on their shape. */
  interface Dialect extends UnaryOperator<Fields> {
    /**
     * Which kinds of values make no difference: {@code kind} and those that are treated in the same
     * way if they have this name. {@link JsonShape#OBJECT} alone means that the members of the
     * object matter, too; 0 that values do, so that this cannot be read by a shape.
     */
    int sameAs(int kind, String name, int depth);

    /** The fields that an object has, made from its members. */
    @Override
    Fields apply(Fields members);
  }

  JsonShapes(Dialect dialect) {
    this.dialect = dialect;
  }

  Dialect dialect() {
    return dialect;
  }

  JsonShapeTree known() {
    return tree;
  }

  /** Whether the next line is learned from, if it is of no shape that is known. */
  boolean areOpen() {
    return strangers % LEARNED == 0;
  }

  void countStranger() {
    strangers++;
  }

  /** So many shapes and names were added to those that were known. */
  void learned(JsonShapeTree known, int size) {
    if (!known.hasRoomFor(size)) {
      tree = new JsonShapeTree();
    }
  }

  /**
   * The fields of a record that the parser has read; none if it is no object. Their values are
   * where the parser has seen them, if it knew the shape; otherwise the record is read anew.
   */
  Fields fields(LogRecord record) {
    if (record.failure().isPresent()) {
      return Fields.empty();
    }
    byte[] line = record.rawSlice().toByteArray();
    Object note = record.note().orElse(null);
    return note instanceof JsonLayout.Places places && places.areNamedBy(dialect)
        ? places.fields(line)
        : dialect.apply(JsonFields.read(line));
  }
}

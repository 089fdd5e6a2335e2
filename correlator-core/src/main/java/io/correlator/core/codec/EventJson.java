package io.correlator.core.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import org.jspecify.annotations.Nullable;

/** The kind of JSON that events are written in. May be used by any thread. */
public final class EventJson {
  /** How deep values may be nested; what is deeper cannot be written. */
  static final int DEPTH = 1_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(DEPTH).build())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build()
          .setCharacterEscapes(new Escapes());

  private EventJson() {}

  /**
   * Makes generators and parsers. Generators must write to a {@link java.io.Writer}: then only
   * ASCII comes out, without controls, and each half of a surrogate pair is written by itself, so
   * that text that is not well-formed survives. Parsers take text of any length, because lines of a
   * log may be long.
   */
  public static JsonFactory factory() {
    return FACTORY;
  }

  /** DEL too, so that what was written may be shown in a terminal. */
  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private static final int[] ASCII = standardAsciiEscapesForJSON();

    static {
      ASCII[0x7f] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return null;
    }
  }
}

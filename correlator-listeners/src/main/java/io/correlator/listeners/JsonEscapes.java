package io.correlator.listeners;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.correlator.api.Printable;
import org.jspecify.annotations.Nullable;

/** Tells Jackson to escape, beyond what JSON demands, all that is not {@link Printable}. */
final class JsonEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1L;

  private static final int[] ASCII = standardAsciiEscapesForJSON();

  static {
    ASCII[0x7f] = ESCAPE_STANDARD;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ASCII;
  }

  /** Surrogates are always escaped: each is seen alone here, and a pair reads the same. */
  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    return Printable.isShown(c)
        ? null
        : new SerializedString(Printable.of(Character.toString((char) c)));
  }
}

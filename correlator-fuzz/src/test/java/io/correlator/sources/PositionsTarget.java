package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import java.util.List;

/**
 * Saved positions: what is read is what is written again, and what cannot be read is told with its
 * line.
 */
public final class PositionsTarget implements Target {
  /** Attacks them. */
  public PositionsTarget() {}

  @Override
  public void attack(byte[] input) {
    String text = new String(input, UTF_8);
    files(text);
    follow(text);
    word(text);
  }

  private static void files(String text) {
    FilesPosition.Saved saved;
    try {
      saved = FilesPosition.read(text);
    } catch (IllegalArgumentException e) {
      told(e);
      return;
    }
    Claim.that(
        saved.files().keySet().containsAll(saved.open()), "what was being read has its mark");
    String again = new FilesPosition(saved, null, List.of(), saved.streams()).text();
    FilesPosition.Saved read = FilesPosition.read(again);
    Claim.same(saved.files(), read.files(), "files, written and read again");
    Claim.same(saved.streams(), read.streams(), "streams, written and read again");
  }

  private static void follow(String text) {
    FollowPosition.Saved saved;
    try {
      saved = FollowPosition.read(text);
    } catch (IllegalArgumentException e) {
      told(e);
      return;
    }
    String again =
        new FollowPosition(saved.paths()::forEach, saved.searched(), saved.gone()).text();
    Claim.same(saved, FollowPosition.read(again), "written and read again");
  }

  private static void word(String text) {
    String word = Escapes.escape(text);
    Claim.same(text, Escapes.unescape(word), "escaped and read again");
    Claim.that(word.chars().noneMatch(Character::isWhitespace), "a word has no blanks");
    try {
      Claim.that(Escapes.unescape(text).length() <= text.length(), "a text is not longer");
    } catch (IllegalArgumentException e) {
      Claim.that(
          String.valueOf(e.getMessage()).contains(text) || e instanceof NumberFormatException,
          "the word is named");
    }
  }

  private static void told(IllegalArgumentException e) {
    Claim.that(
        String.valueOf(e.getMessage()).startsWith("the saved position "),
        "it is told that a position is damaged: " + e);
  }
}

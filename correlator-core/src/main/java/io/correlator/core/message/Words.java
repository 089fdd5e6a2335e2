package io.correlator.core.message;

import freemarker.core.FMParser;
import freemarker.core.TokenMgrError;
import freemarker.template.Configuration;
import freemarker.template.Template;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a template, as FreeMarker's own lexer finds them.
 *
 * <p>The lexer decides alone what is a word; FreeMarker's parser interferes only behind {@code
 * <#ftl ...>} and {@code <@...>}, which are refused. So the words found here are those that the
 * parser will see. The class of its words is not public, so they are read by reflection. If a
 * version of FreeMarker should not allow that, no template is used.
 */
final class Words {
  private Words() {}

  /** The words of {@code source}, up to the {@linkplain Word#END end} or to one that is none. */
  static List<Word> of(String source, Configuration language) throws IOException, RefusedException {
    Template empty = new Template("", "", language);
    FMParser lexer = new FMParser(empty, new StringReader(source), empty.getParserConfiguration());
    List<Word> words = new ArrayList<>();
    try {
      Word word;
      do {
        word = word(lexer.getNextToken());
        words.add(word);
      } while (!word.is(Word.END));
    } catch (TokenMgrError e) {
      // The parser will say what is wrong, unless the words so far are refused.
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw new RefusedException(
          "this version of FreeMarker does not let templates be checked: " + e);
    }
    return words;
  }

  private static Word word(Object token) throws ReflectiveOperationException {
    return new Word(
        Word.kind(FMParser.tokenImage[field(token, "kind").getInt(token)]),
        String.valueOf(field(token, "image").get(token)),
        field(token, "beginLine").getInt(token),
        field(token, "beginColumn").getInt(token));
  }

  private static Field field(Object token, String name) throws NoSuchFieldException {
    Field field = token.getClass().getField(name);
    field.setAccessible(true);
    return field;
  }
}

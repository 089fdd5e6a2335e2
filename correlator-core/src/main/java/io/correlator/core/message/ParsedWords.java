package io.correlator.core.message;

import freemarker.core.FMParser;
import freemarker.core.ParseException;
import freemarker.template.Template;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words that FreeMarker's own parser finds in a template: a parser that JavaCC made keeps what
 * it has read as a linked list.
 *
 * <p>The parser is public, the class of its words is not, so they are read by reflection. If a
 * version of FreeMarker should not allow that, no template is used.
 */
final class ParsedWords {
  private ParsedWords() {}

  /** All words of {@code source}, which {@code template} was made of. */
  static List<Word> of(Template template, String source) throws ParseException, RefusedException {
    FMParser parser =
        new FMParser(template, new StringReader(source), template.getParserConfiguration());
    try {
      Object start = FMParser.class.getField("token").get(parser);
      parser.Root();
      return wordsAfter(start);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new RefusedException(
          "this version of FreeMarker does not let templates be checked: " + e);
    }
  }

  private static List<Word> wordsAfter(Object start) throws ReflectiveOperationException {
    Class<?> type = start.getClass();
    Field kind = field(type, "kind");
    Field text = field(type, "image");
    Field line = field(type, "beginLine");
    Field column = field(type, "beginColumn");
    Field next = field(type, "next");
    List<Word> words = new ArrayList<>();
    for (@Nullable Object token = next.get(start); token != null; token = next.get(token)) {
      words.add(
          new Word(
              Word.kind(FMParser.tokenImage[kind.getInt(token)]),
              String.valueOf(text.get(token)),
              line.getInt(token),
              column.getInt(token)));
    }
    if (words.isEmpty()) {
      throw new NoSuchFieldException("a template has at least an end");
    }
    return words;
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getField(name);
    field.setAccessible(true);
    return field;
  }
}

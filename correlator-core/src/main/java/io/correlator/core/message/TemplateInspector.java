package io.correlator.core.message;

import freemarker.core.ParseException;
import freemarker.template.utility.StringUtil;
import java.util.List;
import java.util.Set;

/**
 * Goes through the words of a template and refuses all that is not in the {@link Vocabulary}.
 *
 * <p>The words and not the text: what is a comment, a string or a directive, and where blanks may
 * stand, was decided by the lexer that FreeMarker itself uses. So there is nothing to disagree
 * about. For one template.
 */
final class TemplateInspector {
  private static final Set<String> RANGES = Set.of("..", "<DOT_DOT_LESS>", "..*");
  private static final Set<String> PADS = Set.of("left_pad", "right_pad");
  private static final Set<String> OPERAND_ENDS =
      Set.of("<ID>", Word.CLOSE_PAREN, Word.CLOSE_BRACKET, Word.STRING, "<RAW_STRING>");
  private static final int WIDEST_PAD_DIGITS = 3;

  private final List<Word> words;

  private TemplateInspector(List<Word> words) {
    this.words = words;
  }

  /** Returns if all of {@code words} may stand in a message, in this order. */
  static void inspect(List<Word> words) throws RefusedException {
    new TemplateInspector(words).inspect();
  }

  private void inspect() throws RefusedException {
    for (int i = 0; i < words.size(); i++) {
      if (!isName(i)) {
        inspect(i);
      }
    }
  }

  private void inspect(int i) throws RefusedException {
    Word word = word(i);
    if (!Vocabulary.has(word.kind())) {
      throw refused(i, "'%s': %s".formatted(word.shown().strip(), Vocabulary.whyNot(word.kind())));
    } else if (word.is(Word.BUILT_IN)) {
      inspectBuiltIn(i + 1);
    } else if (word.is(Word.DOT) && !endsOperand(i - 1)) {
      throw refused(i, "'.%s': use what 'event' offers".formatted(word(i + 1).shown()));
    } else if (word.is(Word.STRING) && hidesExpression(i)) {
      throw refused(i, "'${' within a string: join with +, as in \"from \" + event.fields.address");
    } else if (word.is(Word.OPEN_BRACKET) && !endsOperand(i - 1)) {
      throw refused(i, "'[': the only lists are those of the event");
    } else if (RANGES.contains(word.kind()) && !isSlice(i)) {
      throw refused(i, "'%s': ranges can only cut, as in [0..*10]".formatted(word.text()));
    }
  }

  private void inspectBuiltIn(int i) throws RefusedException {
    String name = word(i).text();
    if (!Vocabulary.hasBuiltIn(name)) {
      throw refused(i, "?%s: %s".formatted(word(i).shown(), Vocabulary.whyNoBuiltIn(name)));
    }
    if (PADS.contains(name) && !isPadded(i)) {
      throw refused(i, "?%s: say how wide, up to 999, as in ?%s(20)".formatted(name, name));
    }
  }

  private boolean isPadded(int i) {
    return word(i + 1).is(Word.OPEN_PAREN)
        && word(i + 2).is(Word.INTEGER)
        && word(i + 2).text().length() <= WIDEST_PAD_DIGITS
        && (word(i + 3).is(Word.CLOSE_PAREN) || word(i + 3).is(","));
  }

  /** Exactly {@code x[1..2]} or {@code x[1..]}: nobody can loop over it. */
  private boolean isSlice(int i) {
    int last = word(i + 1).is(Word.INTEGER) ? i + 2 : i + 1;
    return word(i - 1).is(Word.INTEGER)
        && word(i - 2).is(Word.OPEN_BRACKET)
        && endsOperand(i - 3)
        && word(last).is(Word.CLOSE_BRACKET);
  }

  /** Whether it names a member or a built-in, and may then be a word that is otherwise reserved. */
  private boolean isName(int i) {
    return word(i - 1).is(Word.BUILT_IN) || (word(i - 1).is(Word.DOT) && endsOperand(i - 2));
  }

  private boolean endsOperand(int i) {
    return OPERAND_ENDS.contains(word(i).kind()) || (i > 0 && isName(i));
  }

  /** FreeMarker looks for expressions in strings after it has decoded them. */
  private boolean hidesExpression(int i) throws RefusedException {
    String literal = word(i).text();
    try {
      String decoded = StringUtil.FTLStringLiteralDec(literal.substring(1, literal.length() - 1));
      return literal.contains("${") || decoded.contains("${");
    } catch (ParseException e) {
      throw refused(i, "this string cannot be read");
    }
  }

  private Word word(int i) {
    return i >= 0 && i < words.size() ? words.get(i) : Word.NONE;
  }

  private RefusedException refused(int i, String reason) {
    return new RefusedException(word(i).line(), word(i).column(), reason);
  }
}

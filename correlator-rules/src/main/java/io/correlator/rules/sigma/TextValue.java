package io.correlator.rules.sigma;

import io.correlator.rules.detection.Glob;
import io.correlator.rules.detection.Glob.Literal;
import io.correlator.rules.detection.Glob.Piece;
import io.correlator.rules.detection.Test;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that modifiers turn into others, step by step.
 *
 * @param encoded whether each character stands for a byte
 */
record TextValue(Glob glob, boolean cased, boolean encoded) {
  /** More than any real rule needs, and few enough for any memory. */
  static final int MAX_VARIANTS = 3_125;

  private static final String DASHES = "-/\u2013\u2014\u2015";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\\\%|%([^%\\\\]+)%");
  private static final byte[] MARK = {(byte) 0xff, (byte) 0xfe};

  /** Thrown when a modifier cannot be applied to a value; the message says why. */
  static final class NotApplicableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotApplicableException(String message) {
      super(message, null, false, false);
    }
  }

  static TextValue of(Glob glob) {
    return new TextValue(glob, false, false);
  }

  TextValue with(Glob other) {
    return new TextValue(other, cased, encoded);
  }

  Test test() {
    return new Test.Text(glob, cased);
  }

  /** Each dash that begins a word is any dash, a slash included. */
  List<TextValue> windash() {
    List<List<Piece>> variants = new ArrayList<>(List.of(List.of()));
    for (Piece piece : glob.pieces()) {
      List<Piece> forms =
          piece instanceof Literal literal ? dashed(literal.text()) : List.of(piece);
      variants = times(variants, forms);
    }
    return variants.stream().map(pieces -> with(new Glob(pieces))).toList();
  }

  private static List<Piece> dashed(String text) {
    List<String> variants = new ArrayList<>(List.of(""));
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isDash(text, i)) {
        String before = text.substring(from, i);
        List<String> more = new ArrayList<>();
        for (String variant : variants) {
          DASHES.chars().forEach(dash -> more.add(variant + before + (char) dash));
        }
        variants = more;
        from = i + 1;
        checkVariants(variants.size());
      }
    }
    String rest = text.substring(from);
    return variants.stream().<Piece>map(variant -> new Literal(variant + rest)).toList();
  }

  /** Not behind a word, and before one. */
  private static boolean isDash(String text, int i) {
    return DASHES.indexOf(text.charAt(i)) >= 0
        && (i == 0 || !isWord(text.charAt(i - 1)))
        && i + 1 < text.length()
        && isWord(text.charAt(i + 1));
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static List<List<Piece>> times(List<List<Piece>> variants, List<Piece> forms) {
    checkVariants((long) variants.size() * forms.size());
    List<List<Piece>> product = new ArrayList<>();
    for (List<Piece> variant : variants) {
      for (Piece form : forms) {
        List<Piece> longer = new ArrayList<>(variant);
        longer.add(form);
        product.add(longer);
      }
    }
    return product;
  }

  private static void checkVariants(long variants) {
    if (variants > MAX_VARIANTS) {
      throw new NotApplicableException("it stands for more than " + MAX_VARIANTS + " values");
    }
  }

  /** Placeholders replaced by what they stand for; an escaped percent sign is just that. */
  List<TextValue> expand(Placeholders placeholders) {
    List<List<Piece>> variants = new ArrayList<>(List.of(List.of()));
    for (Piece piece : glob.pieces()) {
      if (!(piece instanceof Literal literal)) {
        variants = times(variants, List.of(piece));
        continue;
      }
      Matcher matcher = PLACEHOLDER.matcher(literal.text());
      int from = 0;
      while (matcher.find()) {
        variants = times(variants, literal(literal.text().substring(from, matcher.start())));
        String name = matcher.group(1);
        variants =
            name == null ? times(variants, literal("%")) : insert(variants, placeholders, name);
        from = matcher.end();
      }
      variants = times(variants, literal(literal.text().substring(from)));
    }
    return variants.stream().map(pieces -> with(new Glob(pieces))).toList();
  }

  private static List<Piece> literal(String text) {
    return List.of(new Literal(text));
  }

  private static List<List<Piece>> insert(
      List<List<Piece>> variants, Placeholders placeholders, String name) {
    List<String> values =
        placeholders.get(name).orElseThrow(() -> new UnknownPlaceholderException(name));
    checkVariants((long) variants.size() * values.size());
    List<List<Piece>> product = new ArrayList<>();
    for (List<Piece> variant : variants) {
      for (String value : values) {
        List<Piece> longer = new ArrayList<>(variant);
        longer.addAll(Glob.parse(value).pieces());
        product.add(longer);
      }
    }
    return product;
  }

  /** Thrown when nobody says what a placeholder stands for; the message is its name. */
  static final class UnknownPlaceholderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownPlaceholderException(String name) {
      super(name, null, false, false);
    }
  }

  TextValue utf16(Charset charset, boolean mark) {
    byte[] bytes = text().getBytes(charset);
    byte[] all = mark ? concat(MARK, bytes) : bytes;
    return new TextValue(Glob.exactly(new String(all, StandardCharsets.ISO_8859_1)), cased, true);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  TextValue base64() {
    return new TextValue(Glob.exactly(Base64.getEncoder().encodeToString(bytes())), true, false);
  }

  /** The parts that stay the same wherever in an encoded text the value begins. */
  List<TextValue> base64offset() {
    byte[] bytes = bytes();
    List<TextValue> variants = new ArrayList<>();
    for (int offset = 0; offset < 3; offset++) {
      String encoded = Base64.getEncoder().encodeToString(concat(new byte[offset], bytes));
      int from = offset == 0 ? 0 : offset + 1;
      int cut = new int[] {0, 3, 2}[(bytes.length + offset) % 3];
      if (from >= encoded.length() - cut) {
        throw new NotApplicableException("it is too short: nothing of it stays the same");
      }
      String same = encoded.substring(from, encoded.length() - cut);
      variants.add(new TextValue(Glob.exactly(same), true, false));
    }
    return variants;
  }

  private byte[] bytes() {
    return text().getBytes(encoded ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  private String text() {
    List<Piece> pieces = glob.pieces();
    if (pieces.size() == 1 && pieces.get(0) instanceof Literal literal) {
      return literal.text();
    }
    throw new NotApplicableException(
        pieces.isEmpty() ? "it is empty" : "it has wildcards, which cannot be encoded");
  }
}

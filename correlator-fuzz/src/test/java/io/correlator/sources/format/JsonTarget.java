package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines of JSON: what is JSON, and what it says, is what another library finds. */
public final class JsonTarget implements Target {
  private static final int DEEPEST = 64;

  private static final Pattern HALF = Pattern.compile("\\\\u[dD][89a-fA-F]");

  private static final JsonMapper OTHER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final JsonMapper LENIENT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final JsonFormat format = new JsonFormat();
  private final Target line = new LineTarget(format);

  /** Attacks it. */
  public JsonTarget() {}

  @Override
  public void attack(byte[] input) throws Exception {
    line.attack(input);
    LogRecord record = LineTarget.read(format, input);
    String raw = record.raw();
    if (depth(raw) <= DEEPEST) {
      Claim.same(isJson(raw), record.failure().isEmpty(), "what is read is JSON, and nothing else");
    }
    JsonNode other = record.failure().isEmpty() ? tree(raw) : null;
    if (other != null && other.isObject()) {
      same(other, record.fields());
    }
    boolean syntax = JsonSyntax.wrongLine(input).isEmpty();
    String text = new String(input, UTF_8);
    if (depth(text) <= DEEPEST) {
      Claim.same(isJson(text), syntax, "a text of JSON is JSON, and nothing else");
    } else {
      Claim.that(!syntax || isJson(text), "a text of JSON is JSON");
    }
  }

  /** An upper bound, since brackets in texts count too. */
  private static int depth(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' || c == '[' ? 1 : 0;
    }
    return depth;
  }

  /** The grammar allows for half a character (RFC 8259, section 8.2); Jackson, not in a name. */
  static boolean isJson(String text) {
    try {
      String whole = HALF.matcher(text).replaceAll("\\\\u00");
      return !LENIENT.readTree(whole).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Null if it is no JSON, or has a name twice, or a number that no library wants. */
  private static @Nullable JsonNode tree(String text) {
    try {
      return OTHER.readTree(text);
    } catch (JsonProcessingException | NumberFormatException e) {
      return null;
    }
  }

  /** What is half of a character here is none there. */
  private static String whole(String text) {
    return text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xfffd : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void same(JsonNode node, Object value) {
    if (node.isObject()) {
      Fields fields = (Fields) value;
      Claim.same(node.size(), fields.size(), "the members of an object");
      int[] at = {0};
      List<String> names = fields.names();
      node.properties()
          .forEach(
              member -> {
                Claim.same(whole(member.getKey()), names.get(at[0]), "the name of a member");
                same(member.getValue(), fields.value(at[0]));
                at[0]++;
              });
    } else if (node.isArray()) {
      List<?> list = (List<?>) value;
      Claim.same(node.size(), list.size(), "the values of a list");
      for (int i = 0; i < list.size(); i++) {
        same(node.get(i), list.get(i));
      }
    } else if (!node.isNumber()) {
      Claim.same(whole(node.asText()), value.toString(), "a value");
    } else {
      boolean same = node.decimalValue().compareTo(new BigDecimal(value.toString())) == 0;
      Claim.that(same, "a number");
    }
  }
}

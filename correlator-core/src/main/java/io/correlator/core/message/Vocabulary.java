package io.correlator.core.message;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/**
 * What templates of messages may use of FreeMarker's language, and why not the rest.
 *
 * <p>What is not listed is refused, so a later version of FreeMarker cannot open a door unseen.
 * What is listed has in common that it always ends: there are no macros, no variables, and no lists
 * but those of the event, so the work is bounded by the size of the template and of the event.
 */
final class Vocabulary {
  private static final Set<String> STRUCTURE =
      Set.of(
          "<EOF>",
          "<STATIC_TEXT_WS>",
          "<STATIC_TEXT_NON_WS>",
          "<STATIC_TEXT_FALSE_ALARM>",
          "${",
          "}",
          ">",
          "<EMPTY_DIRECTIVE_END>",
          "<COMMENT>",
          "<TERSE_COMMENT>",
          "<TERSE_COMMENT_END>",
          "<NOPARSE>",
          "<MAYBE_END>",
          "<KEEP_GOING>",
          "<LONE_LESS_THAN_OR_DASH>");

  private static final Set<String> DIRECTIVES =
      Set.of(
          "<IF>",
          "<ELSE_IF>",
          "<ELSE>",
          "<END_IF>",
          "<LIST>",
          "<ITEMS>",
          "<SEP>",
          "<END_LIST>",
          "<END_ITEMS>",
          "<END_SEP>",
          "as",
          "<SWITCH>",
          "<CASE>",
          "<ON>",
          "<DEFAUL>",
          "<BREAK>",
          "<CONTINUE>",
          "<END_SWITCH>",
          "<COMPRESS>",
          "<END_COMPRESS>",
          "<TRIM>",
          "<LTRIM>",
          "<RTRIM>",
          "<NOTRIM>");

  private static final Set<String> EXPRESSIONS =
      Set.of(
          "<ID>",
          "<STRING_LITERAL>",
          "<RAW_STRING>",
          "true",
          "false",
          "<INTEGER>",
          "<DECIMAL>",
          ".",
          "..",
          "<DOT_DOT_LESS>",
          "..*",
          "?",
          "??",
          "!",
          "<TERMINATING_EXCLAM>",
          "=",
          "==",
          "!=",
          "<LESS_THAN>",
          "<LESS_THAN_EQUALS>",
          "<ESCAPED_GT>",
          "<ESCAPED_GTE>",
          ">=",
          "+",
          "-",
          "*",
          "/",
          "%",
          "<AND>",
          "<OR>",
          ",",
          ":",
          "[",
          "]",
          "(",
          ")");

  /**
   * Each makes at most a little more of what it gets. So not {@code replace} or {@code
   * json_string}, which can double their input when they are applied again and again, and nothing
   * with patterns, with which a hostile line can keep a thread busy.
   */
  private static final Set<String> BUILT_INS =
      Set.of(
          // Text.
          "blank_to_null",
          "cap_first",
          "capitalize",
          "contains",
          "empty_to_null",
          "ends_with",
          "index_of",
          "last_index_of",
          "left_pad",
          "length",
          "lower_case",
          "remove_beginning",
          "remove_ending",
          "right_pad",
          "starts_with",
          "trim",
          "trim_to_null",
          "truncate",
          "truncate_c",
          "truncate_w",
          "uncap_first",
          "upper_case",
          "url",
          "url_path",
          // Numbers, times and truth values.
          "abs",
          "c",
          "ceiling",
          "cn",
          "date",
          "datetime",
          "floor",
          "iso_utc",
          "iso_utc_ms",
          "round",
          "string",
          "switch",
          "then",
          "time",
          // Lists and named values.
          "first",
          "join",
          "keys",
          "last",
          "reverse",
          "seq_contains",
          "size",
          "sort",
          "sort_by",
          "values",
          // Where a list stands.
          "counter",
          "has_next",
          "index",
          "is_even_item",
          "is_first",
          "is_last",
          "is_odd_item",
          "item_cycle",
          "item_parity",
          // What there is.
          "default",
          "has_content",
          "is_boolean",
          "is_date",
          "is_hash",
          "is_number",
          "is_sequence",
          "is_string");

  private static final String EVALUATES =
      "would run text as a template, and text may come from a log; show the text as it is";
  private static final String OBJECTS = "would reach for Java objects; use what 'event' offers";
  private static final String ESCAPING =
      "every value is escaped, and the name of the file says how; leave it out";
  private static final String PATTERNS =
      "can take for ever, or grow without end, on text from a log; let the module make a field";
  private static final String ONE_FILE = "a message is one file; copy the text into it";
  private static final String NO_MACROS =
      "messages have no macros, so that they end; write the text where it belongs";
  private static final String NO_VARIABLES =
      "messages have no variables, so that they end; write the value where it belongs";
  private static final String NOT_PART = "is no part of messages";

  private static final Map<String, String> WHY_NO_BUILT_IN =
      Map.ofEntries(
          entry("interpret", EVALUATES),
          entry("eval", EVALUATES),
          entry("eval_json", EVALUATES),
          entry("new", OBJECTS),
          entry("api", OBJECTS),
          entry("has_api", OBJECTS),
          entry("no_esc", ESCAPING),
          entry("esc", ESCAPING),
          entry("html", ESCAPING),
          entry("xml", ESCAPING),
          entry("xhtml", ESCAPING),
          entry("matches", PATTERNS),
          entry("replace", PATTERNS),
          entry("split", PATTERNS),
          entry("json_string", PATTERNS),
          entry("js_string", PATTERNS),
          entry("number", "a log may say a number of any size; let the module make a field"));

  private static final Map<String, String> WHY_NOT =
      Map.ofEntries(
          entry("<FTL_HEADER>", "the name of the file says all it could say; leave it out"),
          entry("<TRIVIAL_FTL_HEADER>", "the name of the file says all it could; leave it out"),
          entry("<_INCLUDE>", ONE_FILE),
          entry("<IMPORT>", ONE_FILE),
          entry("<UNIFIED_CALL>", NO_MACROS),
          entry("<MACRO>", NO_MACROS),
          entry("<FUNCTION>", NO_MACROS),
          entry("<ASSIGN>", NO_VARIABLES),
          entry("<GLOBALASSIGN>", NO_VARIABLES),
          entry("<LOCALASSIGN>", NO_VARIABLES),
          entry("<LAMBDA_ARROW>", "use <#list> and <#if>"),
          entry("{", "the only named values are those of the event"),
          entry("<ESCAPE>", ESCAPING),
          entry("<NOESCAPE>", ESCAPING),
          entry("<AUTOESC>", ESCAPING),
          entry("<NOAUTOESC>", ESCAPING),
          entry("<OUTPUTFORMAT>", ESCAPING));

  private Vocabulary() {}

  /** Whether words of this {@linkplain Word#kind() kind} may stand in a template. */
  static boolean has(String kind) {
    return STRUCTURE.contains(kind) || DIRECTIVES.contains(kind) || EXPRESSIONS.contains(kind);
  }

  static boolean hasBuiltIn(String name) {
    return BUILT_INS.contains(name);
  }

  /** For whoever used a word of this kind. */
  static String whyNot(String kind) {
    return WHY_NOT.getOrDefault(kind, NOT_PART);
  }

  /** For whoever used this built-in. */
  static String whyNoBuiltIn(String name) {
    return WHY_NO_BUILT_IN.getOrDefault(name, NOT_PART);
  }
}

package io.correlator.rules.classify;

import java.util.function.BiConsumer;

/**
 * A Windows event in XML, as Sysmon for Linux writes it: {@code EventID}, {@code Channel}, {@code
 * Computer}, {@code Provider_Name}, and the data by name. It is not a reader of XML: it looks for
 * these, and refuses nothing. Nothing is resolved but the five entities that every XML has.
 */
final class EventXml {
  private static final int MOST = 200;
  private static final String DATA = "<Data Name=";

  private EventXml() {}

  static void read(String text, BiConsumer<String, String> fields) {
    int data = text.indexOf("<EventData");
    String system = data < 0 ? text : text.substring(0, data);
    element(system, "<EventID", "EventID", fields);
    element(system, "<Channel", "Channel", fields);
    element(system, "<Computer", "Computer", fields);
    attribute(system, "<Provider ", "Name=", "Provider_Name", fields);
    int at = data < 0 ? -1 : text.indexOf(DATA, data);
    for (int count = 0; at >= 0 && count < MOST; count++) {
      int name = at + DATA.length() + 1;
      int nameEnd = name > text.length() ? -1 : text.indexOf(text.charAt(name - 1), name);
      int open = nameEnd < 0 ? -1 : text.indexOf('>', nameEnd);
      if (open < 0) {
        return;
      }
      boolean empty = text.charAt(open - 1) == '/';
      int close = empty ? open + 1 : text.indexOf('<', open);
      if (close < 0) {
        return;
      }
      fields.accept(
          text.substring(name, nameEnd), empty ? "" : decoded(text.substring(open + 1, close)));
      at = text.indexOf(DATA, close);
    }
  }

  private static void element(
      String text, String tag, String name, BiConsumer<String, String> fields) {
    int at = text.indexOf(tag);
    int open = at < 0 ? -1 : text.indexOf('>', at);
    int close = open < 0 ? -1 : text.indexOf('<', open);
    if (close > 0 && text.charAt(open - 1) != '/') {
      fields.accept(name, decoded(text.substring(open + 1, close)));
    }
  }

  private static void attribute(
      String text, String tag, String attribute, String name, BiConsumer<String, String> fields) {
    int at = text.indexOf(tag);
    int value = at < 0 ? -1 : text.indexOf(attribute, at);
    int from = value + attribute.length() + 1;
    int to = value < 0 || from > text.length() ? -1 : text.indexOf(text.charAt(from - 1), from);
    if (to > 0) {
      fields.accept(name, decoded(text.substring(from, to)));
    }
  }

  private static String decoded(String text) {
    return text.indexOf('&') < 0
        ? text
        : text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
  }
}

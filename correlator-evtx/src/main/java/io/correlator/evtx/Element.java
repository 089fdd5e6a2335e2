package io.correlator.evtx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An element of XML. Values are texts, {@link Long}, {@link Double}, {@link java.math.BigInteger},
 * {@link Boolean} or lists of them. For one thread.
 */
final class Element {
  private final String name;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final List<Element> children = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  Element(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  Map<String, Object> attributes() {
    return attributes;
  }

  List<Element> children() {
    return children;
  }

  /** What stands between the children. */
  List<Object> values() {
    return values;
  }
}

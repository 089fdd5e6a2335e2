package io.correlator.sources.format;

import io.correlator.api.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives the fields of Windows events the names that rules know them by. */
final class WindowsFields {
  /** How deep something can be nested and have a name that depends on where it is. */
  private static final int DEEPEST = 8;

  private static final String ATTRIBUTES = "#attributes";
  private static final String TEXT = "#text";

  /** What is treated in another way if it is null. */
  private static final Set<String> NULLABLE =
      Set.of("EventData", TEXT, "SourceName", "ProviderName", "Hostname");

  private final Fields.Builder out = Fields.builder();

  private WindowsFields() {}

  /** All that {@link #of} looks at, so that it can be told of a shape what becomes of it. */
  static final class Dialect implements JsonShapes.Dialect {
    @Override
    public int sameAs(int kind, String name, int depth) {
      boolean isNull = kind == JsonShape.NULL;
      if (kind == JsonShape.OBJECT || (isNull && NULLABLE.contains(name))) {
        // Data may have its names beside it: they are values then.
        return name.equals("Data") || depth == DEEPEST ? 0 : kind;
      } else if (name.equals("Data")) {
        return kind == JsonShape.LIST ? 0 : JsonShape.PLAIN | JsonShape.NULL;
      }
      int others = JsonShape.PLAIN | JsonShape.LIST;
      return NULLABLE.contains(name) ? others : others | JsonShape.NULL;
    }

    @Override
    public Fields apply(Fields json) {
      return of(json);
    }
  }

  /** The same fields, if this is no event of Windows. */
  static Fields of(Fields json) {
    Optional<Fields> event = member(json, "Event");
    Optional<Fields> system = event.flatMap(it -> member(it, "System"));
    if (system.isPresent()) {
      return new WindowsFields().nested(json, event.orElseThrow(), system.get());
    }
    return isFlat(json) ? flat(json) : json;
  }

  private static Optional<Fields> member(Fields of, String name) {
    return of.get(name).filter(Fields.class::isInstance).map(Fields.class::cast);
  }

  private static boolean isFlat(Fields json) {
    return json.has("EventID")
        && (json.has("Channel")
            || json.has("SourceName")
            || json.has("ProviderName")
            || json.has("ProviderGuid"));
  }

  private static Fields flat(Fields json) {
    Fields.Builder out = Fields.builder();
    json.forEach((name, value) -> out.put(withoutBlanks(name), value));
    if (!json.has("Provider_Name")) {
      out.putIfPresent("Provider_Name", json.get("SourceName").or(() -> json.get("ProviderName")));
    }
    if (!json.has("Computer")) {
      out.putIfPresent("Computer", json.get("Hostname"));
    }
    return out.build();
  }

  private Fields nested(Fields json, Fields event, Fields system) {
    system.forEach(this::element);
    event.forEach(
        (name, value) -> {
          switch (name) {
            case "System", ATTRIBUTES -> {}
            case "EventData" -> data(name, value);
            case "UserData" -> userData(value);
            default -> beside(name, "Event", value);
          }
        });
    json.forEach(
        (name, value) -> {
          if (!name.equals("Event")) {
            beside(name, "", value);
          }
        });
    return out.build();
  }

  /** An element of XML: its text has its name, and each attribute one that begins with it. */
  private void element(String name, Object value) {
    if (!(value instanceof Fields element)) {
      out.put(name, value);
      return;
    }
    element.forEach(
        (part, inner) -> {
          if (part.equals(TEXT)) {
            out.put(name, inner);
          } else if (part.equals(ATTRIBUTES) && inner instanceof Fields attributes) {
            attributes.forEach(
                (attribute, text) -> out.put(InternedNames.joined(name, attribute), text));
          } else {
            out.put(
                InternedNames.joined(name, part.startsWith("@") ? part.substring(1) : part), inner);
          }
        });
  }

  /** The wrapper says what kind of data it is; what matters is in it. */
  private void userData(Object value) {
    if (value instanceof Fields wrapper) {
      wrapper.forEach(
          (name, inner) -> {
            if (inner instanceof Fields) {
              data("UserData", inner);
            } else if (!name.equals(ATTRIBUTES)) {
              beside(name, "UserData", inner);
            }
          });
    }
  }

  private void data(String part, Object value) {
    if (value instanceof Fields data) {
      data.forEach(
          (name, inner) -> {
            if (name.equals(ATTRIBUTES)) {
              attributes(part, inner);
            } else if (name.equals("Data")) {
              unnamed(part, inner);
            } else {
              datum(part, name, inner);
            }
          });
    } else if (value != Fields.NULL) {
      beside("Data", part, value);
    }
  }

  private void attributes(String part, Object value) {
    if (value instanceof Fields attributes) {
      attributes.forEach(
          (name, text) -> {
            if (!name.equals("xmlns")) {
              beside(InternedNames.joined(part, name), part, text);
            }
          });
    }
  }

  /** Some converters keep the names of data beside it. */
  private void unnamed(String part, Object value) {
    if (!(value instanceof List<?> list)) {
      if (!isNamed(part, value)) {
        beside("Data", part, value);
      }
      return;
    }
    List<Object> rest = new ArrayList<>();
    for (Object each : list) {
      if (!isNamed(part, each)) {
        rest.add(each);
      }
    }
    if (!rest.isEmpty() || list.isEmpty()) {
      beside("Data", part, rest);
    }
  }

  /** Puts data that brings its own name, if this is such. */
  private boolean isNamed(String part, Object value) {
    if (!(value instanceof Fields element)) {
      return false;
    }
    Optional<String> name = element.text("@Name").or(() -> element.text(ATTRIBUTES + ".Name"));
    name.ifPresent(it -> beside(withoutBlanks(it), part, element.get(TEXT).orElse(Fields.NULL)));
    return name.isPresent();
  }

  private void datum(String part, String name, Object value) {
    if (value instanceof Fields element && element.has(ATTRIBUTES)) {
      member(element, ATTRIBUTES)
          .ifPresent(
              attributes ->
                  attributes.forEach(
                      (attribute, text) ->
                          beside(InternedNames.joined(name, attribute), part, text)));
      element.get(TEXT).ifPresent(text -> beside(withoutBlanks(name), part, text));
    } else {
      beside(withoutBlanks(name), part, value);
    }
  }

  /** What the system says of an event cannot be said otherwise by what is in it. */
  private void beside(String name, String part, Object value) {
    out.put(out.has(name) ? part + '.' + name : name, value);
  }

  /** {@code Threat Name} is {@code ThreatName} in rules. */
  private static String withoutBlanks(String name) {
    return name.indexOf(' ') < 0 ? name : name.replace(" ", "");
  }
}

package io.correlator.core.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the members of JSON objects and the elements of arrays, whatever their order. May
 * be used by any thread.
 */
public final class JsonObject {
  private JsonObject() {}

  /** Reads one member; the parser stands at its value, and at the end of it afterwards. */
  @FunctionalInterface
  public interface Member {
    /** Reads the value of the member {@code name}, or skips its children. */
    void read(String name, JsonParser json) throws IOException;
  }

  /** Reads one element; the parser stands at it, and at the end of it afterwards. */
  @FunctionalInterface
  public interface Element {
    /** Reads the element. */
    void read(JsonParser json) throws IOException;
  }

  /** Reads something that may turn out to make no sense. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Reads it. */
    T read() throws IOException;
  }

  /**
   * Calls {@code member} for each member of the object at which {@code json} stands, or that comes
   * next.
   *
   * @throws IOException if there is no object
   */
  public static void forEachMember(JsonParser json, Member member) throws IOException {
    enter(json, JsonToken.START_OBJECT);
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      member.read(name, json);
    }
  }

  /**
   * Calls {@code element} for each element of the array at which {@code json} stands.
   *
   * @throws IOException if there is no array
   */
  public static void forEachElement(JsonParser json, Element element) throws IOException {
    enter(json, JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read(json);
    }
  }

  private static void enter(JsonParser json, JsonToken start) throws IOException {
    JsonToken token = json.hasCurrentToken() ? json.currentToken() : json.nextToken();
    if (token != start) {
      throw new IOException(
          "expected %s, found %s".formatted(start, token == null ? "nothing" : token));
    }
  }

  /**
   * The text at which {@code json} stands.
   *
   * @throws IOException if it is no text
   */
  public static String text(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new IOException("expected a text, found " + json.currentToken());
    }
    return json.getText();
  }

  /**
   * What was read.
   *
   * @throws IllegalArgumentException if it was not there
   */
  public static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("has no '" + name + "'");
    }
    return value;
  }

  /** Turns whatever can be wrong with what is read into an exception that says so. */
  public static <T> T reading(String what, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
      throw new IOException(what + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What was wrong, in one line without the text that could not be read. */
  public static String problem(IOException e) {
    return e instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }
}

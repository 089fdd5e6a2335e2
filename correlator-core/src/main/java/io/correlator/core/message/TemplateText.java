package io.correlator.core.message;

import io.correlator.api.MessageFormat;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a template stands and what its name says.
 *
 * @param type of the events it belongs to
 * @param format what it makes
 * @param name of the file
 * @param place where its text is
 */
record TemplateText(String type, MessageFormat format, String name, URL place) {
  static final int LONGEST = 64 * 1024;
  private static final String SUFFIX = ".ftl";

  static boolean isTemplate(String fileName) {
    return fileName.endsWith(SUFFIX);
  }

  /** What the file of this name is; empty unless it is named as a template of a message is. */
  static Optional<TemplateText> of(String fileName, URL place) {
    for (MessageFormat format : MessageFormat.values()) {
      String suffix = suffix(format);
      if (fileName.endsWith(suffix) && fileName.length() > suffix.length()) {
        String type = fileName.substring(0, fileName.length() - suffix.length());
        return Optional.of(new TemplateText(type, format, fileName, place));
      }
    }
    return Optional.empty();
  }

  private static String suffix(MessageFormat format) {
    return switch (format) {
      case TEXT -> ".txt" + SUFFIX;
      case HTML -> ".html" + SUFFIX;
    };
  }

  /** The template itself, checked. */
  MessageTemplate compile() throws RefusedException {
    try {
      return TemplateCompiler.compile(name, format, read());
    } catch (CharacterCodingException e) {
      throw new RefusedException("it is not UTF-8: convert it");
    } catch (IOException e) {
      throw new RefusedException("it cannot be read: " + e.getMessage());
    }
  }

  private String read() throws IOException, RefusedException {
    try (InputStream in = open()) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new RefusedException("it is longer than %,d bytes".formatted(LONGEST));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /** A folder is no template, and a jar that is kept open could not be replaced. */
  private InputStream open() throws IOException {
    Optional<Path> file = file();
    if (file.isPresent()) {
      return Files.newInputStream(file.get());
    }
    URLConnection connection = place.openConnection();
    connection.setUseCaches(false);
    return connection.getInputStream();
  }

  /** The place, for people. */
  String where() {
    return file().map(Path::toString).orElseGet(place::toString);
  }

  private Optional<Path> file() {
    try {
      return place.getProtocol().equals("file")
          ? Optional.of(Path.of(place.toURI()))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}

package io.correlator.core.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for templates in the folder a person names, and where class loaders find resources. */
final class TemplateFinder {
  /** Where templates stand on the class path and the module path. */
  static final String RESOURCES = "META-INF/correlator/messages/";

  private static final Logger LOG = LoggerFactory.getLogger("io.correlator.engine");

  private TemplateFinder() {}

  /** The names of all files in {@code folder}, in alphabetical order. */
  static Set<String> in(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  /** The templates that {@code loader} and its parents see; of one name, the first. */
  static List<URL> seenBy(ClassLoader loader) throws IOException {
    Set<String> names = new TreeSet<>();
    for (URL folder : Collections.list(loader.getResources(RESOURCES))) {
      names.addAll(namesIn(folder));
    }
    List<URL> found = new ArrayList<>();
    for (String name : names) {
      URL place = loader.getResource(RESOURCES + name);
      if (place != null && TemplateText.isTemplate(name)) {
        found.add(place);
      }
    }
    return found;
  }

  private static Set<String> namesIn(URL folder) throws IOException {
    if (folder.getProtocol().equals("file")) {
      try {
        return in(Path.of(folder.toURI()));
      } catch (URISyntaxException e) {
        throw new IOException(folder + " is no path", e);
      }
    }
    URLConnection connection = folder.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return namesIn(jar);
    }
    LOG.warn("cannot tell which templates of messages there are in {}: events go without", folder);
    return Set.of();
  }

  private static Set<String> namesIn(JarURLConnection connection) throws IOException {
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      String folder = connection.getEntryName();
      Set<String> names = new TreeSet<>();
      jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(folder) && name.indexOf('/', folder.length()) < 0)
          .forEach(name -> names.add(name.substring(folder.length())));
      names.remove("");
      return names;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}

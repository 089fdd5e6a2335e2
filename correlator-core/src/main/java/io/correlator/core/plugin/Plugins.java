package io.correlator.core.plugin;

import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.source.FileDecoder;
import io.correlator.api.source.RecordFormat;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The modules, listeners, formats and decoders that can be used by name: those declared as services
 * on the class path or the module path.
 *
 * <p>A provider that cannot be loaded is a problem to report, never a reason to fail: the others
 * stay usable. Immutable; may be used by any thread.
 */
public final class Plugins {
  private final Map<String, Module> modules;
  private final Map<String, Supplier<Listener>> listeners;
  private final Map<String, RecordFormat> formats;
  private final Map<String, FileDecoder> decoders;
  private final List<String> problems;

  private Plugins(ClassLoader loader, List<String> earlierProblems) {
    List<String> found = new ArrayList<>(earlierProblems);
    modules = instances(byName(ServiceLoader.load(Module.class, loader), Module::name, found));
    listeners = byName(ServiceLoader.load(Listener.class, loader), Listener::name, found);
    formats =
        instances(
            byName(ServiceLoader.load(RecordFormat.class, loader), RecordFormat::name, found));
    decoders =
        instances(byName(ServiceLoader.load(FileDecoder.class, loader), FileDecoder::name, found));
    problems = List.copyOf(found);
  }

  /** What the application itself can see: its class path and its module path. */
  public static Plugins available() {
    return seenBy(defaultLoader());
  }

  /** What {@code loader} and its parents can see. */
  public static Plugins seenBy(ClassLoader loader) {
    return new Plugins(loader, List.of());
  }

  /**
   * What the application can see, and what the jars in {@code directory} add to it.
   *
   * @throws IOException if the directory cannot be read
   */
  public static Plugins availableAndIn(Path directory) throws IOException {
    List<URL> jars = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path jar : files) {
        jars.add(urlOf(jar));
      }
    }
    jars.sort((one, other) -> one.getPath().compareTo(other.getPath()));
    if (jars.isEmpty()) {
      problems.add(directory + ": no .jar files there");
    }
    // Never closed: classes are loaded from it for as long as the engine runs.
    return new Plugins(
        new URLClassLoader("plugins", jars.toArray(new URL[0]), defaultLoader()), problems);
  }

  private static URL urlOf(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }

  private static ClassLoader defaultLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : Plugins.class.getClassLoader();
  }

  private static <T> Map<String, Supplier<T>> byName(
      ServiceLoader<T> loader, Function<T, String> name, List<String> problems) {
    Map<String, Supplier<T>> found = new TreeMap<>();
    Iterator<ServiceLoader.Provider<T>> providers = loader.stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return Collections.unmodifiableMap(found);
        }
        ServiceLoader.Provider<T> provider = providers.next();
        String wanted = name.apply(provider.get());
        if (found.putIfAbsent(wanted, provider) != null) {
          problems.add(
              "%s: the name '%s' is taken already".formatted(provider.type().getName(), wanted));
        }
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        problems.add("a plug-in cannot be loaded: " + describe(e));
      }
    }
  }

  private static <T> Map<String, T> instances(Map<String, Supplier<T>> suppliers) {
    Map<String, T> instances = new TreeMap<>();
    suppliers.forEach((name, supplier) -> instances.put(name, supplier.get()));
    return Collections.unmodifiableMap(instances);
  }

  private static String describe(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.toString() : failure.getMessage() + " (" + cause + ")";
  }

  /** The modules by name, in alphabetical order. */
  public Map<String, Module> modules() {
    return modules;
  }

  /** By name, in alphabetical order, what makes a new listener: one instance serves one engine. */
  public Map<String, Supplier<Listener>> listeners() {
    return listeners;
  }

  /** The formats by name, in alphabetical order. */
  public Map<String, RecordFormat> formats() {
    return formats;
  }

  /** The decoders by name, in alphabetical order. */
  public Map<String, FileDecoder> decoders() {
    return decoders;
  }

  /** What went wrong while looking: one line for people each. */
  public List<String> problems() {
    return problems;
  }
}

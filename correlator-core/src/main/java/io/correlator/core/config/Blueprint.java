package io.correlator.core.config;

import io.correlator.api.config.Config;
import io.correlator.api.config.ConfigException;
import io.correlator.api.config.NearestName;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.core.delivery.Subscription;
import io.correlator.core.plugin.Plugins;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Turns names and options into modules and listeners, and collects every mistake on the way. For
 * one thread.
 */
public final class Blueprint {
  private final Supplier<Plugins> plugins;
  private final Map<String, Module> modules = new LinkedHashMap<>();
  private final List<Subscription> listeners = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /** A blueprint that looks up names in {@code plugins}, which is asked only if need be. */
  public Blueprint(Supplier<Plugins> plugins) {
    this.plugins = plugins;
  }

  /** Adds a module under a name of its own. */
  public void module(String name, Module module) {
    if (modules.putIfAbsent(name, module) != null) {
      problems.add("module '%s' is there twice; give one of them another name".formatted(name));
    }
  }

  /** Adds the module found under {@code name}, with options. */
  public void module(String name, Map<String, String> options) {
    find("module", name, plugins.get().modules())
        .flatMap(found -> configured("module", name, found::configure, options))
        .ifPresent(module -> module(name, module));
  }

  /** Adds a listener. */
  public void listener(Subscription listener) {
    listeners.add(listener);
  }

  /** Adds the listener found under {@code name}, with options. */
  public void listener(String name, Map<String, String> options) {
    find("listener", name, plugins.get().listeners())
        .flatMap(
            found ->
                configured("listener", name, config -> subscription(found.get(), config), options))
        .ifPresent(listeners::add);
  }

  private static Subscription subscription(Listener listener, Config config) {
    Listener configured = listener.configure(config);
    return new Subscription(configured, DeliveryOptions.read(config, configured.delivery()));
  }

  /** Notes a mistake found elsewhere. */
  public void reject(String problem) {
    problems.add(problem);
  }

  private <T> Optional<T> find(String kind, String name, Map<String, T> candidates) {
    T found = candidates.get(name);
    if (found == null) {
      problems.add(
          candidates.isEmpty()
              ? "unknown %s '%s': none are installed".formatted(kind, name)
              : "unknown %s '%s'%s"
                  .formatted(kind, name, NearestName.hint(name, candidates.keySet())));
    }
    return Optional.ofNullable(found);
  }

  private <T> Optional<T> configured(
      String kind, String name, Function<Config, T> configure, Map<String, String> options) {
    Config config = Config.of(options);
    String where = kind + " " + name + ": ";
    try {
      T component = configure.apply(config);
      config.problems().forEach(problem -> problems.add(where + problem));
      return Optional.of(component);
    } catch (RuntimeException e) {
      config.problems().forEach(problem -> problems.add(where + problem));
      problems.add(where + Optional.ofNullable(e.getMessage()).orElseGet(e::toString));
      return Optional.empty();
    }
  }

  /**
   * Nothing, if there was no mistake.
   *
   * @throws ConfigException with all mistakes
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /** The modules by name, in the order in which they were added. */
  public Map<String, Module> modules() {
    return modules;
  }

  /** The class loaders of the modules, each once: where what comes with them is found. */
  public Set<ClassLoader> loaders() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    for (Module module : modules.values()) {
      ClassLoader loader = module.getClass().getClassLoader();
      if (loader != null) {
        loaders.add(loader);
      }
    }
    return loaders;
  }

  /** The listeners, in the order in which they were added. */
  public List<Subscription> listeners() {
    return listeners;
  }
}

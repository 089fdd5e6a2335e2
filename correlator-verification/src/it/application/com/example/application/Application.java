package com.example.application;

import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.Correlator;
import io.correlator.core.plugin.Plugins;
import io.correlator.sources.FileSource;
import java.nio.file.Path;
import java.util.Map;

/** Runs one module and one listener, both by name, and prints what is installed and found. */
public final class Application {
  private Application() {}

  /** Arguments: the log, the name of the module, the name of the listener, the listener's file. */
  public static void main(String[] args) {
    Plugins plugins = Plugins.available();
    System.out.println("application in a named module: " + Application.class.getModule().isNamed());
    System.out.println("modules: " + plugins.modules().keySet());
    System.out.println("listeners: " + plugins.listeners().keySet());
    System.out.println("formats: " + plugins.formats().keySet());
    System.out.println("problems: " + plugins.problems());
    Correlator.builder()
        .plugins(plugins)
        .source(FileSource.of(Path.of(args[0])))
        .module(args[1], Map.of())
        .listener(args[2], Map.of("file", args[3]))
        .listener(Listener.of("print", Interest.everything(), System.out::println))
        .build()
        .run();
  }
}

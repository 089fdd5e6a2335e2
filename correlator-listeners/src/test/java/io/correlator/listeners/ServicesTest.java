package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.config.Config;
import io.correlator.api.config.Config.Option;
import io.correlator.api.listener.Listener;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServicesTest {
  @Test
  void allListenersAreFoundByName() {
    assertThat(listeners())
        .extracting(Listener::name)
        .containsExactlyInAnyOrder("csv", "jsonl", "log", "text");
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void everyListenerSaysWhatItDoes(Listener listener) {
    assertThat(listener.description()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void everyListenerHasTheSharedOptionsAndDescribesAll(Listener listener) {
    Config config = Config.empty();
    listener.configure(config);
    assertThat(config.options()).extracting(Option::key).contains("least", "events", "origins");
    assertThat(config.options()).extracting(Option::description).noneMatch(String::isBlank);
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void configuringGivesAnotherListenerThatWantsTheSame(Listener listener) {
    assertThat(listener.configure(Config.empty()))
        .isNotSameAs(listener)
        .extracting(Listener::interest)
        .isEqualTo(listener.interest());
  }

  @Test
  void theModuleDescriptorDeclaresTheSameListeners() throws Exception {
    URI classes = FieldText.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    assertThat(ModuleFinder.of(Path.of(classes)).findAll())
        .flatExtracting(module -> module.descriptor().provides())
        .flatExtracting(Provides::providers)
        .hasSameElementsAs(listeners().stream().map(l -> l.getClass().getName()).toList());
  }

  static List<Listener> listeners() {
    return ServiceLoader.load(Listener.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}

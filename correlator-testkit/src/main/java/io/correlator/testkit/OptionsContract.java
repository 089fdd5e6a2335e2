package io.correlator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.config.Config;
import io.correlator.api.config.Config.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What holds for the options of every plug-in. */
final class OptionsContract {
  private OptionsContract() {}

  static void check(Function<Config, ?> configure) {
    List<Option> options = declaredBy(configure, Map.of());
    assertThat(options)
        .allSatisfy(
            option -> {
              assertThat(option.key()).as("the key of an option").isNotBlank();
              assertThat(option.description()).as("description of " + option.key()).isNotBlank();
            });
    Map<String, String> defaults = new LinkedHashMap<>();
    for (Option option : options) {
      if (!option.fallback().isEmpty()) {
        defaults.put(option.key(), option.fallback());
      }
    }
    assertThat(declaredBy(configure, defaults))
        .as("the options when all defaults are given: each must be read in every call")
        .isEqualTo(options);
  }

  private static List<Option> declaredBy(Function<Config, ?> configure, Map<String, String> given) {
    Config config = Config.of(given);
    assertThat(configure.apply(config)).as("the configured plug-in").isNotNull();
    assertThat(config.problems()).as("problems with the options " + given).isEmpty();
    return config.options();
  }

  static void checkNonsense(Function<Config, ?> configure) {
    for (Option option : declaredBy(configure, Map.of())) {
      Config config = Config.of(Map.of(option.key(), "\u0000 no sense"));
      try {
        assertThat(configure.apply(config)).isNotNull();
      } catch (IllegalArgumentException e) {
        assertThat(e).as("what a person reads").message().isNotBlank();
      }
    }
  }

  /** Names are written on command lines and in file names, and shown on terminals. */
  static void checkName(String name) {
    assertThat(name).matches("[\\p{L}\\p{N}][^\\p{Cntrl}\\s,=]*");
  }
}

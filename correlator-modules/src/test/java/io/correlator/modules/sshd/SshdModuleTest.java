package io.correlator.modules.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.config.Config;
import io.correlator.api.module.Module;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class SshdModuleTest {
  @Test
  void takesItsOptionsFromTheConfiguration() {
    Config config = Config.of(Map.of("threshold", "3", "window", "1m", "max-keys", "10"));

    SshdModule module = new SshdModule().configure(config);

    assertThat(module).isEqualTo(new SshdModule(3, Duration.ofMinutes(1), 10));
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void keepsItsValuesWhereNothingIsConfigured() {
    SshdModule module = new SshdModule(7, Duration.ofHours(1), 99);

    assertThat(module.configure(Config.empty())).isEqualTo(module);
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertThatThrownBy(() -> new SshdModule(0, Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threshold")
        .hasMessageContaining("0");
    assertThatThrownBy(() -> new SshdModule(70_000, Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65535");
    assertThatThrownBy(() -> new SshdModule(5, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window");
    assertThatThrownBy(() -> new SshdModule(5, Duration.ofMinutes(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("max-keys");
  }

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(Module.class))
        .anySatisfy(module -> assertThat(module).isEqualTo(new SshdModule()));
  }
}

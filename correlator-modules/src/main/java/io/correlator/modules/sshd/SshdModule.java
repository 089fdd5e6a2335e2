package io.correlator.modules.sshd;

import static java.util.Objects.requireNonNull;

import io.correlator.api.config.Config;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.state.StateSpec;
import java.time.Duration;

/**
 * Finds the logins in the log of OpenSSH: who logged in, who failed to, and which address failed
 * too often.
 *
 * <p>Emits {@link SshLoginSucceeded} and {@link SshLoginFailed}, one for each try, {@link
 * SshLoginTriesExceeded} when the failures of one address reach the threshold, and {@link
 * SshStatistics} for each period. It reads records of the programs {@code sshd}, {@code
 * sshd-session} and {@code sshd-auth}, in any format that tells program and message.
 *
 * <p>Immutable; may be used by any thread.
 *
 * @param threshold how many failures of one address raise the alarm, 1 to 65,535; 5 by default
 * @param window the time in which they must happen; 5 minutes by default
 * @param maxKeys how many connections, and how many addresses, are remembered at most; 100,000 by
 *     default. Beyond, the ones not heard of for longest are forgotten, and statistics say so
 */
public record SshdModule(int threshold, Duration window, int maxKeys) implements Module {
  private static final int HIGHEST_THRESHOLD = 65_535;

  /** The module with the default options. */
  public SshdModule() {
    this(5, Duration.ofMinutes(5), StateSpec.DEFAULT_MAX_KEYS);
  }

  /** The module with the default bound on what is remembered. */
  public SshdModule(int threshold, Duration window) {
    this(threshold, window, StateSpec.DEFAULT_MAX_KEYS);
  }

  public SshdModule {
    requireNonNull(window, "window");
    if (threshold < 1 || threshold > HIGHEST_THRESHOLD) {
      throw new IllegalArgumentException(
          "threshold: must be between 1 and 65535, was " + threshold);
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window: must be longer than nothing, was " + window);
    }
    if (maxKeys < 1) {
      throw new IllegalArgumentException("max-keys: must be at least 1, was " + maxKeys);
    }
  }

  @Override
  public String name() {
    return "sshd";
  }

  @Override
  public String description() {
    return "logins over SSH that succeeded or failed, and addresses that fail too often";
  }

  @Override
  public SshdModule configure(Config config) {
    return new SshdModule(
        config.getInt("threshold", threshold, "failures of one address that raise the alarm"),
        config.getDuration("window", window, "the time in which they must happen"),
        config.getInt("max-keys", maxKeys, "connections and addresses remembered at most"));
  }

  @Override
  public Processor open(ModuleContext context) {
    return new SshdProcessor(this, context);
  }
}

package io.correlator.listeners;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Severity;
import io.correlator.api.config.Config;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Passes events on to the log of the application, through SLF4J: one line per event, such as
 *
 * <pre>{@code
 * sshd SshLoginTriesExceeded 198.51.100.7: 5 failed logins address=198.51.100.7 count=5
 * }</pre>
 *
 * <p>Errors and what is more serious are logged as errors, warnings as warnings, notices and
 * information as information, and the rest for debugging. Each module has a logger of its own,
 * {@code correlator.events.sshd} for instance, so that the logging framework can choose between
 * them. The summary and the values are quoted where they could be mistaken for other fields, and
 * characters that do not show are escaped.
 *
 * <p>Options: {@code logger}, and {@code least}, {@code events}, {@code origins}. Configured and
 * built by one thread, then used by the engine's thread for it.
 */
public final class LoggingListener implements Listener {
  /** The first part of the loggers' names unless told otherwise. */
  public static final String DEFAULT_LOGGER = "correlator.events";

  private final String logger;
  private final Interest interest;
  private final ILoggerFactory factory;

  private final Map<String, Logger> loggers = new HashMap<>();
  private final StringBuilder line = new StringBuilder();

  /** Logs all events to {@value #DEFAULT_LOGGER}. */
  public LoggingListener() {
    this(DEFAULT_LOGGER, Interest.everything(), LoggerFactory::getLogger);
  }

  LoggingListener(String logger, Interest interest, ILoggerFactory factory) {
    this.logger = logger;
    this.interest = interest;
    this.factory = factory;
  }

  /** Logs all events; the name of each logger is {@code logger}, a dot, and the module's name. */
  public static LoggingListener to(String logger) {
    return builder().logger(logger).build();
  }

  /** Starts a listener. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public String description() {
    return "passes events on to the application's log (SLF4J)";
  }

  @Override
  public Interest interest() {
    return interest;
  }

  @Override
  public LoggingListener configure(Config config) {
    return new LoggingListener(
        config.getString("logger", logger, "loggers are named this, a dot, and the module's name"),
        InterestOptions.read(config, interest),
        factory);
  }

  @Override
  public void accept(EmittedEvent event) {
    Logger target = loggers.computeIfAbsent(event.origin(), this::loggerOf);
    Level level = levelOf(event.severity());
    if (target.isEnabledForLevel(level)) {
      target.atLevel(level).log("{}", render(event));
    }
  }

  private Logger loggerOf(String origin) {
    return factory.getLogger(logger + '.' + origin);
  }

  private static Level levelOf(Severity severity) {
    return switch (severity) {
      case EMERGENCY, ALERT, CRITICAL, ERROR -> Level.ERROR;
      case WARNING -> Level.WARN;
      case NOTICE, INFO -> Level.INFO;
      case DEBUG -> Level.DEBUG;
    };
  }

  private String render(EmittedEvent event) {
    line.setLength(0);
    FieldText.appendToken(line, event.origin());
    line.append(' ');
    FieldText.appendToken(line, event.type());
    line.append(' ');
    FieldText.appendSentence(line, event.summary());
    FieldText.append(line, event.fields());
    return line.toString();
  }

  /**
   * Makes a {@link LoggingListener}. For one thread. Defaults:
   *
   * <ul>
   *   <li>logger: {@value LoggingListener#DEFAULT_LOGGER}
   *   <li>interest: everything
   * </ul>
   */
  public static final class Builder {
    private String logger = DEFAULT_LOGGER;
    private Interest interest = Interest.everything();

    private Builder() {}

    /** The first part of the loggers' names. */
    public Builder logger(String logger) {
      this.logger = requireNonNull(logger, "logger");
      return this;
    }

    /** Which events are logged. */
    public Builder interest(Interest interest) {
      this.interest = requireNonNull(interest, "interest");
      return this;
    }

    /** The listener. */
    public LoggingListener build() {
      return new LoggingListener(logger, interest, LoggerFactory::getLogger);
    }
  }
}

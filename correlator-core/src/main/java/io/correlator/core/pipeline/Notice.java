package io.correlator.core.pipeline;

/** What the engine has to tell about a run of a module. */
sealed interface Notice {
  /** A call of the module has thrown something. */
  record Failed(Throwable cause) implements Notice {}

  /** The module is left out until some time, in milliseconds; {@link Long#MAX_VALUE} for ever. */
  record LeftOut(long until) implements Notice {}

  /** The module, which was left out, has taken a record. */
  record Back() implements Notice {}
}

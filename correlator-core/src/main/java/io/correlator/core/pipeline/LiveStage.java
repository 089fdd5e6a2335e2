package io.correlator.core.pipeline;

import io.correlator.api.Fields;
import io.correlator.api.module.LiveModule;
import io.correlator.api.module.Module;
import java.util.Optional;

/** Where a module is at work that may be exchanged for another one. For the pipeline's thread. */
final class LiveStage {
  private final LiveModule live;
  private final Stage stage;
  private Module asked;
  private Module atWork;

  /** A stage where {@code opened} is at work, as {@code live} wanted it. */
  LiveStage(LiveModule live, Module opened, Stage stage) {
    this.live = live;
    this.stage = stage;
    this.asked = opened;
    this.atWork = opened;
  }

  Stage stage() {
    return stage;
  }

  Module atWork() {
    return atWork;
  }

  /** The module that should be at work from now on, if it has not been asked for before. */
  @SuppressWarnings("ReferenceEquality") // modules have no other identity
  Optional<Module> change() {
    Module wanted = live.current();
    if (wanted == asked) {
      return Optional.empty();
    }
    asked = wanted;
    return Optional.of(wanted);
  }

  /** What is different, as far as the module can tell. */
  Fields difference(Module before, Module now) {
    try {
      return live.difference(before, now);
    } catch (RuntimeException e) {
      return Fields.empty();
    }
  }

  /** It has taken its place. */
  void changed(Module now) {
    atWork = now;
  }
}

package io.correlator.core.pipeline;

import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * Leaves out a module that fails too often. After a pause, one record is a try: if the module takes
 * it, it is back; if not, the pause doubles. A module that is quarantined again soon after it came
 * back starts with a longer pause too.
 *
 * <p>What cannot be linked will not be linked later: such a module is left out for good.
 */
final class Quarantine {
  private static final long FOR_GOOD = Long.MAX_VALUE;
  private static final long NEVER = Long.MIN_VALUE;

  private final QuarantineSettings settings;

  /** When the latest errors happened, as a ring. */
  private final long[] recent;

  private long count;
  private int inARow;
  private long until = NEVER;
  private long backAt = NEVER;
  private long pause;
  private volatile boolean closed;

  Quarantine(QuarantineSettings settings) {
    this.settings = settings;
    this.recent = new long[settings.errors()];
  }

  /** Whether the module is left out. Any thread may ask. */
  boolean isClosed() {
    return closed;
  }

  /** Whether a record at {@code now} reaches the module, perhaps as a try. */
  boolean admits(long now) {
    return !closed || (until != FOR_GOOD && now >= until);
  }

  /** The module took a record; says whether it is back. */
  boolean succeeded(long now) {
    inARow = 0;
    if (!closed) {
      return false;
    }
    closed = false;
    backAt = now;
    count = 0;
    return true;
  }

  /**
   * The module failed; says until when it is left out if that begins now. {@link Long#MAX_VALUE}
   * stands for ever. A try that fails prolongs it, which is no news.
   */
  Optional<Long> failed(Throwable cause, long now) {
    if (settings.isOff() || (closed && !admits(now))) {
      return Optional.empty();
    }
    boolean forGood = cause instanceof LinkageError;
    if (!closed && !forGood && !isTooMuch(now)) {
      return Optional.empty();
    }
    boolean news = !closed || forGood;
    pause = nextPause(now);
    until = forGood ? FOR_GOOD : now + pause;
    closed = true;
    return news ? Optional.of(until) : Optional.empty();
  }

  private boolean isTooMuch(long now) {
    recent[(int) (count++ % recent.length)] = now;
    long oldest = recent[(int) (count % recent.length)];
    boolean tooOften = count >= recent.length && now - oldest <= settings.window().toMillis();
    return ++inARow >= settings.inARow() || tooOften;
  }

  private long nextPause(long now) {
    boolean again = closed || (backAt != NEVER && now - backAt <= pause);
    return again
        ? Math.min(2 * pause, settings.longestPause().toMillis())
        : settings.pause().toMillis();
  }

  void save(StateOutput out) {
    out.writeInt(recent.length);
    for (long time : recent) {
      out.writeLong(time);
    }
    out.writeLong(count);
    out.writeInt(inARow);
    out.writeLong(until);
    out.writeLong(backAt);
    out.writeLong(pause);
    out.writeBoolean(closed);
  }

  /** With other settings than it was saved with, the errors before are forgotten. */
  void load(StateInput in) throws IOException {
    int saved = in.readCount(Long.BYTES);
    for (int i = 0; i < saved; i++) {
      long time = in.readLong();
      if (saved == recent.length) {
        recent[i] = time;
      }
    }
    long savedCount = in.readLong();
    count = saved == recent.length ? savedCount : 0;
    inARow = in.readInt();
    until = in.readLong();
    backAt = in.readLong();
    pause = in.readLong();
    closed = in.readBoolean();
  }
}

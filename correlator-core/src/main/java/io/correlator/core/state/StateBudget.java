package io.correlator.core.state;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes all state of a module may take together.
 *
 * <p>Any state may use what others do not. When all is used up, whoever grows and has more than its
 * share pushes out keys of its own; so nobody who floods one state can empty another. That bounds
 * the sum: it can exceed the budget by the shares of those that had less than theirs when it was
 * used up, so it stays below twice the budget. For one thread at a time.
 */
public final class StateBudget {
  private long limit;
  private long used;
  private int accounts;
  private @Nullable Holdings holder;

  /** A budget of {@code limit} bytes, at least 1. */
  public StateBudget(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a budget must be 1 byte or more, was " + limit);
    }
    this.limit = limit;
  }

  /** From now on, {@code newLimit} bytes, at least 1. */
  public void limit(long newLimit) {
    limit = newLimit;
  }

  /** Whether there is state that may use it. */
  public boolean hasAccounts() {
    return accounts > 0;
  }

  /** An account for one more state, whose changes {@code undo} may undo. */
  Account open(UndoLog undo) {
    accounts++;
    Account account = new Account(undo);
    if (holder != null) {
      holder.account(account);
    }
    return account;
  }

  /** What is opened from now on is for {@code newHolder}; for nobody, if that is null. */
  public void holdIn(@Nullable Holdings newHolder) {
    holder = newHolder;
  }

  /** How many bytes are used. */
  public long used() {
    return used;
  }

  /** What one state uses. */
  final class Account {
    private final UndoLog undo;
    private long bytes;
    private boolean grown;

    private Account(UndoLog undo) {
      this.undo = undo;
    }

    /** The state takes more bytes than before, or, if negative, fewer. */
    void add(long more) {
      bytes += more;
      used += more;
      if (more > 0 && !grown && isOver()) {
        grown(true);
      }
    }

    private void grown(boolean now) {
      undo.log(() -> grown = !now);
      grown = now;
    }

    /** As {@link #add}, for what is undone or restored, and for what comes and goes by itself. */
    void correct(long more) {
      bytes += more;
      used += more;
    }

    /** Whether the state has to push out something before it takes more. */
    boolean isOver() {
      return used > limit && bytes > limit / accounts;
    }

    /** Whether it has grown although it was over; asked once for each time. */
    boolean hasOvergrown() {
      if (grown) {
        grown(false);
        return true;
      }
      return false;
    }

    long bytes() {
      return bytes;
    }

    /** Nothing is charged here any more. */
    void close() {
      correct(-bytes);
      accounts--;
    }

    void save(StateOutput out) {
      out.writeBoolean(grown);
    }

    void load(StateInput in) throws IOException {
      grown = in.readBoolean();
    }
  }
}

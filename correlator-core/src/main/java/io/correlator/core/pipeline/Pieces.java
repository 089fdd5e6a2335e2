package io.correlator.core.pipeline;

import io.correlator.api.state.Operator;
import io.correlator.core.state.BoundedState;
import io.correlator.core.state.Holdings;
import io.correlator.core.state.RingCounter;
import io.correlator.core.state.SavedState;
import io.correlator.core.state.StateBudget;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import io.correlator.core.state.StatePieces;
import io.correlator.core.state.UndoLog;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run, piece by piece. While another module is opened in the place of the present
 * one, there are two sets: what both have goes over to the new one, and until that is certain,
 * nothing has happened to the old one.
 */
final class Pieces implements StatePieces {
  private static final int STATE_VERSION = 1;

  private final UndoLog undo;
  private final StateBudget budget;

  // In the order in which they were made.
  private Map<String, Piece> pieces = new LinkedHashMap<>();

  // Those of the module before, while its successor opens.
  private Map<String, Piece> before = Map.of();
  private final List<Runnable> heirs = new ArrayList<>();
  private @Nullable Piece making;

  Pieces(UndoLog undo, StateBudget budget) {
    this.undo = undo;
    this.budget = budget;
  }

  /** A piece, and what it has taken from the run. */
  private static final class Piece {
    private final String identity;
    private final Holdings holdings = new Holdings();
    private final List<Timers.Slot> slots = new ArrayList<>();
    private @Nullable SavedState state;

    Piece(String identity) {
      this.identity = identity;
    }

    SavedState state() {
      if (state == null) {
        throw new IllegalStateException("it is being made");
      }
      return state;
    }

    boolean isLike(Class<?> type, String otherIdentity) {
      return type.isInstance(state) && identity.equals(otherIdentity);
    }

    long keys() {
      if (state instanceof Operator operator) {
        return operator.size();
      }
      if (state instanceof RingCounter counter) {
        return counter.size();
      }
      return state instanceof BoundedState<?, ?> keyed ? keyed.size() : 0;
    }

    void release(UndoLog undo) {
      slots.forEach(Timers.Slot::cancel);
      holdings.release(undo);
    }
  }

  @Override
  // What is alike has the same class, and the same codecs where it has any.
  @SuppressWarnings("unchecked")
  public <S extends SavedState> S piece(
      String name, Class<? super S> type, String identity, Supplier<S> maker, Consumer<S> heir) {
    if (pieces.containsKey(name)) {
      throw new IllegalArgumentException("the module already has state named " + name);
    }
    Piece left = before.get(name);
    if (left != null && left.isLike(type, identity)) {
      S state = (S) left.state();
      heirs.add(() -> heir.accept(state));
      pieces.put(name, left);
      return state;
    }
    Piece piece = new Piece(identity);
    S state = make(piece, maker);
    piece.state = state;
    pieces.put(name, piece);
    return state;
  }

  private <S> S make(Piece piece, Supplier<S> maker) {
    holdIn(piece);
    try {
      return maker.get();
    } catch (RuntimeException | Error e) {
      piece.release(undo);
      throw e;
    } finally {
      holdIn(null);
    }
  }

  private void holdIn(@Nullable Piece piece) {
    making = piece;
    undo.holdIn(piece == null ? null : piece.holdings);
    budget.holdIn(piece == null ? null : piece.holdings);
  }

  /** Makes something that belongs to no piece, perhaps while one is being made. */
  <T> T apart(Supplier<T> maker) {
    Piece present = making;
    holdIn(null);
    try {
      return maker.get();
    } finally {
      holdIn(present);
    }
  }

  /** Takes note of what the piece that is being made wants to be woken by. */
  Timers.Slot add(Timers.Slot slot) {
    if (making != null) {
      making.slots.add(slot);
    }
    return slot;
  }

  /** Another module is about to be opened. */
  void beginSuccession() {
    before = pieces;
    pieces = new LinkedHashMap<>();
  }

  /** The other module cannot be opened, or is not wanted: all is as it was. */
  void abandonSuccession() {
    pieces.values().stream()
        .filter(piece -> !before.containsValue(piece))
        .forEach(piece -> piece.release(undo));
    pieces = before;
    before = Map.of();
    heirs.clear();
  }

  /** The other module is at work from now on. */
  Handover endSuccession() {
    heirs.forEach(Runnable::run);
    heirs.clear();
    long keys = 0;
    List<String> kept = new ArrayList<>();
    List<String> forgotten = new ArrayList<>();
    for (Map.Entry<String, Piece> old : before.entrySet()) {
      if (pieces.get(old.getKey()) == old.getValue()) {
        kept.add(old.getKey());
      } else {
        keys += old.getValue().keys();
        forgotten.add(old.getKey());
        old.getValue().release(undo);
      }
    }
    before = Map.of();
    // As if it had been opened first, so that it is the same after a restart.
    int rank = 0;
    for (Piece piece : pieces.values()) {
      for (Timers.Slot slot : piece.slots) {
        slot.rank(rank++);
      }
    }
    return new Handover(kept.size(), pieces.size() - kept.size(), forgotten.size(), keys);
  }

  /** How many keys all of them hold. */
  long keys() {
    long keys = 0;
    for (Piece piece : pieces.values()) {
      keys += piece.keys();
    }
    return keys;
  }

  /** How many keys only time will decide about. */
  long undetermined() {
    long undetermined = 0;
    for (Piece piece : pieces.values()) {
      undetermined += piece.state().undetermined();
    }
    return undetermined;
  }

  /** By name, so that it does not matter in which order a module makes its state. */
  private Map<String, Piece> byName() {
    return new TreeMap<>(pieces);
  }

  void save(StateOutput out) {
    out.writeInt(pieces.size());
    byName().forEach((name, piece) -> save(name, piece.state(), out));
  }

  private static void save(String name, SavedState state, StateOutput out) {
    out.section(
        name,
        STATE_VERSION,
        content -> {
          content.writeLongText(state.shape());
          content.writeInt(state.version());
          state.save(content);
        });
  }

  /** Takes over what was saved; it must be what is here. */
  void load(StateInput in) throws IOException {
    int saved = in.readInt();
    byName().forEach((name, piece) -> load(name, piece.state(), in));
    if (saved != pieces.size()) {
      throw new InvalidObjectException(
          "%d states were saved, it has %s".formatted(saved, pieces.keySet()));
    }
  }

  private static void load(String name, SavedState state, StateInput in) {
    in.section(
        "state",
        name,
        STATE_VERSION,
        content -> {
          content.expect(state.shape());
          content.expect(state.version());
          state.load(content);
        });
  }

  /** Takes over what of that which was saved is here, too. */
  Handover loadWhatFits(StateInput in) throws IOException {
    List<String> kept = new ArrayList<>();
    int saved = in.readInt();
    for (int i = 0; i < saved; i++) {
      in.section("state", STATE_VERSION, name -> content -> loadIfFits(name, content, kept));
    }
    return new Handover(kept.size(), pieces.size() - kept.size(), saved - kept.size(), 0);
  }

  private void loadIfFits(String name, StateInput content, List<String> kept) throws IOException {
    String shape = content.readLongText();
    int version = content.readInt();
    Piece piece = pieces.get(name);
    if (piece != null
        && piece.state().shape().equals(shape)
        && piece.state().version() == version) {
      piece.state().load(content);
      kept.add(name);
    } else {
      content.skipRest();
    }
  }
}

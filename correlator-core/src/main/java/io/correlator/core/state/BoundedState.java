package io.correlator.core.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.Codec;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.StateSpec;
import io.correlator.core.state.StateBudget.Account;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state in a map whose entries also form a chain in the order of their last use, so that what
 * expires first stands first.
 *
 * <p>Objects cannot be weighed, so an entry is charged with what its codecs say it takes, and a
 * fixed amount for its places in map and chain.
 */
public final class BoundedState<K, V> implements KeyedState<K, V>, SavedState, UndoLog.ObjectPart {
  /** An entry (40 bytes), its node in the map (32), its slot there (4 to 8), and its key's hash. */
  private static final int ENTRY_BYTES = 88;

  // Places of this part in the log: what happened to an entry.
  private static final int LINKED = 0;
  private static final int UNLINKED = 1;
  private static final int MOVED = 2;
  private static final int CHANGED = 3;
  private static final int EVICTED = 4;

  private final Codec<K> keys;
  private final Codec<V> values;
  private final int maxKeys;
  private final long expireAfter;
  private final StateHome home;
  private final UndoLog undo;
  private final int part;
  private final Account account;

  private Map<K, Entry<K, V>> entries = new HashMap<>();
  private @Nullable Entry<K, V> oldest;
  private @Nullable Entry<K, V> newest;
  private long evicted;

  // What was found last: modules ask for the value of a key and then replace it.
  private @Nullable K lastKey;
  private @Nullable Entry<K, V> lastFound;

  /** State bounded as {@code spec} says. */
  public BoundedState(StateSpec<K, V> spec, StateHome home) {
    this.keys = spec.keys();
    this.values = spec.values();
    this.maxKeys = home.share(spec.maxKeys());
    this.expireAfter = spec.expireAfter().toMillis();
    this.home = home;
    this.undo = home.undo();
    this.part = undo.register(this);
    this.account = home.budget().open(undo);
  }

  private static final class Entry<K, V> {
    private final K key;
    private V value;
    private int bytes;
    private long lastUse;
    private @Nullable Entry<K, V> older;
    private @Nullable Entry<K, V> newer;

    Entry(K key, V value, int bytes, long lastUse) {
      this.key = key;
      this.value = value;
      this.bytes = bytes;
      this.lastUse = lastUse;
    }
  }

  @Override
  public Optional<V> get(K key) {
    @Nullable Entry<K, V> entry = find(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (isExpired(entry)) {
      remove(entry);
      return Optional.empty();
    }
    use(entry);
    return Optional.of(entry.value);
  }

  @Override
  public void put(K key, V value) {
    @Nullable Entry<K, V> known = find(key);
    if (known == null) {
      insert(key, value);
    } else {
      replace(known, value);
    }
    while (account.isOver() && entries.size() > 1) {
      evictOldest();
    }
  }

  @SuppressWarnings(
      "ReferenceEquality") // the very key of the call before; all others are looked up
  private @Nullable Entry<K, V> find(K key) {
    if (key != lastKey || lastFound == null) {
      lastFound = entries.get(key);
      lastKey = key;
    }
    return lastFound;
  }

  /** An entry has come or gone. */
  private void forgetWhatWasFound() {
    lastKey = null;
    lastFound = null;
  }

  private void insert(K key, V value) {
    int bytes = bytes(key, value);
    removeExpired();
    if (entries.size() >= maxKeys) {
      evictOldest();
    }
    Entry<K, V> entry = new Entry<>(key, value, bytes, home.now());
    link(entry, newest);
    undo.log(part, LINKED, 0, entry, null);
  }

  private void replace(Entry<K, V> entry, V value) {
    int bytes = bytes(entry.key, value);
    V oldValue = entry.value;
    int oldBytes = entry.bytes;
    use(entry);
    change(entry, value, bytes);
    undo.log(part, CHANGED, oldBytes, entry, oldValue);
  }

  private int bytes(K key, V value) {
    return ENTRY_BYTES + keys.footprint(key) + values.footprint(requireNonNull(value, "value"));
  }

  private void change(Entry<K, V> entry, V value, int bytes) {
    account.correct(bytes - entry.bytes);
    entry.value = value;
    entry.bytes = bytes;
  }

  private void use(Entry<K, V> entry) {
    long now = home.now();
    if (entry == newest && entry.lastUse == now) {
      return;
    }
    @Nullable Entry<K, V> before = entry.older;
    long lastUse = entry.lastUse;
    move(entry, newest == entry ? before : newest, now);
    undo.log(part, MOVED, lastUse, entry, before);
  }

  private void move(Entry<K, V> entry, @Nullable Entry<K, V> before, long lastUse) {
    entry.lastUse = lastUse;
    unchain(entry);
    chain(entry, before);
  }

  private void chain(Entry<K, V> entry, @Nullable Entry<K, V> before) {
    @Nullable Entry<K, V> after = before == null ? oldest : before.newer;
    entry.older = before;
    entry.newer = after;
    if (before == null) {
      oldest = entry;
    } else {
      before.newer = entry;
    }
    if (after == null) {
      newest = entry;
    } else {
      after.older = entry;
    }
  }

  private void unchain(Entry<K, V> entry) {
    @Nullable Entry<K, V> before = entry.older;
    @Nullable Entry<K, V> after = entry.newer;
    if (before == null) {
      oldest = after;
    } else {
      before.newer = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.older = before;
    }
    // An entry that has grown old before it goes must not keep the one after it from the collector.
    entry.older = null;
    entry.newer = null;
  }

  private void link(Entry<K, V> entry, @Nullable Entry<K, V> before) {
    entries.put(entry.key, entry);
    forgetWhatWasFound();
    chain(entry, before);
    account.correct(entry.bytes);
  }

  private void unlink(Entry<K, V> entry) {
    entries.remove(entry.key);
    forgetWhatWasFound();
    unchain(entry);
    account.correct(-entry.bytes);
  }

  private void removeExpired() {
    while (oldest != null && isExpired(oldest)) {
      remove(oldest);
    }
  }

  private void evictOldest() {
    Entry<K, V> entry = requireNonNull(oldest, "there is an oldest entry");
    if (!isExpired(entry)) {
      undo.log(part, EVICTED, evicted, null, null);
      evicted++;
      home.evicted();
    }
    remove(entry);
  }

  private void remove(Entry<K, V> entry) {
    @Nullable Entry<K, V> before = entry.older;
    unlink(entry);
    undo.log(part, UNLINKED, 0, entry, before);
  }

  /** Sets back what happened to an entry. */
  @Override
  // Nobody else logs under the number of this part.
  @SuppressWarnings("unchecked")
  public void undo(int place, long old, @Nullable Object changed, @Nullable Object held) {
    if (place == EVICTED) {
      evicted = old;
      return;
    }
    Entry<K, V> entry = (Entry<K, V>) requireNonNull(changed);
    switch (place) {
      case LINKED -> unlink(entry);
      case UNLINKED -> link(entry, (@Nullable Entry<K, V>) held);
      case MOVED -> move(entry, (@Nullable Entry<K, V>) held, old);
      default -> change(entry, (V) requireNonNull(held), (int) old);
    }
  }

  private boolean isExpired(Entry<K, V> entry) {
    return home.now() - entry.lastUse > expireAfter;
  }

  @Override
  public void remove(K key) {
    @Nullable Entry<K, V> entry = find(key);
    if (entry != null) {
      remove(entry);
    }
  }

  @Override
  public void clear() {
    Map<K, Entry<K, V>> oldEntries = entries;
    @Nullable Entry<K, V> oldOldest = oldest;
    @Nullable Entry<K, V> oldNewest = newest;
    long bytes = account.bytes();
    undo.log(
        () -> {
          entries = oldEntries;
          oldest = oldOldest;
          newest = oldNewest;
          forgetWhatWasFound();
          account.correct(bytes);
        });
    entries = new HashMap<>();
    forgetWhatWasFound();
    oldest = null;
    newest = null;
    account.correct(-bytes);
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    for (Entry<K, V> entry = oldest; entry != null; entry = entry.newer) {
      if (!isExpired(entry)) {
        action.accept(entry.key, entry.value);
      }
    }
  }

  @Override
  public long evicted() {
    return evicted;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String shape() {
    return "KeyedState from %s to %s".formatted(keys.shape(), values.shape());
  }

  @Override
  public void save(StateOutput out) throws IOException {
    out.writeInt(keys.version());
    out.writeInt(values.version());
    out.writeLong(evicted);
    out.writeInt(entries.size());
    for (Entry<K, V> entry = oldest; entry != null; entry = entry.newer) {
      out.writeLong(entry.lastUse);
      keys.write(entry.key, out);
      values.write(entry.value, out);
    }
  }

  @Override
  public void load(StateInput in) throws IOException {
    int keyVersion = in.readInt(1, keys.version());
    int valueVersion = in.readInt(1, values.version());
    evicted = in.readLong();
    int count = in.readCount(Long.BYTES + 2);
    for (int i = 0; i < count; i++) {
      long lastUse = in.readLong();
      K key = keys.read(keyVersion, in);
      V value = values.read(valueVersion, in);
      if (entries.containsKey(key)) {
        throw new InvalidObjectException("a key occurs twice");
      }
      link(new Entry<>(key, value, bytes(key, value), lastUse), newest);
    }
  }
}

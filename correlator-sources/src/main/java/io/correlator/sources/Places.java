package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the followed paths stand. A position is asked for with every batch of records, so there are
 * pages of them that positions share until something on the page changes: a position costs what has
 * changed since the one before, and not what is followed. For the thread of one source.
 */
final class Places {
  static final int PAGE = 64;

  private final Map<FollowedPath, Integer> slots = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private final List<@Nullable Entry[]> pages = new ArrayList<>();

  /** Which pages a position has, so that they may not change any more. */
  private final BitSet shared = new BitSet();

  /** Those that may stand elsewhere than their pages say. */
  private final Set<FollowedPath> changed = new LinkedHashSet<>();

  /** May change after any position, until another one does. */
  private @Nullable FollowedPath changing;

  private record Entry(String name, Supplier<PathMark> place) {}

  /** The places at one moment. Immutable, for any thread. */
  static final class Snapshot {
    private final List<@Nullable Entry[]> pages;

    private Snapshot(List<@Nullable Entry[]> pages) {
      this.pages = List.copyOf(pages);
    }

    /** Tells what the paths are called and where they stood, of which marks are made only now. */
    void forEach(BiConsumer<String, PathMark> each) {
      for (@Nullable Entry[] page : pages) {
        for (Entry entry : page) {
          if (entry != null) {
            each.accept(entry.name(), entry.place().get());
          }
        }
      }
    }
  }

  /** From now on this path may move, also between two positions, until another one does. */
  void changing(FollowedPath path) {
    changed.add(path);
    changing = path;
  }

  /** A path was added, or moved. */
  void changed(FollowedPath path) {
    changed.add(path);
  }

  void remove(FollowedPath path) {
    changed.remove(path);
    if (path.equals(changing)) {
      changing = null;
    }
    Integer slot = slots.remove(path);
    if (slot != null) {
      put(slot, null);
      free.push(slot);
    }
  }

  Snapshot snapshot() {
    changed.forEach(this::renew);
    changed.clear();
    if (changing != null) {
      changed.add(changing);
    }
    shared.set(0, pages.size());
    return new Snapshot(pages);
  }

  private void renew(FollowedPath path) {
    Entry entry = path.place().map(place -> new Entry(path.name(), place)).orElse(null);
    put(slots.computeIfAbsent(path, unused -> newSlot()), entry);
  }

  private int newSlot() {
    if (free.isEmpty()) {
      int first = pages.size() * PAGE;
      pages.add(new @Nullable Entry[PAGE]);
      for (int i = PAGE - 1; i >= 0; i--) {
        free.push(first + i);
      }
    }
    return free.pop();
  }

  private void put(int slot, @Nullable Entry entry) {
    int number = slot / PAGE;
    @Nullable Entry[] page = requireNonNull(pages.get(number));
    if (shared.get(number)) {
      shared.clear(number);
      page = Arrays.copyOf(page, PAGE);
      pages.set(number, page);
    }
    page[slot % PAGE] = entry;
  }
}

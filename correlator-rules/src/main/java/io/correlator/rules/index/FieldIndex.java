package io.correlator.rules.index;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.index.Clues.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All that is asked about the texts of one field: what a text shows, found in one pass. Questions
 * are told as {@linkplain #sight sights}. Immutable.
 */
final class FieldIndex {
  private static final int[] NOTHING = {};

  /** The name of the field; null stands for all texts of the record. */
  final @Nullable String name;

  /** What is seen if the field is there. */
  final int[] presence;

  /** The rules that wait for what it shows: for them, it is scanned for every record. */
  final int[] triggered;

  /** The first of the numbers that tell the literals of all fields apart. */
  final int firstLiteral;

  final @Nullable ExactTable exact;
  final @Nullable Automaton automaton;

  private final int[][] whole;
  private final int[][] start;
  private final int[][] end;
  private final int[][] inside;
  private final int[] lengths;
  private final List<String> texts;
  private final List<String> parts;
  private final Alphabet alphabet;

  private FieldIndex(Builder builder, int[] triggered, int firstLiteral, Alphabet alphabet) {
    name = builder.name;
    presence = builder.presence;
    this.triggered = triggered;
    this.firstLiteral = firstLiteral;
    texts = builder.literals(Place.WHOLE);
    exact = texts.isEmpty() ? null : new ExactTable(texts, alphabet);
    whole = builder.sights(texts, Place.WHOLE);
    parts = builder.literals(Place.START, Place.END, Place.INSIDE);
    this.alphabet = alphabet;
    automaton = parts.isEmpty() ? null : new Automaton(parts, alphabet);
    start = builder.sights(parts, Place.START);
    end = builder.sights(parts, Place.END);
    inside = builder.sights(parts, Place.INSIDE);
    lengths = parts.stream().mapToInt(String::length).toArray();
  }

  /** A question of which something was seen, and whether that answers it. */
  static int sight(int node, boolean decisive) {
    return node << 1 | (decisive ? 1 : 0);
  }

  static int node(int sight) {
    return sight >>> 1;
  }

  static boolean isDecisive(int sight) {
    return (sight & 1) != 0;
  }

  /** What a text shows that is this literal of the exact ones. */
  int[] whole(int text) {
    return whole[text];
  }

  /** What a text shows that starts with a literal of the automaton. */
  int[] start(int literal) {
    return start[literal];
  }

  int[] end(int literal) {
    return end[literal];
  }

  int[] inside(int literal) {
    return inside[literal];
  }

  int length(int literal) {
    return lengths[literal];
  }

  /** Whether a scan is a look into a table, however long the text is. */
  boolean isCheap() {
    return automaton == null;
  }

  /** A sieve for all literals of the automaton. */
  Sieve sieve() {
    return requireNonNull(automaton).sieve();
  }

  /** The same for those alone that tell something about some nodes. */
  Sieve sieve(BitSet nodes) {
    return Sieve.of(parts(nodes), alphabet);
  }

  /** The same for lines of JSON, in which whole texts are parts too; if there can be one. */
  Optional<JsonSieve> jsonSieve(BitSet nodes) {
    List<String> told = parts(nodes);
    for (int text = 0; text < whole.length; text++) {
      if (tells(nodes, whole[text])) {
        told.add(texts.get(text));
      }
    }
    return JsonSieve.of(told, alphabet);
  }

  private List<String> parts(BitSet nodes) {
    List<String> told = new ArrayList<>();
    for (int part = 0; part < lengths.length; part++) {
      if (tells(nodes, inside[part]) || tells(nodes, end[part]) || tells(nodes, start[part])) {
        told.add(parts.get(part));
      }
    }
    return told;
  }

  private static boolean tells(BitSet nodes, int[] sights) {
    for (int sight : sights) {
      if (nodes.get(node(sight))) {
        return true;
      }
    }
    return false;
  }

  /** How many exact texts there are. */
  int texts() {
    return whole.length;
  }

  /** How many literals the automaton has. */
  int literals() {
    return lengths.length;
  }

  int states() {
    return automaton == null ? 0 : automaton.states();
  }

  /** Collects what is asked about a field. */
  static final class Builder {
    private final @Nullable String name;
    private final Map<Place, Map<String, List<Integer>>> sights = new EnumMap<>(Place.class);
    private int[] presence = NOTHING;

    Builder(@Nullable String name) {
      this.name = name;
    }

    void presence(int node) {
      presence = new int[] {sight(node, true)};
    }

    void clues(int node, Clues clues) {
      for (String literal : clues.literals()) {
        sights
            .computeIfAbsent(clues.place(), place -> new LinkedHashMap<>())
            .computeIfAbsent(literal, text -> new ArrayList<>())
            .add(sight(node, clues.decisive()));
      }
    }

    /** All nodes that it tells something about. */
    IntStream nodes() {
      IntStream shown =
          sights.values().stream()
              .flatMap(literals -> literals.values().stream())
              .flatMapToInt(seen -> seen.stream().mapToInt(i -> i));
      return IntStream.concat(shown, IntStream.of(presence)).map(FieldIndex::node);
    }

    /** All literals that stand in some of these places. */
    List<String> literals(Place... places) {
      Map<String, Boolean> literals = new LinkedHashMap<>();
      for (Place place : places) {
        at(place).keySet().forEach(literal -> literals.put(literal, true));
      }
      return List.copyOf(literals.keySet());
    }

    private Map<String, List<Integer>> at(Place place) {
      return sights.getOrDefault(place, new HashMap<>());
    }

    private int[][] sights(List<String> literals, Place place) {
      return literals.stream()
          .map(literal -> at(place).getOrDefault(literal, List.of()))
          .map(all -> all.isEmpty() ? NOTHING : all.stream().mapToInt(i -> i).toArray())
          .toArray(int[][]::new);
    }

    FieldIndex build(int[] triggered, int firstLiteral, Alphabet alphabet) {
      return new FieldIndex(this, triggered, firstLiteral, alphabet);
    }
  }
}

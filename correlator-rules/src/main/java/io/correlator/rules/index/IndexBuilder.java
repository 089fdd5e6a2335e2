package io.correlator.rules.index;

import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.Test;
import io.correlator.rules.index.Graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns predicates into the tables of a {@link RuleIndex}. */
final class IndexBuilder {
  private final Graph graph = new Graph();
  private final List<Predicate> rules;
  private final int[] roots;
  private final int[][] leaves;
  private final Map<Integer, Optional<Clues>> clues = new HashMap<>();
  private final Map<Integer, List<Integer>> rulesOf = new TreeMap<>();
  private final List<Integer> always = new ArrayList<>();
  private final Map<FieldPart, FieldIndex.Builder> builders = new LinkedHashMap<>();
  private final Map<FieldPart, Integer> fieldNumbers = new HashMap<>();
  private final List<FieldIndex> fields = new ArrayList<>();
  private int constant;

  /**
   * What is asked of a field in one scan.
   *
   * @param name null for all texts of a record
   * @param length of its literals: short ones would slow down the search for long ones
   */
  private record FieldPart(@Nullable String name, Clues.Length length) {
    /** What says whether the field is there. */
    static FieldPart presence(String name) {
      return new FieldPart(name, Clues.Length.LONG);
    }
  }

  IndexBuilder(List<Predicate> predicates) {
    rules = predicates;
    roots = new int[predicates.size()];
    leaves = new int[predicates.size()][];
    for (int rule = 0; rule < roots.length; rule++) {
      List<Integer> questions = new ArrayList<>();
      roots[rule] = graph.add(predicates.get(rule), questions);
      leaves[rule] = ints(questions);
    }
    findTriggers();
    collectFields();
    buildFields();
  }

  RuleIndex build() {
    return new RuleIndex(this);
  }

  private void findTriggers() {
    Triggers.Finder finder = new Triggers.Finder(graph, this::clues);
    for (int rule = 0; rule < roots.length; rule++) {
      int root = roots[rule];
      if (root == Graph.NEVER || root == Graph.ALWAYS) {
        constant++;
      }
      Optional<Triggers> triggers = finder.of(root);
      if (triggers.isPresent()) {
        for (int question : triggers.get().questions()) {
          rulesOf.computeIfAbsent(question, node -> new ArrayList<>()).add(rule);
        }
      } else if (root != Graph.NEVER) {
        always.add(rule);
      }
    }
  }

  private Optional<Clues> clues(int node) {
    Optional<Clues> known = clues.get(node);
    if (known == null) {
      Node.Leaf leaf = (Node.Leaf) graph.node(node);
      known = Optional.ofNullable(test(leaf.question())).flatMap(Clues::of);
      clues.put(node, known);
    }
    return known;
  }

  private static @Nullable Test test(Predicate question) {
    if (question instanceof Predicate.Field field) {
      return field.test();
    }
    return question instanceof Predicate.Anywhere anywhere ? anywhere.test() : null;
  }

  private void collectFields() {
    for (int node = 0; node < graph.size(); node++) {
      if (graph.node(node) instanceof Node.Leaf leaf) {
        Optional<Clues> shown = clues(node);
        if (shown.isPresent()) {
          builder(part(leaf.question(), shown.get())).clues(node, shown.get());
        } else if (leaf.question() instanceof Predicate.Present present) {
          builder(FieldPart.presence(present.field())).presence(node);
        }
      }
    }
  }

  private static FieldPart part(Predicate question, Clues clues) {
    String name = question instanceof Predicate.Field field ? field.field() : null;
    return new FieldPart(name, clues.length());
  }

  private FieldIndex.Builder builder(FieldPart part) {
    return builders.computeIfAbsent(part, any -> new FieldIndex.Builder(part.name()));
  }

  private void buildFields() {
    List<String> literals = new ArrayList<>();
    clues.values().forEach(shown -> shown.ifPresent(known -> literals.addAll(known.literals())));
    Alphabet alphabet = new Alphabet(literals);
    int firstLiteral = 0;
    for (Map.Entry<FieldPart, FieldIndex.Builder> entry : builders.entrySet()) {
      fieldNumbers.put(entry.getKey(), fields.size());
      FieldIndex field =
          entry.getValue().build(triggered(entry.getValue()), firstLiteral, alphabet);
      fields.add(field);
      firstLiteral += field.literals();
    }
  }

  /** The rules that wait for what a field shows. */
  private int[] triggered(FieldIndex.Builder field) {
    return field
        .nodes()
        .flatMap(node -> rulesOf.getOrDefault(node, List.of()).stream().mapToInt(i -> i))
        .distinct()
        .toArray();
  }

  byte[] kinds() {
    byte[] kinds = new byte[graph.size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = kind(graph.node(i));
    }
    return kinds;
  }

  private static byte kind(Node node) {
    if (node instanceof Node.Combination combination) {
      return combination.all() ? RuleIndex.ALL : RuleIndex.ANY;
    } else if (node instanceof Node.Constant known) {
      // What holds always is all of nothing, what never holds some of nothing.
      return known.holds() ? RuleIndex.ALL : RuleIndex.ANY;
    }
    return node instanceof Node.Negation ? RuleIndex.NOT : RuleIndex.LEAF;
  }

  int[][] parts() {
    int[][] parts = new int[graph.size()][];
    for (int i = 0; i < parts.length; i++) {
      Node node = graph.node(i);
      if (node instanceof Node.Combination combination) {
        parts[i] = ints(combination.parts());
      } else {
        parts[i] =
            node instanceof Node.Negation negation ? new int[] {negation.part()} : RuleIndex.NONE;
      }
    }
    return parts;
  }

  /** How leaves are asked that the scan of a field does not decide. */
  @Nullable Evaluator[] questions() {
    @Nullable Evaluator[] questions = new Evaluator[graph.size()];
    for (int i = 0; i < questions.length; i++) {
      if (graph.node(i) instanceof Node.Leaf leaf && !clues(i).map(Clues::decisive).orElse(false)) {
        questions[i] = Evaluator.of(leaf.question());
      }
    }
    return questions;
  }

  /** For each leaf that shows in a scan its field; for all others -1. */
  int[] fieldOf() {
    int[] fieldOf = new int[graph.size()];
    for (int i = 0; i < fieldOf.length; i++) {
      fieldOf[i] = graph.node(i) instanceof Node.Leaf leaf ? fieldOf(i, leaf.question()) : -1;
    }
    return fieldOf;
  }

  private int fieldOf(int node, Predicate question) {
    return clues(node)
        .map(shown -> fieldNumbers.getOrDefault(part(question, shown), -1))
        .orElse(-1);
  }

  int[][] rulesOf() {
    int[][] all = new int[graph.size()][];
    for (int i = 0; i < all.length; i++) {
      all[i] = ints(rulesOf.getOrDefault(i, List.of()));
    }
    return all;
  }

  /** What each rule needs besides all else, if that costs next to nothing to find out. */
  int[][] guards() {
    int[][] guards = new int[roots.length][];
    for (int rule = 0; rule < guards.length; rule++) {
      guards[rule] =
          graph.node(roots[rule]) instanceof Node.Combination combination && combination.all()
              ? combination.parts().stream().filter(this::isCheap).mapToInt(i -> i).toArray()
              : RuleIndex.NONE;
    }
    return guards;
  }

  private boolean isCheap(int number) {
    Node node = graph.node(number);
    if (node instanceof Node.Combination combination) {
      return combination.parts().stream().allMatch(this::isCheap);
    } else if (node instanceof Node.Negation negation) {
      return isCheap(negation.part());
    }
    return !(node instanceof Node.Leaf leaf) || isCheap(number, leaf.question());
  }

  private boolean isCheap(int number, Predicate question) {
    if (question instanceof Predicate.Present present) {
      Integer field = fieldNumbers.get(FieldPart.presence(present.field()));
      return field != null && fields.get(field).isCheap();
    }
    int field = fieldOf(number, question);
    boolean decided = clues(number).map(Clues::decisive).orElse(false);
    return field >= 0
        ? decided && fields.get(field).isCheap()
        : question instanceof Predicate.Absent;
  }

  List<Predicate> rules() {
    return rules;
  }

  int[] roots() {
    return roots;
  }

  /** For each rule the nodes of its questions, in the order in which they stand in it. */
  int[][] leaves() {
    return leaves;
  }

  FieldIndex[] fields() {
    return fields.toArray(FieldIndex[]::new);
  }

  int[] always() {
    return ints(always);
  }

  private static int[] ints(List<Integer> list) {
    return list.isEmpty() ? RuleIndex.NONE : list.stream().mapToInt(i -> i).toArray();
  }

  IndexSummary summary() {
    int questions = clues.size();
    int literals = fields.stream().mapToInt(field -> field.literals() + field.texts()).sum();
    int states = fields.stream().mapToInt(FieldIndex::states).sum();
    int unconditional = (int) always.stream().filter(r -> roots[r] == Graph.ALWAYS).count();
    return new IndexSummary(
        roots.length, constant, always.size() - unconditional, questions, literals, states);
  }
}

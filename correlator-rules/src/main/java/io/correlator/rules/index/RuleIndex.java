package io.correlator.rules.index;

import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Predicate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many predicates, made ready to be asked all at once which of them hold for a record. The answer
 * is that of plain evaluation; its cost hardly depends on how many there are. A rule is told by its
 * position in the list it came in. Immutable but for a cache; any number of threads may use it,
 * each with a {@link #matcher()} of its own.
 */
public final class RuleIndex {
  static final byte LEAF = 0;
  static final byte ALL = 1;
  static final byte ANY = 2;
  static final byte NOT = 3;

  static final int[] NONE = {};

  /** For each node: what it is, its parts, how a leaf is asked, and the field whose scan tells. */
  final byte[] kinds;

  final int[][] parts;
  final @Nullable Evaluator[] questions;
  final int[] fieldOf;

  /** For each node the rules that are looked at if it was seen. */
  final int[][] rulesOf;

  /** For each rule its node. */
  final int[] roots;

  /** For each rule nodes that must hold and cost next to nothing. */
  final int[][] guards;

  final FieldIndex[] fields;

  /** For each field of all texts, if it can be told by a line of JSON that they show nothing. */
  final @Nullable JsonSieve[] json;

  /** The rules to look at for each record. */
  final int[] always;

  final RuleSubset all;
  final BitSet allFields;

  private final List<Predicate> rules;
  private final int[][] leaves;

  /** Made when the first record matches the rule: most rules are never matched. */
  private final AtomicReferenceArray<Evidence> evidence;

  private final IndexSummary summary;

  RuleIndex(IndexBuilder builder) {
    kinds = builder.kinds();
    parts = builder.parts();
    questions = builder.questions();
    fieldOf = builder.fieldOf();
    rulesOf = builder.rulesOf();
    roots = builder.roots();
    guards = builder.guards();
    fields = builder.fields();
    json = jsonSieves(nodesOf(rule -> true));
    always = builder.always();
    rules = List.copyOf(builder.rules());
    leaves = builder.leaves();
    evidence = new AtomicReferenceArray<>(roots.length);
    summary = builder.summary();
    allFields = new BitSet();
    allFields.set(0, fields.length);
    all = only(rule -> true);
  }

  /**
   * Makes predicates ready.
   *
   * @throws IllegalArgumentException if one has a regular expression or a network that cannot be
   *     read, or is nested more than 500 deep
   */
  public static RuleIndex of(List<Predicate> predicates) {
    return new IndexBuilder(predicates).build();
  }

  /** What asks for one thread. */
  public Matcher matcher() {
    return new Matcher(this);
  }

  /**
   * Some of the rules, to ask just those. Takes a while: to be made once for each kind of records.
   */
  public RuleSubset only(IntPredicate rules) {
    return new RuleSubset(this, rules);
  }

  /**
   * The fields that are scanned, by their numbers; an empty name stands for all texts of a record.
   */
  public List<String> fields() {
    return Arrays.stream(fields).map(field -> field.name == null ? "" : field.name).toList();
  }

  /** The sieves for lines of JSON that are to let through what tells something about some nodes. */
  @Nullable JsonSieve[] jsonSieves(BitSet nodes) {
    return Arrays.stream(fields)
        .map(field -> field.name == null ? field.jsonSieve(nodes).orElse(null) : null)
        .toArray(JsonSieve[]::new);
  }

  /** What tells why a rule holds. */
  Evidence evidence(int rule) {
    Evidence known = evidence.get(rule);
    if (known == null) {
      known = Evidence.of(rules.get(rule), IntStream.of(leaves[rule]).iterator());
      evidence.set(rule, known);
    }
    return known;
  }

  /** All nodes that some rules consist of. */
  BitSet nodesOf(IntPredicate rules) {
    BitSet nodes = new BitSet();
    for (int rule = 0; rule < roots.length; rule++) {
      if (rules.test(rule)) {
        addNodes(roots[rule], nodes);
      }
    }
    return nodes;
  }

  private void addNodes(int node, BitSet nodes) {
    if (!nodes.get(node)) {
      nodes.set(node);
      for (int part : parts[node]) {
        addNodes(part, nodes);
      }
    }
  }

  /** What has become of the predicates. */
  public IndexSummary summary() {
    return summary;
  }

  /**
   * The rules that are evaluated for each record: because they have no trigger, or no condition.
   */
  public List<Integer> alwaysChecked() {
    return Arrays.stream(always).boxed().toList();
  }
}

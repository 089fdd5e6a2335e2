package io.correlator.rules.index;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Fields;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Matched;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.detection.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a {@link RuleIndex} about one record after another. It remembers answers while it looks at a
 * record, in memory that it keeps: between two records nothing is cleared, and the index itself
 * allocates nothing. For one thread.
 */
public final class Matcher {
  /** What is known of a node, below the number of the record of which it is known. */
  private static final int SEEN = 1;

  private static final int NO = 2;
  private static final int YES = 3;
  private static final int LAST_RECORD = (1 << 29) - 1;

  private final RuleIndex index;
  private final Scan[] scans;
  private final int[] known;
  private final int[] literalSeen;
  private final int[] candidateOf;
  private final int[] candidates;
  private final char[] buffer = Automaton.buffer();
  private final byte[] line = JsonSieve.room();
  private final BitSet scanned = new BitSet();

  private RuleSubset subset;
  private BitSet present;
  private int record;
  private int candidateCount;
  private long evaluated;

  Matcher(RuleIndex index) {
    this.index = index;
    subset = index.all;
    present = index.allFields;
    scans = new Scan[index.fields.length];
    Arrays.setAll(scans, i -> new Scan(index.fields[i], i));
    known = new int[index.kinds.length];
    literalSeen = new int[Arrays.stream(index.fields).mapToInt(FieldIndex::literals).sum()];
    candidateOf = new int[index.roots.length];
    candidates = new int[index.roots.length];
  }

  /** Tells which rules hold for a record, in ascending order. */
  public void match(RecordView view, IntConsumer rules) {
    match(view, index.all, index.allFields, rules);
  }

  /**
   * Tells which of some rules hold for a record, in ascending order.
   *
   * @param asked some rules of the same index
   * @param fields what the record may have, as {@linkplain RuleIndex#fields() numbers}: whatever is
   *     not among them has no value, and is not asked for
   */
  public void match(RecordView view, RuleSubset asked, BitSet fields, IntConsumer rules) {
    begin(asked, fields);
    for (int rule : asked.always) {
      candidates[candidateCount++] = rule;
    }
    keepPresent(asked.eager);
    for (int i = scanned.nextSetBit(0); i >= 0; i = scanned.nextSetBit(i + 1)) {
      scans[i].scan(view);
    }
    keepPresent(asked.guarded);
    for (int i = scanned.nextSetBit(0); i >= 0; i = scanned.nextSetBit(i + 1)) {
      if (mayMatter(asked.guards[i], view)) {
        scans[i].scan(view);
      }
    }
    evaluated += candidateCount;
    int matches = keepMatches(view);
    Arrays.sort(candidates, 0, matches);
    for (int i = 0; i < matches; i++) {
      rules.accept(candidates[i]);
    }
  }

  /** Of hundreds of fields a record has a few, and only these cost anything. */
  private void keepPresent(BitSet fields) {
    scanned.clear();
    scanned.or(fields);
    scanned.and(present);
  }

  /**
   * Begins with a record of which only {@linkplain #evidence the evidence} is wanted.
   *
   * @param asked rules of the same index, which may be asked for
   * @param fields what the record may have, as for {@link #match(RecordView, RuleSubset, BitSet,
   *     IntConsumer)}
   */
  public void begin(RuleSubset asked, BitSet fields) {
    next();
    subset = asked;
    present = fields;
  }

  /**
   * What in the record that was last begun with or matched makes a rule hold, as {@link
   * Evaluator#evidence} tells it; nothing if it does not hold.
   */
  public List<Matched> evidence(int rule, RecordView view) {
    if (!holds(index.roots[rule], view)) {
      return List.of();
    }
    List<Matched> evidence = new ArrayList<>();
    index.evidence(rule).collect(this, view, "", evidence);
    return List.copyOf(evidence);
  }

  /**
   * Whether all of some needs hold. What is cheap was scanned before: a question that is answered
   * here must not be one that a scan is still to see.
   */
  private boolean mayMatter(int[][] guards, RecordView view) {
    for (int[] needs : guards) {
      int met = 0;
      while (met < needs.length && holds(needs[met], view)) {
        met++;
      }
      if (met == needs.length) {
        return true;
      }
    }
    return false;
  }

  private void next() {
    candidateCount = 0;
    if (record++ == LAST_RECORD) {
      record = 1;
      Arrays.fill(known, 0);
      Arrays.fill(literalSeen, 0);
      Arrays.fill(candidateOf, 0);
      for (Scan scan : scans) {
        scan.scannedFor = 0;
      }
    }
  }

  private int keepMatches(RecordView view) {
    int kept = 0;
    for (int i = 0; i < candidateCount; i++) {
      int rule = candidates[i];
      if (holds(index.roots[rule], view)) {
        candidates[kept++] = rule;
      }
    }
    return kept;
  }

  boolean holds(int node, RecordView view) {
    int state = known[node];
    int answer = state >>> 2 == record ? state & 3 : 0;
    if (answer >= NO) {
      return answer == YES;
    }
    boolean holds = index.kinds[node] == RuleIndex.LEAF ? ask(node, view) : combine(node, view);
    known[node] = record << 2 | (holds ? YES : NO);
    return holds;
  }

  /** A question: if the scan of its field has shown nothing, the answer is no. */
  private boolean ask(int node, RecordView view) {
    int field = index.fieldOf[node];
    if (field >= 0) {
      scans[field].scan(view);
      int state = known[node];
      if (state >>> 2 != record) {
        return false;
      } else if ((state & 3) == YES) {
        return true;
      }
    }
    Evaluator question = requireNonNull(index.questions[node]);
    return question.matches(view);
  }

  private boolean combine(int node, RecordView view) {
    int[] parts = index.parts[node];
    if (index.kinds[node] == RuleIndex.NOT) {
      return !holds(parts[0], view);
    }
    boolean all = index.kinds[node] == RuleIndex.ALL;
    for (int part : parts) {
      if (holds(part, view) != all) {
        return !all;
      }
    }
    return all;
  }

  /** What a text shows, as {@linkplain FieldIndex#sight sights}. */
  private void see(int[] sights) {
    for (int sight : sights) {
      int node = FieldIndex.node(sight);
      if (known[node] >>> 2 != record) {
        known[node] = record << 2 | (FieldIndex.isDecisive(sight) ? YES : SEEN);
        addCandidates(index.rulesOf[node]);
      }
    }
  }

  private void addCandidates(int[] rules) {
    for (int rule : rules) {
      if (candidateOf[rule] != record && subset.has[rule]) {
        candidateOf[rule] = record;
        candidates[candidateCount++] = rule;
      }
    }
  }

  /** How many rules were evaluated so far, in all records together. */
  public long evaluated() {
    return evaluated;
  }

  /** The scan of one field. */
  private final class Scan implements Automaton.Ends {
    private final FieldIndex field;
    private final int number;
    private int scannedFor;
    private @Nullable Object lastNumber;
    private String lastText = "";

    Scan(FieldIndex field, int number) {
      this.field = field;
      this.number = number;
    }

    void scan(RecordView view) {
      if (scannedFor == record) {
        return;
      }
      scannedFor = record;
      if (field.name == null) {
        JsonSieve json = subset.json[number];
        if (json == null || json.mayShow(view, line)) {
          scanAll(view.texts());
        }
        return;
      } else if (!present.get(number)) {
        return;
      }
      Object value =
          view instanceof NumberedRecord numbered ? numbered.value(number) : view.value(field.name);
      if (value != null) {
        see(field.presence);
        scanValue(value);
      }
    }

    private void scanAll(List<?> values) {
      for (int i = 0; i < values.size(); i++) {
        scanValue(values.get(i));
      }
    }

    private void scanValue(Object value) {
      if (value instanceof String text) {
        scanText(text);
      } else if (value instanceof List<?> list) {
        scanAll(list);
      } else if (value instanceof Fields nested) {
        nested.forEach((name, inner) -> scanValue(inner));
      } else if (value != RecordView.NULL) {
        scanText(text(value));
      }
    }

    /** Numbers come again and again, and their texts need not be made again. */
    private String text(Object value) {
      if (!value.equals(lastNumber)) {
        lastNumber = value;
        lastText = Values.text(value);
      }
      return lastText;
    }

    private void scanText(String text) {
      if (field.exact != null) {
        int found = field.exact.find(text);
        if (found >= 0) {
          see(field.whole(found));
        }
      }
      if (field.automaton != null) {
        field.automaton.scan(text, subset.sieve(number), buffer, this);
      }
    }

    /**
     * Sees what ends here, the longest literal first. What is inside of the text counts once for a
     * record: when a literal comes again, so do the shorter ones at its end.
     */
    @Override
    public void at(int state, int end, boolean last) {
      Automaton automaton = requireNonNull(field.automaton);
      int from = automaton.literal(state) >= 0 ? state : automaton.shorter(state);
      for (int next = from; next != 0; next = automaton.shorter(next)) {
        int literal = automaton.literal(next);
        if (field.length(literal) == end) {
          see(field.start(literal));
        }
        if (last) {
          see(field.end(literal));
        }
        boolean again = literalSeen[field.firstLiteral + literal] == record;
        if (again && !last) {
          return;
        }
        literalSeen[field.firstLiteral + literal] = record;
        see(field.inside(literal));
      }
    }
  }
}

package io.correlator.rules.mapping;

import io.correlator.api.FieldLayout;
import io.correlator.api.Fields;
import io.correlator.api.Slice;
import io.correlator.rules.classify.Classifier;
import io.correlator.rules.detection.Matched;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.index.Matcher;
import io.correlator.rules.index.NumberedRecord;
import io.correlator.rules.index.RuleSubset;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a {@link RoutedIndex} about one record after another: first which routes a record takes,
 * then the rules that are about such records. For one thread.
 */
public final class RoutedMatcher {
  /** Kinds of records that are remembered. Hostile records could be of very many. */
  private static final int MOST_KINDS = 1_000;

  /** After so many records of a kind it is worth the while to make its rules quicker to ask. */
  private static final int USUAL = 1_000;

  /** That takes memory, too. */
  private static final int MOST_SHARPENED = 50;

  private final RoutedIndex routed;
  private final Matcher matcher;
  private final View view;
  private final BitSet routes = new BitSet();
  private final IntConsumer takeRoute;
  private final Map<BitSet, Kind> kinds = new HashMap<>();
  private final Map<BitSet, RuleSubset> open = new HashMap<>();

  /** Of a record of which all routes are to be asked. */
  private final Ways.Way unknown;

  private int sharpened;

  RoutedMatcher(RoutedIndex routed) {
    this.routed = routed;
    this.matcher = routed.index.matcher();
    this.view = new View(routed);
    BitSet all = new BitSet();
    all.set(0, routed.mapping.routes().size());
    this.unknown = new Ways.Way(new BitSet(), all);
    unknown.asked = routed.routing;
    this.takeRoute = number -> routes.set(number - routed.firstRoute);
  }

  /** Records that take the same routes. */
  static final class Kind {
    private RuleSubset rules;
    private final List<Names> names;
    private final BitSet classified;
    private int records;

    Kind(RuleSubset rules, List<Names> names, BitSet classified) {
      this.rules = rules;
      this.names = names;
      this.classified = classified;
    }
  }

  /**
   * Tells which rules hold for a record, in ascending order.
   *
   * @param own the record under its own names
   * @param fields the fields that it has
   * @return the record as rules see it; until the next call
   */
  public RecordView match(RecordView own, Fields fields, IntConsumer rules) {
    Kind kind = look(own, fields);
    if (++kind.records == USUAL && sharpened < MOST_SHARPENED) {
      sharpened++;
      kind.rules = kind.rules.sharpened();
    }
    matcher.match(view, kind.rules, view.present, rules);
    return view;
  }

  /** What in the record that was last matched makes a rule hold that has matched it. */
  public List<Matched> evidence(int rule) {
    return matcher.evidence(rule, view);
  }

  /**
   * What in another record makes some rules hold, in their order; nothing of those that do not.
   *
   * @param evidence told of each rule that is about such records
   */
  public void evidence(
      RecordView own,
      Fields fields,
      List<Integer> rules,
      BiConsumer<Integer, List<Matched>> evidence) {
    Kind kind = look(own, fields);
    matcher.begin(kind.rules, view.present);
    for (int rule : rules) {
      if (kind.rules.includes(rule)) {
        evidence.accept(rule, evidence(rule));
      }
    }
  }

  private Kind look(RecordView own, Fields fields) {
    view.lookAt(own, fields);
    Ways.Way way = view.sight.wayOf(view);
    Kind kind = ask(way == null ? unknown : way);
    view.use(kind.names);
    view.present.or(kind.classified);
    return kind;
  }

  /** What the record is, by the routes of which nothing is known yet. */
  private Kind ask(Ways.Way way) {
    routes.clear();
    if (!way.open.isEmpty()) {
      matcher.match(view, asked(way), view.present, takeRoute);
    }
    boolean isUsual = routes.isEmpty();
    Kind usual = way.usual;
    if (isUsual && usual != null) {
      return usual;
    }
    routes.or(way.taken);
    Kind kind = kinds.get(routes);
    if (kind == null) {
      kind = kind();
    }
    if (isUsual) {
      way.usual = kind;
    }
    return kind;
  }

  private RuleSubset asked(Ways.Way way) {
    RuleSubset asked = way.asked;
    if (asked == null) {
      asked =
          open.size() < MOST_SHARPENED
              ? open.computeIfAbsent(way.open, routed::routing)
              : open.getOrDefault(way.open, routed.routing);
      way.asked = asked;
    }
    return asked;
  }

  private Kind kind() {
    List<Route> taken = routes.stream().mapToObj(routed.mapping.routes()::get).toList();
    List<Names> names = taken.stream().flatMap(route -> route.names().stream()).distinct().toList();
    Kind kind = new Kind(routed.rulesFor(taken), names, routed.classified(names));
    if (kinds.size() == MOST_KINDS) {
      kinds.clear();
      sharpened = 0;
    }
    kinds.put((BitSet) routes.clone(), kind);
    return kind;
  }

  /** What {@link MappedRecord} shows; but each field is looked for once, if it may be there. */
  private static final class View implements NumberedRecord {
    private final RoutedIndex routed;
    private final Classifier.Reader classifier;
    private final RecordView named = new Named();

    /** The fields that the record may have. */
    private final BitSet present = new BitSet();

    private final @Nullable Object[] values;

    /** For each field the look in which its value was found. */
    private final long[] foundIn;

    private final Map<FieldLayout, Sight> sights = new HashMap<>();

    /** Of a record whose names are not those of others. */
    private final Sight single;

    /** Of a record without fields. */
    private final Sight bare;

    private RecordView own = FieldsView.of(Fields.empty());
    private Fields fields = Fields.empty();
    private Sight sight;
    private List<Names> names = List.of();
    private long look;

    View(RoutedIndex routed) {
      this.routed = routed;
      classifier = routed.mapping.openClassifier();
      int count = routed.names.length;
      values = new Object[count];
      foundIn = new long[count];
      single = new Sight(routed);
      bare = new Sight(routed).of(List.of()).resolved(List.of());
      sight = single;
    }

    void lookAt(RecordView record, Fields recorded) {
      own = new ClassifiedRecord(record, () -> classifier);
      fields = recorded;
      sight = recorded.isEmpty() ? bare : sight(recorded);
      names = List.of();
      look++;
      present.clear();
      present.or(sight.present());
    }

    private Sight sight(Fields recorded) {
      return recorded.layout().map(this::sight).orElseGet(() -> single.of(recorded.names()));
    }

    private Sight sight(FieldLayout layout) {
      Sight known = sights.get(layout);
      if (known == null) {
        if (sights.size() == MOST_KINDS) {
          sights.clear();
        }
        known = new Sight(routed).of(layout.names()).resolved(layout.names());
        sights.put(layout, known);
      }
      return known;
    }

    /** From here on, fields have these names too. */
    void use(List<Names> more) {
      if (!more.isEmpty()) {
        names = more;
        look++;
      }
    }

    @Override
    public @Nullable Object value(String field) {
      Integer number = routed.numbers.get(field);
      if (number != null) {
        return at(number);
      }
      return names.isEmpty() && !sight.mayHave(field) ? null : find(field);
    }

    @Override
    public @Nullable Object value(int number) {
      return at(routed.lastNumbers[number]);
    }

    private @Nullable Object at(int number) {
      if (!present.get(number)) {
        return null;
      }
      if (sight.hasOwn(number)) {
        return fields.value(sight.placeOf(number));
      }
      if (foundIn[number] != look) {
        values[number] = find(number);
        foundIn[number] = look;
      }
      return values[number];
    }

    private @Nullable Object find(int number) {
      String[] sources = sight.sourcesOf(number);
      if (sources == null) {
        return find(routed.names[number]);
      }
      Object value = null;
      for (int i = 0; value == null && i < sources.length; i++) {
        value = own.value(sources[i]);
      }
      return named(routed.names[number], value);
    }

    private @Nullable Object find(String field) {
      Object parsed =
          field.startsWith(ClassifiedRecord.PARSED)
              ? value(field.substring(ClassifiedRecord.PARSED.length()))
              : null;
      return parsed == null ? mapped(field) : parsed;
    }

    private @Nullable Object mapped(String field) {
      return named(field, named.value(field));
    }

    /** What is found under the names that the log sources of the record give to the field. */
    private @Nullable Object named(String field, @Nullable Object general) {
      Object value = general;
      for (int i = 0; value == null && i < names.size(); i++) {
        value = names.get(i).value(field, named);
      }
      return value;
    }

    @Override
    public List<String> texts() {
      return own.texts();
    }

    @Override
    public Optional<Slice> json() {
      return own.json();
    }

    /** The record under its own names and those that all records have. */
    private final class Named implements RecordView {
      @Override
      public @Nullable Object value(String field) {
        Object value = own.value(field);
        return value == null ? routed.mapping.names().value(field, own) : value;
      }

      @Override
      public List<String> texts() {
        return own.texts();
      }
    }
  }
}

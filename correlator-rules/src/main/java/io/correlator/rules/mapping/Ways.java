package io.correlator.rules.mapping;

import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.index.NumberedRecord;
import io.correlator.rules.index.RuleSubset;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a few values of a record say about the routes that it takes, such as its program or its
 * channel: those in which routes want one of some texts. They are the same in most records, so what
 * follows from them is kept. For records of one {@link Sight}; for one thread.
 */
final class Ways {
  /** It is not worth the while for a kind of records that hardly comes. */
  private static final int USUAL = 100;

  /** So many values are remembered: hostile records could have very many. */
  private static final int MOST = 1_000;

  /** A longer text is no name of a program or channel. */
  private static final int LONGEST = 200;

  private final RoutedIndex routed;
  private final Sight sight;

  /** The numbers of the fields that tell. */
  private final int[] telling;

  private final Map<Told, Way> ways = new HashMap<>();
  private final Told told;
  private int records;

  Ways(RoutedIndex routed, Sight sight) {
    this.routed = routed;
    this.sight = sight;
    telling =
        routed.mapping.routes().stream()
            .flatMap(route -> route.needs().keySet().stream())
            .filter(routed.numbers::containsKey)
            .mapToInt(routed.numbers::get)
            .filter(
                number ->
                    sight.present().get(number) && !RoutedIndex.isParsed(routed.names[number]))
            .distinct()
            .toArray();
    told = new Told(new Object[telling.length]);
  }

  /** The values of the fields that tell. */
  private static final class Told {
    private final @Nullable Object[] values;

    Told(@Nullable Object[] values) {
      this.values = values;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Told told && Arrays.equals(values, told.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  /** What follows from some values. */
  static final class Way {
    /** The routes that are taken. */
    final BitSet taken;

    /** The routes for which it takes more to know. */
    final BitSet open;

    /** What asks for those. */
    @Nullable RuleSubset asked;

    /** What such records are if they take none of those. */
    RoutedMatcher.@Nullable Kind usual;

    Way(BitSet taken, BitSet open) {
      this.taken = taken;
      this.open = open;
    }
  }

  /** What is known of the routes of a record; null if nothing is. */
  @Nullable Way of(NumberedRecord record) {
    for (int i = 0; i < telling.length; i++) {
      Object value = record.value(telling[i]);
      if (!isShort(value)) {
        return null;
      }
      told.values[i] = value;
    }
    Way way = ways.get(told);
    return way == null && ++records > USUAL && ways.size() < MOST ? add(record) : way;
  }

  private static boolean isShort(@Nullable Object value) {
    return value instanceof String text
        ? text.length() <= LONGEST
        : value == null
            || value == RecordView.NULL
            || value instanceof Long
            || value instanceof Boolean;
  }

  private Way add(NumberedRecord record) {
    BitSet taken = new BitSet();
    BitSet open = new BitSet();
    List<Route> routes = routed.mapping.routes();
    for (int i = 0; i < routes.size(); i++) {
      Optional<Boolean> answer = answer(routes.get(i).when(), record);
      taken.set(i, answer.orElse(false));
      open.set(i, answer.isEmpty());
    }
    Way way = new Way(taken, open);
    ways.put(new Told(told.values.clone()), way);
    return way;
  }

  /** Whether a predicate holds for each record with these values; nothing if that depends. */
  private Optional<Boolean> answer(Predicate predicate, RecordView record) {
    if (predicate instanceof Predicate.All all) {
      return answer(all.parts(), true, record);
    } else if (predicate instanceof Predicate.Any any) {
      return answer(any.parts(), false, record);
    } else if (predicate instanceof Predicate.Not not) {
      return answer(not.part(), record).map(holds -> !holds);
    } else if (predicate instanceof Predicate.Selection selection) {
      return answer(selection.part(), record);
    }
    return !(predicate instanceof Predicate.Anywhere)
            && predicate.fields().stream().allMatch(this::isTold)
        ? Optional.of(Evaluator.of(predicate).matches(record))
        : Optional.empty();
  }

  private Optional<Boolean> answer(List<Predicate> parts, boolean all, RecordView record) {
    boolean isCertain = true;
    for (Predicate part : parts) {
      Optional<Boolean> answer = answer(part, record);
      if (answer.isPresent() && answer.get() != all) {
        return answer;
      }
      isCertain &= answer.isPresent();
    }
    return isCertain ? Optional.of(all) : Optional.empty();
  }

  /** Whether all such records have the same there. */
  private boolean isTold(String field) {
    Integer number = routed.numbers.get(field);
    return number == null
        ? !sight.mayHave(field)
        : !sight.present().get(number) || Arrays.stream(telling).anyMatch(each -> each == number);
  }
}

package io.correlator.rules.regex;

import io.correlator.rules.regex.RegexTree.Choice;
import io.correlator.rules.regex.RegexTree.Group;
import io.correlator.rules.regex.RegexTree.One;
import io.correlator.rules.regex.RegexTree.Repeat;
import io.correlator.rules.regex.RegexTree.Sequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The automaton of Glushkov, in bits: each character that the expression names is a position, and
 * what is kept while a text is read are the positions at which a match may have arrived. Unlike
 * states that are made of sets of positions, these cannot become many. Immutable.
 */
final class PositionAutomaton implements AsciiRegex {
  private static final int MOST_POSITIONS = 256;

  private final boolean starts;
  private final boolean ends;
  private final boolean matchesNothing;
  private final int words;

  // Sets of positions, each in so many words.
  private final long[] first;
  private final long[] last;

  /** Where to go on from each position. */
  private final long[] follow;

  /** The positions that each kind of character has, and the kind of each character. */
  private final long[] having;

  private final byte[] kinds = new byte[128];

  /** The automaton, unless the expression is too large or has parts that are not known exactly. */
  static Optional<AsciiRegex> of(RegexTree tree, boolean starts, boolean ends) {
    if (tree.characters() > MOST_POSITIONS) {
      return Optional.empty();
    }
    Builder builder = new Builder();
    Builder.Part whole = builder.part(tree);
    return builder.isExact
        ? Optional.of(new PositionAutomaton(builder, whole, starts, ends))
        : Optional.empty();
  }

  private PositionAutomaton(Builder builder, Builder.Part whole, boolean starts, boolean ends) {
    this.starts = starts;
    this.ends = ends;
    this.matchesNothing = whole.optional();
    this.words = Math.max(1, (builder.characters.size() + Long.SIZE - 1) / Long.SIZE);
    this.first = bits(List.of(whole.first()));
    this.last = bits(List.of(whole.last()));
    this.follow = bits(builder.follow);
    this.having = bits(kinds(builder.characters));
  }

  /** Tells characters apart that have different positions. */
  private List<BitSet> kinds(List<AsciiSet> characters) {
    List<BitSet> different = new ArrayList<>();
    for (int c = 0; c < kinds.length; c++) {
      BitSet positions = new BitSet();
      for (int i = 0; i < characters.size(); i++) {
        positions.set(i, characters.get(i).has(c));
      }
      if (!different.contains(positions)) {
        different.add(positions);
      }
      kinds[c] = (byte) different.indexOf(positions);
    }
    return different;
  }

  private long[] bits(List<BitSet> sets) {
    long[] bits = new long[sets.size() * words];
    for (int i = 0; i < sets.size(); i++) {
      long[] some = sets.get(i).toLongArray();
      System.arraycopy(some, 0, bits, i * words, some.length);
    }
    return bits;
  }

  @Override
  public Answer find(CharSequence text) {
    boolean atOnce = matchesNothing && (!starts || !ends || text.length() == 0);
    if (atOnce) {
      return Answer.YES;
    }
    return words == 1 ? findInOneWord(text) : findInWords(text);
  }

  private Answer findInOneWord(CharSequence text) {
    long active = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128) {
        return Answer.BEYOND;
      }
      long next = starts && i > 0 ? 0 : first[0];
      for (long rest = active; rest != 0; rest &= rest - 1) {
        next |= follow[Long.numberOfTrailingZeros(rest)];
      }
      active = next & having[kinds[c]];
      if (!ends && (active & last[0]) != 0) {
        return Answer.YES;
      } else if (starts && active == 0) {
        return Answer.NO;
      }
    }
    return ends && (active & last[0]) != 0 ? Answer.YES : Answer.NO;
  }

  private Answer findInWords(CharSequence text) {
    long[] active = new long[words];
    long[] next = new long[words];
    boolean arrived = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128) {
        return Answer.BEYOND;
      }
      boolean begins = !starts || i == 0;
      for (int word = 0; word < words; word++) {
        next[word] = begins ? first[word] : 0;
      }
      goOn(active, next);
      long any = 0;
      long end = 0;
      for (int word = 0; word < words; word++) {
        active[word] = next[word] & having[kinds[c] * words + word];
        any |= active[word];
        end |= active[word] & last[word];
      }
      arrived = end != 0;
      if (arrived && !ends) {
        return Answer.YES;
      } else if (starts && any == 0) {
        return Answer.NO;
      }
    }
    return arrived && ends ? Answer.YES : Answer.NO;
  }

  private void goOn(long[] active, long[] next) {
    for (int word = 0; word < words; word++) {
      for (long rest = active[word]; rest != 0; rest &= rest - 1) {
        int position = word * Long.SIZE + Long.numberOfTrailingZeros(rest);
        for (int i = 0; i < words; i++) {
          next[i] |= follow[position * words + i];
        }
      }
    }
  }

  /** Numbers the positions, and finds what can follow what. */
  private static final class Builder {
    private final List<AsciiSet> characters = new ArrayList<>();
    private final List<BitSet> follow = new ArrayList<>();
    private final Map<One, Optional<AsciiSet>> known = new HashMap<>();
    private boolean isExact = true;

    /** Where a part begins and ends, and whether it may be left out. */
    private record Part(BitSet first, BitSet last, boolean optional) {}

    Part part(RegexTree tree) {
      if (tree instanceof Sequence sequence) {
        Part all = nothing();
        for (RegexTree each : sequence.parts()) {
          all = joined(all, part(each));
        }
        return all;
      } else if (tree instanceof Choice choice) {
        Part all = new Part(new BitSet(), new BitSet(), false);
        for (RegexTree each : choice.parts()) {
          Part part = part(each);
          all =
              new Part(
                  or(all.first, part.first),
                  or(all.last, part.last),
                  all.optional || part.optional);
        }
        return all;
      } else if (tree instanceof Repeat repeat) {
        return repeated(repeat);
      } else if (tree instanceof Group group) {
        return part(group.part());
      }
      Optional<AsciiSet> one =
          tree instanceof One part ? known.computeIfAbsent(part, AsciiSet::of) : Optional.empty();
      isExact &= one.isPresent();
      return one.map(this::position).orElseGet(Builder::nothing);
    }

    private static Part nothing() {
      return new Part(new BitSet(), new BitSet(), true);
    }

    private Part position(AsciiSet one) {
      BitSet position = new BitSet();
      position.set(characters.size());
      characters.add(one);
      follow.add(new BitSet());
      return new Part(position, position, false);
    }

    private Part joined(Part head, Part tail) {
      head.last.stream().forEach(position -> follow.get(position).or(tail.first));
      return new Part(
          head.optional ? or(head.first, tail.first) : head.first,
          tail.optional ? or(head.last, tail.last) : tail.last,
          head.optional && tail.optional);
    }

    private Part repeated(Repeat repeat) {
      Part all = nothing();
      // What is empty is so however often.
      int copies = repeat.part().characters() == 0 ? 1 : repeat.times();
      for (int i = 0; i < copies; i++) {
        Part copy = part(repeat.part());
        if (i == copies - 1 && repeat.most() == Repeat.UNBOUNDED) {
          copy.last.stream().forEach(position -> follow.get(position).or(copy.first));
        }
        all = joined(all, i < repeat.least() ? copy : new Part(copy.first, copy.last, true));
      }
      return repeat.most() == 0 ? nothing() : all;
    }

    private static BitSet or(BitSet some, BitSet others) {
      BitSet both = (BitSet) some.clone();
      both.or(others);
      return both;
    }
  }
}

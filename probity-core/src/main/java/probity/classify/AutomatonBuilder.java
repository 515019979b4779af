package probity.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import probity.classify.PatternSyntax.Part;

/// Makes one [Automaton] of many patterns: every pattern becomes a chain of positions, and every
/// set of positions that a text can lead to becomes a state (the subset construction).
final class AutomatonBuilder {
  /// Each position is passed by one character of its set.
  private final List<BitSet> chars = new ArrayList<>();

  /// By position, those that may follow; a pattern's end is `-1 - pattern`.
  private final List<Positions> follow = new ArrayList<>();

  private final List<Long> kinds = new ArrayList<>();
  private final int statesMax;
  private Positions start = Positions.NONE;
  private Positions after = Positions.NONE;

  private int loops;

  AutomatonBuilder(int statesMax) {
    this.statesMax = statesMax;
  }

  /// Adds a pattern; patterns are numbered from 0 in the order in which they are added.
  ///
  /// @param kinds bits that [Automaton#kinds] tells of it
  /// @param anywhere whether it is looked for from [Automaton#START] on, or from [Automaton#after]
  void add(Part pattern, long kinds, boolean anywhere) {
    Positions end = Positions.of(-1 - this.kinds.size());
    this.kinds.add(kinds);
    Positions first = lay(pattern, end);
    if (first.get(0) < 0) {
      throw new IllegalArgumentException("a pattern that matches nothing at all");
    }
    if (anywhere) start = start.and(first);
    else after = after.and(first);
  }

  private Positions lay(Part part, Positions then) {
    return switch (part) {
      case Part.One one -> position(one.chars(), then);
      case Part.Sequence sequence -> {
        Positions ends = then;
        for (Part each : sequence.parts().reversed()) ends = lay(each, ends);
        yield ends;
      }
      case Part.Either either ->
          either.parts().stream().map(each -> lay(each, then)).reduce(Positions::and).orElse(then);
      case Part.Repeat repeat -> repeat(repeat, then);
    };
  }

  private Positions repeat(Part.Repeat repeat, Positions then) {
    Positions ends = then;
    if (repeat.max() == PatternSyntax.MANY) {
      ends = loop(repeat.part(), then);
    } else {
      for (int i = repeat.min(); i < repeat.max(); i++) ends = lay(repeat.part(), ends).and(then);
    }
    for (int i = 0; i < repeat.min(); i++) ends = lay(repeat.part(), ends);
    return ends;
  }

  /// Any number of times, none among them.
  private Positions loop(Part part, Positions then) {
    int from = chars.size();
    // Stands for the beginning of the loop until that is laid; below the ends of patterns.
    int mark = Integer.MIN_VALUE + loops++;
    Positions first = lay(part, then.and(Positions.of(mark))).and(then).without(mark);
    for (int i = from; i < follow.size(); i++) {
      Positions unmarked = follow.get(i).without(mark);
      if (unmarked.size() < follow.get(i).size()) follow.set(i, unmarked.and(first));
    }
    return first;
  }

  private Positions position(BitSet set, Positions then) {
    chars.add(set);
    follow.add(then);
    return Positions.of(chars.size() - 1);
  }

  /// @throws IllegalArgumentException where the automaton would have too many states
  Automaton build() {
    byte[] classes = new byte[Character.MAX_VALUE + 1];
    int[][] members = classes(classes);
    int width = 1;
    for (byte c : classes) width = Math.max(width, (c & 0xff) + 1);
    var states = new States(statesMax);
    states.number(Positions.NONE);
    int first = states.number(start);
    if (first != Automaton.START) throw new IllegalArgumentException("no pattern to begin with");
    int second = states.number(after);
    int[] next = new int[64 * width];
    for (int state = Automaton.START; state < states.size(); state++) {
      if (next.length < (state + 1) * width) next = Arrays.copyOf(next, 2 * next.length);
      step(states.get(state), members, states, next, state * width, width);
    }
    return finish(classes, width, Arrays.copyOf(next, states.size() * width), states, second);
  }

  /// Sets of positions and their numbers.
  private static final class States {
    private final int max;
    private final Map<Positions, Integer> numbers = new HashMap<>();
    private final List<Positions> all = new ArrayList<>();

    States(int max) {
      this.max = max;
    }

    int number(Positions positions) {
      Integer known = numbers.get(positions);
      if (known != null) return known;
      if (all.size() == max) {
        throw new IllegalArgumentException("patterns that need more than " + max + " states");
      }
      numbers.put(positions, all.size());
      all.add(positions);
      return all.size() - 1;
    }

    int size() {
      return all.size();
    }

    Positions get(int number) {
      return all.get(number);
    }
  }

  /// Writes where a state leads to. Classes that the same of its positions take lead to one state,
  /// which is made once.
  private void step(
      Positions state, int[][] members, States states, int[] next, int row, int width) {
    var taking = new BitSet[width];
    for (int i = 0; i < state.size(); i++) {
      int position = state.get(i);
      if (position < 0) continue;
      for (int c : members[position]) {
        if (taking[c] == null) taking[c] = new BitSet();
        taking[c].set(i);
      }
    }
    Map<BitSet, Integer> made = new HashMap<>();
    for (int c = 0; c < width; c++) {
      if (taking[c] == null) continue;
      Integer target = made.get(taking[c]);
      if (target == null) {
        target = states.number(union(state, taking[c]));
        made.put(taking[c], target);
      }
      next[row + c] = target;
    }
  }

  /// What follows some of the positions of a state.
  private Positions union(Positions state, BitSet some) {
    int first = some.nextSetBit(0);
    if (some.cardinality() == 1) return follow.get(state.get(first));
    int size = 0;
    for (int i = first; i >= 0; i = some.nextSetBit(i + 1)) size += follow.get(state.get(i)).size();
    int[] all = new int[size];
    int filled = 0;
    for (int i = first; i >= 0; i = some.nextSetBit(i + 1)) {
      Positions each = follow.get(state.get(i));
      for (int j = 0; j < each.size(); j++) all[filled++] = each.get(j);
    }
    return Positions.of(all);
  }

  /// Tells characters apart that some set tells apart, and gives the classes of each position.
  private int[][] classes(byte[] classes) {
    Map<BitSet, Integer> distinct = new HashMap<>();
    for (BitSet set : chars) distinct.putIfAbsent(set, distinct.size());
    Map<BitSet, Integer> numbers = new HashMap<>();
    numbers.put(new BitSet(), 0);
    List<BitSet> memberships = new ArrayList<>(List.of(new BitSet()));
    int named = chars.stream().mapToInt(BitSet::length).max().orElse(0);
    for (int c = 0; c < named; c++) {
      var membership = new BitSet();
      for (var each : distinct.entrySet()) {
        if (each.getKey().get(c)) membership.set(each.getValue());
      }
      Integer number = numbers.get(membership);
      if (number == null) {
        number = numbers.size();
        if (number > 255) {
          throw new IllegalArgumentException("patterns with more than 255 kinds of characters");
        }
        numbers.put(membership, number);
        memberships.add(membership);
      }
      classes[c] = number.byteValue();
    }
    int[][] bySet = new int[distinct.size()][];
    for (int set = 0; set < bySet.length; set++) {
      var members = new ArrayList<Integer>();
      for (int c = 0; c < memberships.size(); c++) {
        if (memberships.get(c).get(set)) members.add(c);
      }
      bySet[set] = members.stream().mapToInt(Integer::intValue).toArray();
    }
    return chars.stream().map(set -> bySet[distinct.getOrDefault(set, 0)]).toArray(int[][]::new);
  }

  private Automaton finish(byte[] classes, int width, int[] next, States states, int after) {
    int[] accepts = new int[states.size()];
    Map<Positions, Integer> numbers = new HashMap<>();
    List<int[]> sets = new ArrayList<>();
    numbers.put(Positions.NONE, 0);
    sets.add(new int[0]);
    for (int state = 0; state < accepts.length; state++) {
      Positions done = states.get(state).ended();
      Integer number = numbers.get(done);
      if (number == null) {
        number = sets.size();
        numbers.put(done, number);
        sets.add(done.toArray());
      }
      accepts[state] = number;
    }
    return new Automaton(
        classes,
        width,
        next,
        accepts,
        sets.toArray(int[][]::new),
        kinds(next, width, accepts, sets),
        after);
  }

  /// By state, the kinds of what it completes or leads to.
  private long[] kinds(int[] next, int width, int[] accepts, List<int[]> sets) {
    long[] all = new long[accepts.length];
    for (int state = 0; state < all.length; state++) {
      for (int pattern : sets.get(accepts[state])) all[state] |= kinds.get(pattern);
    }
    // States mostly lead to later ones, so few rounds are needed.
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int state = all.length - 1; state >= Automaton.START; state--) {
        long more = all[state];
        int last = Automaton.DEAD;
        for (int i = state * width; i < (state + 1) * width; i++) {
          if (next[i] != last) {
            last = next[i];
            more |= all[last];
          }
        }
        changed |= more != all[state];
        all[state] = more;
      }
    }
    return all;
  }
}

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

  private int loops;

  AutomatonBuilder(int statesMax) {
    this.statesMax = statesMax;
  }

  /// Adds a pattern; patterns are numbered from 0 in the order in which they are added.
  ///
  /// @param kinds bits that [Automaton#kinds] tells of it
  void add(Part pattern, long kinds) {
    Positions end = Positions.of(-1 - this.kinds.size());
    this.kinds.add(kinds);
    Positions first = lay(pattern, end);
    if (first.get(0) < 0) {
      throw new IllegalArgumentException("a pattern that matches nothing at all");
    }
    start = start.and(first);
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
    int[][] followers = follow.stream().map(Positions::toArray).toArray(int[][]::new);
    int width = 1;
    for (byte c : classes) width = Math.max(width, (c & 0xff) + 1);
    Map<Positions, Integer> numbers = new HashMap<>();
    List<Positions> states = new ArrayList<>();
    numbers.put(Positions.NONE, Automaton.DEAD);
    states.add(Positions.NONE);
    numbers.put(start, Automaton.START);
    states.add(start);
    int[] next = new int[64 * width];
    for (int state = Automaton.START; state < states.size(); state++) {
      if (states.size() > statesMax) {
        throw new IllegalArgumentException("patterns that need more than " + statesMax + " states");
      }
      if (next.length < (state + 1) * width) next = Arrays.copyOf(next, 2 * next.length);
      int[][] targets = targets(states.get(state), members, followers, width);
      for (int c = 0; c < width; c++) {
        if (targets[c].length == 0) continue;
        Positions target = Positions.of(targets[c]);
        Integer known = numbers.get(target);
        if (known == null) {
          known = states.size();
          numbers.put(target, known);
          states.add(target);
        }
        next[state * width + c] = known;
      }
    }
    return finish(classes, width, Arrays.copyOf(next, states.size() * width), states);
  }

  /// By class, where the positions of a state lead to.
  private static int[][] targets(
      Positions positions, int[][] members, int[][] followers, int width) {
    int[][] targets = new int[width][];
    int[] counts = new int[width];
    Arrays.fill(targets, new int[0]);
    for (int i = 0; i < positions.size(); i++) {
      if (positions.get(i) < 0) continue;
      int[] then = followers[positions.get(i)];
      for (int c : members[positions.get(i)]) {
        if (counts[c] + then.length > targets[c].length) {
          targets[c] = Arrays.copyOf(targets[c], 2 * (counts[c] + then.length));
        }
        System.arraycopy(then, 0, targets[c], counts[c], then.length);
        counts[c] += then.length;
      }
    }
    for (int c = 0; c < width; c++) targets[c] = Arrays.copyOf(targets[c], counts[c]);
    return targets;
  }

  /// Tells characters apart that some set tells apart, and gives the classes of each position.
  private int[][] classes(byte[] classes) {
    Map<BitSet, Integer> distinct = new HashMap<>();
    for (BitSet set : chars) distinct.putIfAbsent(set, distinct.size());
    Map<BitSet, Integer> numbers = new HashMap<>();
    numbers.put(new BitSet(), 0);
    List<BitSet> memberships = new ArrayList<>(List.of(new BitSet()));
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
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

  private Automaton finish(byte[] classes, int width, int[] next, List<Positions> states) {
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
        kinds(next, width, accepts, sets));
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
        for (int c = 0; c < width; c++) more |= all[next[state * width + c]];
        changed |= more != all[state];
        all[state] = more;
      }
    }
    return all;
  }
}

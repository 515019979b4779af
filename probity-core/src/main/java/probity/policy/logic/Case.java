package probity.policy.logic;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import probity.policy.Fact;
import probity.policy.Formula;
import probity.policy.Formula.Term;

/// One way in which a formula can hold: parts that are all true together, and what follows from
/// them about each fact.
public final class Case {
  private final List<Formula> parts;
  private final Map<Fact, SortedSet<String>> allowed = new HashMap<>();
  private final Map<Fact, SortedSet<String>> forbidden = new HashMap<>();
  private final Map<Fact, Map<String, Boolean>> words = new HashMap<>();
  private final Map<Term, Boolean> flags = new HashMap<>();
  private final Map<Term, Range> numbers = new HashMap<>();
  private final Map<String, Boolean> others = new HashMap<>();
  private boolean impossible;
  private boolean surely;

  /// @param least, most both inclusive
  private record Range(long least, long most) {
    static final Range ALL = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// @param parts none of them a conjunction or a disjunction
  Case(List<Formula> parts) {
    this.parts = List.copyOf(parts);
    parts.forEach(this::add);
    allowed.forEach((fact, can) -> {
      var left = new TreeSet<>(can);
      left.removeAll(forbidden.getOrDefault(fact, Collections.emptySortedSet()));
      if (left.isEmpty()) contradiction(true);
    });
  }

  private void add(Formula part) {
    switch (part) {
      case Formula.Is(var fact, var is, var one) -> {
        if (one) {
          allowed.merge(
              fact,
              is,
              (a, b) -> {
                var both = new TreeSet<>(a);
                both.retainAll(b);
                return both;
              });
        } else {
          var not = new TreeSet<>(forbidden.getOrDefault(fact, Collections.emptySortedSet()));
          not.addAll(is);
          forbidden.put(fact, not);
        }
      }
      case Formula.Has(var fact, var word, var has) -> {
        Boolean before = words.computeIfAbsent(fact, _ -> new TreeMap<>()).put(word, has);
        if (before != null && before != has) contradiction(true);
      }
      case Formula.Flag(var term, var truth) -> {
        Boolean before = flags.put(term, truth);
        if (before != null && before != truth) contradiction(term.isTotal());
      }
      case Formula.AtLeast(var term, var bound, var reached) -> {
        var known = numbers.getOrDefault(term, Range.ALL);
        var now =
            reached
                ? new Range(Math.max(known.least, bound), known.most)
                : new Range(known.least, Math.min(known.most, bound - 1));
        numbers.put(term, now);
        if (now.least > now.most) contradiction(term.isTotal());
      }
      case Formula.Other(var text, var holds) -> {
        Boolean before = others.put(text, holds);
        if (before != null && before != holds) contradiction(false);
      }
      case Formula.All _, Formula.Any _ -> throw new IllegalArgumentException("not one part");
    }
  }

  private void contradiction(boolean total) {
    impossible = true;
    surely |= total;
  }

  /// Whether its parts can never all be true.
  public boolean isImpossible() {
    return impossible;
  }

  /// Whether one of its parts is always false: they are not even undecided together, as what cannot
  /// be evaluated is.
  boolean isFalse() {
    return surely;
  }

  /// Whether `part` is true where all of this is, and this is false where `part` is.
  boolean gives(Formula part) {
    return switch (part) {
      case Formula.All(var all) -> all.stream().allMatch(this::gives);
      case Formula.Any(var any) -> any.stream().anyMatch(this::gives);
      case Formula.Is(var fact, var is, var one) -> {
        var can = words(fact);
        if (one) yield can.isPresent() && is.containsAll(can.get());
        yield can.isPresent()
            ? Collections.disjoint(can.get(), is)
            : forbidden.getOrDefault(fact, Collections.emptySortedSet()).containsAll(is);
      }
      case Formula.Has(var fact, var word, var has) ->
          Optional.ofNullable(words.getOrDefault(fact, Map.of()).get(word))
              .equals(Optional.of(has));
      case Formula.Flag(var term, var truth) ->
          Optional.ofNullable(flags.get(term)).equals(Optional.of(truth));
      case Formula.AtLeast(var term, var bound, var reached) -> {
        var known = numbers.getOrDefault(term, Range.ALL);
        yield reached ? known.least >= bound : known.most < bound;
      }
      case Formula.Other(var text, var holds) ->
          Optional.ofNullable(others.get(text)).equals(Optional.of(holds));
    };
  }

  /// The words that a fact can be; empty where nothing limits them.
  public Optional<SortedSet<String>> words(Fact fact) {
    return Optional.ofNullable(allowed.get(fact))
        .map(can -> {
          var left = new TreeSet<>(can);
          left.removeAll(forbidden.getOrDefault(fact, Collections.emptySortedSet()));
          return left;
        });
  }

  /// The words that a list or a map must have.
  public Set<String> having(Fact fact) {
    return words(fact, true);
  }

  /// The words that a list or a map must not have.
  public Set<String> lacking(Fact fact) {
    return words(fact, false);
  }

  private Set<String> words(Fact fact, boolean wanted) {
    var found = new HashSet<String>();
    words
        .getOrDefault(fact, Map.of())
        .forEach((word, has) -> {
          if (has == wanted) found.add(word);
        });
    return found;
  }

  /// What truths and numbers are asked of.
  public Set<Term> terms() {
    var terms = new HashSet<>(flags.keySet());
    terms.addAll(numbers.keySet());
    return terms;
  }

  /// Whether something must be true.
  public boolean isTrue(Term term) {
    return flags.getOrDefault(term, false);
  }

  /// A number that fits: the least that is not negative; empty where nothing is asked of it.
  public Optional<Long> number(Term term) {
    return Optional.ofNullable(numbers.get(term)).map(range -> Math.max(0, range.least));
  }

  public List<Formula> parts() {
    return parts;
  }
}

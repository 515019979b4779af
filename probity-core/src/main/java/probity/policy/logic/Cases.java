package probity.policy.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.policy.Formula;

/// All ways in which a formula can hold.
public final class Cases {
  /// A formula with more is not reasoned about.
  private static final int CASES_MAX = 512;

  private Cases() {}

  /// The cases of `formula`, impossible ones among them; empty where there are too many.
  public static Optional<List<Case>> of(Formula formula) {
    return expand(formula).map(cases -> cases.stream().map(Case::new).toList());
  }

  /// Whether it can never be true. Where that is not certain, `false`.
  public static boolean neverHolds(Formula formula) {
    return of(formula).map(cases -> cases.stream().allMatch(Case::isImpossible)).orElse(false);
  }

  /// Whether `to` is true wherever `from` is, and `from` is false wherever `to` is. So a rule with
  /// `to` refuses wherever one with `from` does, also where conditions cannot be evaluated. Where
  /// that is not certain, `false`.
  public static boolean follows(Formula from, Formula to) {
    if (from.text().equals(to.text())) return true;
    return of(from)
        .map(cases -> cases.stream().allMatch(one -> one.isFalse() || one.gives(to)))
        .orElse(false);
  }

  /// Whether `to` is true wherever `from` is, as far as that is certain.
  public static boolean holdsWherever(Formula from, Formula to) {
    return of(from)
        .map(cases -> cases.stream().allMatch(one -> one.isImpossible() || one.gives(to)))
        .orElse(false);
  }

  private static Optional<List<List<Formula>>> expand(Formula formula) {
    return switch (formula) {
      case Formula.Any(var parts) -> {
        var all = new ArrayList<List<Formula>>();
        for (Formula part : parts) {
          var cases = expand(part);
          if (cases.isEmpty()) yield Optional.empty();
          all.addAll(cases.get());
          if (all.size() > CASES_MAX) yield Optional.empty();
        }
        yield Optional.of(all);
      }
      case Formula.All(var parts) -> {
        List<List<Formula>> all = List.of(List.of());
        for (Formula part : parts) {
          var cases = expand(part);
          if (cases.isEmpty() || (long) cases.get().size() * all.size() > CASES_MAX) {
            yield Optional.empty();
          }
          var longer = new ArrayList<List<Formula>>();
          for (var before : all) {
            for (var more : cases.get()) {
              var together = new ArrayList<>(before);
              together.addAll(more);
              longer.add(together);
            }
          }
          all = longer;
        }
        yield Optional.of(all);
      }
      default -> Optional.of(List.of(List.of(formula)));
    };
  }
}

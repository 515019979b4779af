package probity.prove;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.prove.Formula.Always;
import probity.prove.Meaning.Item;
import probity.prove.Meaning.Items;
import probity.prove.Meaning.Num;
import probity.prove.Meaning.Truth;

/// Writes out the standard macros over all items that a list or a map can hold. They are known by
/// the form that CEL's parser gives them.
final class Loops {
  private final Translation translation;

  Loops(Translation translation) {
    this.translation = translation;
  }

  Meaning meaning(CelComprehension loop) {
    if (!loop.iterVar2().isEmpty()) throw new Untranslated("a loop over two variables");
    Items range = translation.words().items(translation.meaning(loop.iterRange()));
    CelExpr start = loop.accuInit();
    CelExpr step = loop.loopStep();
    if (start.getKind() == ExprKind.Kind.CONSTANT) {
      CelConstant constant = start.constant();
      if (isCall(step, "_||_")) return exists(loop, range, step.call().args().get(1));
      if (isCall(step, "_&&_")) return all(loop, range, step.call().args().get(1));
      if (constant.getKind() == CelConstant.Kind.INT64_VALUE && isCall(step, "_?_:_")) {
        return existsOne(loop, range, step.call().args().get(0));
      }
    }
    if (start.getKind() == ExprKind.Kind.LIST) {
      if (isCall(step, "_+_")) return map(loop, range, Optional.empty(), step);
      if (isCall(step, "_?_:_")) {
        var args = step.call().args();
        return map(loop, range, Optional.of(args.get(0)), args.get(1));
      }
    }
    throw new Untranslated("a loop of another form");
  }

  private static boolean isCall(CelExpr expr, String function) {
    return expr.getKind() == ExprKind.Kind.CALL && expr.call().function().equals(function);
  }

  private Truth test(CelComprehension loop, Item item, CelExpr test) {
    return translation.with(loop.iterVar(), item.meaning(), () -> translation.truth(test));
  }

  /// CEL passes over items that cannot be evaluated where another one decides, as `||` does.
  private Truth exists(CelComprehension loop, Items range, CelExpr test) {
    var yes = new ArrayList<Formula>();
    var no = new ArrayList<Formula>();
    for (Item item : range.items()) {
      Truth truth = test(loop, item, test);
      yes.add(Formula.all(item.present(), truth.yes()));
      no.add(Formula.any(item.absent(), truth.no()));
    }
    return new Truth(
        Formula.all(range.ok(), Formula.any(yes)), Formula.all(range.ok(), Formula.all(no)));
  }

  private Truth all(CelComprehension loop, Items range, CelExpr test) {
    var yes = new ArrayList<Formula>();
    var no = new ArrayList<Formula>();
    for (Item item : range.items()) {
      Truth truth = test(loop, item, test);
      yes.add(Formula.any(item.absent(), truth.yes()));
      no.add(Formula.all(item.present(), truth.no()));
    }
    return new Truth(
        Formula.all(range.ok(), Formula.all(yes)), Formula.all(range.ok(), Formula.any(no)));
  }

  private Truth existsOne(CelComprehension loop, Items range, CelExpr test) {
    Items left = filter(loop, range, test);
    return translation.words().same(translation.words().size(left), Num.of(1));
  }

  /// One item that cannot be evaluated spoils the list.
  private Items filter(CelComprehension loop, Items range, CelExpr test) {
    var ok = new ArrayList<Formula>(List.of(range.ok()));
    var items = new ArrayList<Item>();
    for (Item item : range.items()) {
      int before = translation.unknowns();
      Truth truth = test(loop, item, test);
      alike(item, before);
      ok.add(Formula.any(item.absent(), truth.yes(), truth.no()));
      Num count =
          truth.yes().equals(Always.TRUE)
              ? item.count()
              : Num.of(Always.TRUE, "(" + truth.yes().cel() + " ? " + item.count().cel() + " : 0)");
      items.add(
          new Item(
              Formula.all(item.present(), truth.yes()),
              Formula.any(item.absent(), truth.no()),
              count,
              item.meaning()));
    }
    return new Items(Formula.all(ok), items);
  }

  private Items map(CelComprehension loop, Items range, Optional<CelExpr> test, CelExpr appended) {
    CelExpr list = appended.call().args().get(1);
    if (list.getKind() != ExprKind.Kind.LIST || list.list().elements().size() != 1) {
      throw new Untranslated("a loop of another form");
    }
    CelExpr to = list.list().elements().getFirst();
    Items left = test.isPresent() ? filter(loop, range, test.get()) : range;
    boolean itself =
        to.getKind() == ExprKind.Kind.IDENT && to.ident().name().equals(loop.iterVar());
    if (itself) return left;
    var ok = new ArrayList<Formula>(List.of(left.ok()));
    var items = new ArrayList<Item>();
    for (Item item : left.items()) {
      int before = translation.unknowns();
      Meaning meaning =
          translation.with(loop.iterVar(), item.meaning(), () -> translation.meaning(to));
      alike(item, before);
      ok.add(Formula.any(item.absent(), translation.words().evaluated(meaning)));
      items.add(new Item(item.present(), item.absent(), item.count(), meaning));
    }
    return new Items(Formula.all(ok), items);
  }

  /// One item stands for all other words of a list. It can do so where they come out alike, which
  /// they need not where something about them is unknown.
  private void alike(Item item, int before) {
    if (Words.standsForMany(item.meaning()) && translation.unknowns() != before) {
      throw new Untranslated("a count of words that the bundle does not declare");
    }
  }
}

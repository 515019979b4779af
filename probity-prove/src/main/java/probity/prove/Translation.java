package probity.prove;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import probity.policy.Fact;
import probity.prove.Formula.Always;
import probity.prove.Meaning.Item;
import probity.prove.Meaning.Items;
import probity.prove.Meaning.Num;
import probity.prove.Meaning.Table;
import probity.prove.Meaning.Truth;
import probity.prove.Meaning.Word;

/// Translates conditions over facts into formulas over the variables of a [World].
///
/// Words become numbers, lists become how often they hold each word, and comprehensions are written
/// out over all words, so that what the solver sees is free of texts, lists and loops. What has no
/// translation becomes a truth that nothing else speaks of: whatever is shown then holds for any
/// value of it.
final class Translation {
  private final World world;
  private final Words words;
  private final Loops loops;
  private final Map<String, Meaning> named = new HashMap<>();
  private final SortedSet<String> untranslated = new TreeSet<>();

  Translation(World world) {
    this.world = world;
    this.words = new Words(world.variables(), world.literals());
    this.loops = new Loops(this);
  }

  /// Why parts of what was translated so far have no translation; empty when all have.
  SortedSet<String> untranslated() {
    return untranslated;
  }

  Words words() {
    return words;
  }

  /// How much rests on what has no translation; grows with it.
  int unknowns() {
    return words.unknowns() + world.variables().unknowns();
  }

  /// Where a condition is true and where it is false.
  Truth truth(CelExpr expr) {
    try {
      if (meaning(expr) instanceof Truth truth) return truth;
      throw new Untranslated("an expression that is no bool");
    } catch (Untranslated e) {
      untranslated.add(e.why());
      Formula yes = world.variables().unknown();
      Formula no = world.variables().unknown();
      return new Truth(Formula.all(yes, no.not()), Formula.all(no, yes.not()));
    }
  }

  /// What `body` comes to where `name` has a meaning of its own.
  <T> T with(String name, Meaning meaning, java.util.function.Supplier<T> body) {
    Meaning before = named.put(name, meaning);
    try {
      return body.get();
    } finally {
      if (before == null) named.remove(name);
      else named.put(name, before);
    }
  }

  Meaning meaning(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT ->
          switch (expr.constant().getKind()) {
            case BOOLEAN_VALUE -> Truth.of(expr.constant().booleanValue());
            case INT64_VALUE -> Num.of(expr.constant().int64Value());
            case STRING_VALUE -> Word.of(expr.constant().stringValue());
            default -> throw new Untranslated("a number that is no int");
          };
      case IDENT -> ident(expr.ident().name());
      case SELECT -> {
        if (!(meaning(expr.select().operand()) instanceof Table table)) {
          throw new Untranslated("a member of what is no map");
        }
        var name = Word.of(expr.select().field());
        yield expr.select().testOnly() ? words.in(name, table) : words.at(table, name);
      }
      case LIST ->
          new Items(
              Always.TRUE,
              expr.list().elements().stream().map(item -> once(meaning(item))).toList());
      case COMPREHENSION -> loops.meaning(expr.comprehension());
      case CALL -> call(expr.call());
      default -> throw new Untranslated("an expression of another kind");
    };
  }

  /// An item of a list that is written out. One that cannot be evaluated would spoil the list.
  private static Item once(Meaning meaning) {
    boolean sure =
        switch (meaning) {
          case Truth(var yes, var no) -> yes.not().equals(no);
          case Num num -> num.isSure();
          case Word word -> word.total();
          case Items _, Table _ -> false;
        };
    if (!sure) throw new Untranslated("a list of items that may fail");
    return Item.once(meaning);
  }

  private Meaning ident(String name) {
    Meaning local = named.get(name);
    if (local != null) return local;
    return Fact.named(name)
        .map(world::of)
        .orElseThrow(() -> new Untranslated("`" + name + "`, which is no fact"));
  }

  private Meaning call(CelCall call) {
    List<CelExpr> args = call.args();
    return switch (call.function()) {
      case "_&&_" -> {
        Truth left = truth(args.get(0));
        Truth right = truth(args.get(1));
        yield new Truth(Formula.all(left.yes(), right.yes()), Formula.any(left.no(), right.no()));
      }
      case "_||_" -> {
        Truth left = truth(args.get(0));
        Truth right = truth(args.get(1));
        yield new Truth(Formula.any(left.yes(), right.yes()), Formula.all(left.no(), right.no()));
      }
      case "!_" -> truth(args.getFirst()).not();
      case "_?_:_" -> choice(args);
      case "_==_" -> words.same(meaning(args.get(0)), meaning(args.get(1)));
      case "_!=_" -> words.same(meaning(args.get(0)), meaning(args.get(1))).not();
      case "_<_", "_<=_", "_>_", "_>=_" ->
          words.compare(
              call.function().replace("_", ""), meaning(args.get(0)), meaning(args.get(1)));
      case "_+_", "_-_", "_*_", "_/_", "_%_" ->
          words.combine(
              call.function().replace("_", ""), meaning(args.get(0)), meaning(args.get(1)));
      case "-_" -> words.combine("-", Num.of(0), meaning(args.getFirst()));
      case "@in" -> words.in(meaning(args.get(0)), meaning(args.get(1)));
      case "_[_]" -> words.at(meaning(args.get(0)), meaning(args.get(1)));
      case "size" -> words.size(meaning(call.target().orElseGet(args::getFirst)));
      case "contains", "startsWith", "endsWith" ->
          words.letters(
              call.function(),
              meaning(
                  call.target().orElseThrow(() -> new Untranslated("`" + call.function() + "`"))),
              meaning(args.getFirst()));
      default -> throw new Untranslated("the function `" + call.function() + "`");
    };
  }

  private Meaning choice(List<CelExpr> args) {
    Truth condition = truth(args.get(0));
    if (condition.yes().equals(Always.TRUE)) return meaning(args.get(1));
    if (condition.no().equals(Always.TRUE)) return meaning(args.get(2));
    return words.choice(condition, meaning(args.get(1)), meaning(args.get(2)));
  }
}

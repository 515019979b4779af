package probity.prove;

import java.util.ArrayList;
import java.util.List;
import probity.exchange.Facts;
import probity.policy.Effect;
import probity.policy.Fact;
import probity.policy.Rule;
import probity.prove.Meaning.Num;
import probity.prove.Meaning.Table;
import probity.prove.Meaning.Truth;
import probity.prove.Meaning.Word;

/// What the rules of one phase decide on one route, as formulas over all facts that there can be.
final class Ground {
  private final World world;
  private final Translation translation;
  private final Trees trees;
  private final List<Rule> rules;
  private final Formula unrefused;
  private final Formula permitted;

  /// @param rules those of the phase
  Ground(World world, Trees trees, List<Rule> rules) {
    this.world = world;
    this.translation = new Translation(world);
    this.trees = trees;
    this.rules = rules;
    var permits = new ArrayList<Formula>();
    var passes = new ArrayList<Formula>();
    for (Rule rule : rules) {
      if (rule.then() instanceof Effect.Permit) permits.add(truth(rule.when()).yes());
      else passes.add(passes(rule));
    }
    unrefused = Formula.all(passes);
    // An answer needs no permission.
    permitted =
        world.phase() == Facts.Phase.RESPONSE
            ? unrefused
            : Formula.all(Formula.any(permits), unrefused);
  }

  World world() {
    return world;
  }

  List<Rule> rules() {
    return rules;
  }

  /// What conditions ask of words that the bundle does not declare.
  List<Words.Question> questions() {
    return translation.words().questions();
  }

  List<String> untranslated() {
    return List.copyOf(translation.untranslated());
  }

  Truth truth(String condition) {
    return translation.truth(trees.of(condition));
  }

  /// Where no rule refuses.
  Formula unrefused() {
    return unrefused;
  }

  /// Where the bundle permits.
  Formula permitted() {
    return permitted;
  }

  /// Where a rule that permits nothing lets pass. One that cannot be evaluated does not.
  private Formula passes(Rule rule) {
    Truth when = truth(rule.when());
    return switch (rule.then()) {
      case Effect.Permit _ -> throw new IllegalStateException("a permission refuses nothing");
      case Effect.Refuse _ -> when.no();
      case Effect.Review(var queue) ->
          Formula.any(when.no(), Formula.all(when.yes(), granted(queue)));
      case Effect.Limit(var counter, var max) ->
          Formula.any(when.no(), Formula.all(when.yes(), below(counter, max)));
      case Effect.Redact _,
          Effect.Tokenize _,
          Effect.Tag _,
          Effect.Queue _,
          Effect.Notify _,
          Effect.Notice _ ->
          Formula.any(when.yes(), when.no());
    };
  }

  private Formula granted(String queue) {
    return translation.words().in(Word.of(queue), world.of(Fact.GRANTED)).yes();
  }

  /// A counter that is not there cannot be compared.
  private Formula below(String counter, long max) {
    if (!(world.of(Fact.COUNTERS) instanceof Table table)) {
      throw new IllegalStateException("counters are no map");
    }
    Meaning count = translation.words().at(table, Word.of(counter));
    return translation.words().compare("<", count, Num.of(max)).yes();
  }
}

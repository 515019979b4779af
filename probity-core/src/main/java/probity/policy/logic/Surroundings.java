package probity.policy.logic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import probity.exchange.Facts;
import probity.policy.Bundle;
import probity.policy.Fact;
import probity.policy.Formula;
import probity.policy.Formula.Term;
import probity.policy.Route;

/// What is so for whatever comes on a route in a phase, before any condition: which words its facts
/// can be. Rules are asked about nothing else: what fits no route, or has an unreadable body, is
/// refused before.
public final class Surroundings {
  private Surroundings() {}

  /// What holds on a route in a phase.
  public static Formula of(Bundle bundle, Route route, Facts.Phase phase) {
    var so = new ArrayList<Formula>();
    so.add(Formula.is(Fact.PHASE, List.of(phase.word())));
    so.add(Formula.is(Fact.ROUTE, List.of(route.id())));
    so.add(Formula.is(Fact.SYSTEM, List.of(route.system())));
    so.add(Formula.is(Fact.USE, List.of(route.use())));
    so.add(Formula.is(Fact.ASSESSMENT, List.of(route.assessment())));
    so.add(Formula.is(Fact.RISK_CLASS, List.of(route.riskClass())));
    so.add(Formula.is(Fact.PROVIDER, List.of(route.provider())));
    so.add(Formula.is(Fact.REGION, List.of(route.region())));
    so.add(Formula.is(Fact.FORMAT, List.of(route.format())));
    so.add(Formula.is(Fact.METHOD, route.methods()));
    so.add(Formula.is(Fact.FAULT, List.of("")));
    boolean read = route.wire().isPresent();
    so.add(Formula.is(Fact.MODEL, read ? withNone(route.models()) : List.of("")));
    so.add(Formula.is(Fact.BODY, read ? List.of("read") : List.of("opaque", "none")));
    so.add(
        Formula.is(Fact.TOOL, phase == Facts.Phase.TOOL ? withNone(route.tools()) : List.of("")));
    lacks(Fact.TOOLS, bundle, read ? Set.copyOf(route.tools()) : Set.of(), so);
    if (!read) {
      lacks(Fact.LABELS, bundle, Set.of(), so);
      so.add(new Formula.Flag(new Term(Fact.STREAM), false));
    }
    if (phase == Facts.Phase.REQUEST) {
      lacks(Fact.TAGS, bundle, Set.of(), so);
      so.add(new Formula.AtLeast(new Term(Fact.STATUS), 1, false));
    }
    if (phase == Facts.Phase.TOOL && !read) so.add(Formula.FALSE);
    return Formula.all(so);
  }

  /// What is never among the items of a fact, of the words that the bundle knows.
  private static void lacks(Fact fact, Bundle bundle, Set<String> but, List<Formula> so) {
    for (String word : bundle.words(fact).map(Set::copyOf).orElse(Set.of())) {
      if (!but.contains(word)) so.add(new Formula.Has(fact, word, false));
    }
  }

  private static Collection<String> withNone(List<String> words) {
    var all = new TreeSet<>(words);
    all.add("");
    return all;
  }

  /// The routes on which a formula can hold in a phase.
  public static List<Route> routes(Bundle bundle, Formula formula, Facts.Phase phase) {
    return bundle.routes().stream()
        .filter(route -> !Cases.neverHolds(Formula.all(List.of(of(bundle, route, phase), formula))))
        .toList();
  }
}

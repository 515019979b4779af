package probity.policy.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import probity.policy.AiSystem;
import probity.policy.Bundle;
import probity.policy.Controls;
import probity.policy.Requirement;
import probity.policy.Route;
import probity.policy.Rule;
import probity.policy.RuleTest;
import probity.policy.render.Block.Grid;
import probity.policy.render.Block.Item;
import probity.policy.render.Block.Items;
import probity.policy.render.Block.Paragraph;
import probity.policy.render.Block.Row;
import probity.policy.render.Block.Term;
import probity.policy.render.Block.Terms;
import probity.policy.render.Block.Verbatim;
import probity.policy.render.Said.All;
import probity.policy.render.Said.Any;
import probity.policy.render.Said.Statement;
import probity.policy.render.Span.Tone;

/// A sheet for each rule: what it says, whom it concerns, and how it was tested.
final class RuleSheets {
  private final Bundle bundle;
  private final Map<String, String> sentences;
  private final Map<String, AiSystem> systems = new LinkedHashMap<>();
  private final Map<String, List<RuleTest.Result>> results;

  private RuleSheets(Bundle bundle) {
    this.bundle = bundle;
    this.sentences =
        bundle.requirements().stream()
            .collect(Collectors.toMap(Requirement::id, Requirement::sentence));
    bundle.systems().forEach(system -> systems.put(system.id(), system));
    this.results =
        bundle.test().stream().collect(Collectors.groupingBy(result -> result.test().rule()));
  }

  static Section section(Bundle bundle) {
    var sheets = new RuleSheets(bundle);
    return new Section(
        "rules",
        "Rules",
        List.of(
            new Paragraph(
                Words.plain(
                    "Each rule is asked in its phase. Its condition is shown as the gateway"
                        + " evaluates it and, where words say exactly the same, in words."))),
        bundle.rules().stream().map(sheets::sheet).toList());
  }

  private Section sheet(Rule rule) {
    return Section.of(Anchors.rule(rule.id()), rule.id(), new Terms(terms(rule)), tests(rule));
  }

  private List<Term> terms(Rule rule) {
    var terms = new ArrayList<Term>();
    terms.add(
        Term.of(
            "effect",
            Words.of(
                EffectInWords.badge(rule.then()),
                Words.plain("  "),
                EffectInWords.sentence(rule))));
    terms.add(new Term("when", when(rule)));
    if (!rule.reason().isEmpty()) {
      terms.add(Term.of("told to the caller", Words.plain("“" + rule.reason() + "”")));
    }
    terms.add(
        Term.of(
            "requirement",
            Words.of(
                Words.link(rule.requirement(), Anchors.requirement(rule.requirement())),
                Words.plain(": " + sentences.getOrDefault(rule.requirement(), "")))));
    terms.add(Term.of("owner", Words.code(rule.owner())));
    terms.add(Term.of("risk", Words.code(rule.risk())));
    terms.add(
        new Term(
            "controls",
            List.of(new Items(rule.controls().stream().map(RuleSheets::control).toList()))));
    terms.add(new Term("applies to", systems(rule)));
    terms.add(Term.of("written in", Words.code(rule.file() + ":" + rule.line())));
    return terms;
  }

  private static Item control(String control) {
    return new Item(
        Words.of(
            Words.link(control, Anchors.control(control)),
            Words.plain(Controls.title(control).map(title -> " " + title).orElse(""))),
        List.of());
  }

  private List<Block> when(Rule rule) {
    var probes = bundle.probes(rule.on(), List.of(), _ -> "").keySet();
    var blocks = new ArrayList<Block>();
    new ConditionInWords(probes).of(rule.when()).map(RuleSheets::said).ifPresent(blocks::add);
    blocks.add(new Verbatim(rule.when()));
    return blocks;
  }

  private static Block said(Said said) {
    return switch (said) {
      case Statement(var words) -> new Paragraph(words);
      case All _, Any _ -> new Items(List.of(item(said)));
    };
  }

  private static Item item(Said said) {
    return switch (said) {
      case Statement(var words) -> new Item(words, List.of());
      case All(var parts) ->
          new Item(
              Words.plain("all of these hold:"), parts.stream().map(RuleSheets::item).toList());
      case Any(var parts) ->
          new Item(
              Words.plain("at least one of these holds:"),
              parts.stream().map(RuleSheets::item).toList());
    };
  }

  /// The systems on whose routes the rule can hold, with their assessments.
  private List<Block> systems(Rule rule) {
    Map<String, List<Route>> bySystem = new LinkedHashMap<>();
    bundle
        .routesOf(rule)
        .forEach(
            route -> bySystem.computeIfAbsent(route.system(), _ -> new ArrayList<>()).add(route));
    if (bySystem.isEmpty()) {
      return List.of(
          new Paragraph(
              Words.of(
                  Words.badge("nothing", Tone.BAD),
                  Words.plain(" There is no route on which this rule could hold."))));
    }
    var items = new ArrayList<Item>();
    bySystem.forEach((id, routes) ->
        items.add(
            new Item(
                Words.of(
                    Words.link(id, Anchors.declared("system", id)),
                    Words.plain(
                        ", " + Overview.assessed(systems.getOrDefault(id, NOT_DECLARED)) + ", on "),
                    Words.list(
                        routes,
                        route -> Words.link(route.id(), Anchors.declared("route", route.id())))),
                List.of())));
    return List.of(new Items(items));
  }

  private static final AiSystem NOT_DECLARED = new AiSystem("", "", "", "", "");

  private Block tests(Rule rule) {
    var rows =
        results.getOrDefault(rule.id(), List.of()).stream()
            .map(result ->
                new Row(
                    "",
                    List.of(
                        Words.plain(result.test().name()),
                        GivenInWords.words(result.test().given()),
                        Words.code(result.test().expect()),
                        result.passed()
                            ? Words.badge("passed", Tone.GOOD)
                            : Words.badge("got " + result.got(), Tone.BAD))))
            .toList();
    return new Grid(
        "Tests of this rule, as they came out when this document was made",
        List.of("test", "given", "expected", "came out"),
        List.of(30, 48, 14, 14),
        rows);
  }
}

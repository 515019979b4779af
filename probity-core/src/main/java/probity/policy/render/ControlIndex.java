package probity.policy.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import probity.policy.Bundle;
import probity.policy.Controls;
import probity.policy.Rule;
import probity.policy.render.Block.Grid;
import probity.policy.render.Block.Item;
import probity.policy.render.Block.Items;
import probity.policy.render.Block.Paragraph;
import probity.policy.render.Block.Row;

/// Controls with the rules that serve them, and those that no rule serves.
final class ControlIndex {
  private ControlIndex() {}

  static Section section(Bundle bundle) {
    Map<String, List<Rule>> rules = new TreeMap<>(Controls.ORDER);
    for (Rule rule : bundle.rules()) {
      rule.controls()
          .forEach(control -> rules.computeIfAbsent(control, _ -> new ArrayList<>()).add(rule));
    }
    var rows = new ArrayList<Row>();
    rules.forEach((control, serving) -> rows.add(row(control, serving)));
    var unnamed =
        Controls.annexA().stream().filter(control -> !rules.containsKey(control)).toList();
    return Section.of(
        "controls",
        "Index of controls",
        new Grid(
            "Controls and the rules that serve them",
            List.of("control", "title", "rules", "requirements"),
            List.of(16, 34, 36, 16),
            rows),
        new Paragraph(
            Words.plain(
                unnamed.isEmpty()
                    ? "Rules name all 38 controls of ISO/IEC 42001:2023, Annex A."
                    : "Of the 38 controls of ISO/IEC 42001:2023, Annex A, no rule names these "
                        + unnamed.size()
                        + ". That is no gap by itself: many are met by records of the management system,"
                        + " and none by rules alone.")),
        new Items(unnamed.stream().map(ControlIndex::item).toList()));
  }

  private static Row row(String control, List<Rule> rules) {
    return new Row(
        Anchors.control(control),
        List.of(
            Words.code(control),
            Words.plain(Controls.title(control).orElse("–")),
            Words.list(rules, rule -> Words.link(rule.id(), Anchors.rule(rule.id()))),
            Words.list(
                rules.stream().map(Rule::requirement).distinct().toList(),
                id -> Words.link(id, Anchors.requirement(id)))));
  }

  private static Item item(String control) {
    return new Item(
        Words.of(Words.code(control), Words.plain(" " + Controls.title(control).orElse(""))),
        List.of());
  }
}

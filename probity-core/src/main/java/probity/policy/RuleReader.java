package probity.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.classify.Labels;
import probity.exchange.Facts;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads rules: checks each against what the bundle declares and compiles its condition.
final class RuleReader {
  private static final int RULES_MAX = 500;
  private static final int ITEMS_MAX = 64;
  private static final int REASON_MAX = 500;
  private static final int NAME_MAX = 200;

  private final Declarations declared;
  private final Overlay overlay;
  private final Names requirements;
  private final Names ids = new Names("rule");
  private final Conditions conditions = new Conditions();
  private final EffectReader effects;

  RuleReader(Declarations declared, Overlay overlay, Names requirements) {
    this.declared = declared;
    this.overlay = overlay;
    this.requirements = requirements;
    this.effects = new EffectReader(declared);
  }

  /// The rules of one file that are free of mistakes.
  List<CompiledRule> read(Value file) {
    return present(overlay.changed("rules", file, RULES_MAX, this::rule));
  }

  /// The rules that only this environment has; to be asked for after all files.
  List<CompiledRule> added() {
    return present(overlay.added("rules", this::rule));
  }

  private static List<CompiledRule> present(List<Optional<CompiledRule>> rules) {
    return rules.stream().flatMap(Optional::stream).toList();
  }

  /// The ids read so far.
  Names names() {
    return ids;
  }

  private Optional<CompiledRule> rule(Mapping file) {
    Optional<Text> idText = Forms.id(file.required("id"));
    String id = ids.add(idText);
    String requirement = requirements.refer(Forms.reference(file.required("requirement")));
    List<String> controls = controls(file.required("controls"));
    String owner = Read.value(Forms.id(file.required("owner")));
    String risk = Read.value(Forms.reference(file.required("risk")));
    Optional<Text> assessment = Forms.word(file.optional("assessment"));
    assessment.ifPresent(text ->
        text.isOneOf(declared.systems().stream().map(AiSystem::assessment).toList(), "assessment"));
    Optional<Facts.Phase> on =
        file.required("on").choice(List.of(Facts.Phase.values()), Facts.Phase::word);
    Optional<Text> when = file.required("when").asWritten(Conditions.CHARACTERS_MAX);
    Optional<Effect> then = effects.read(file);
    boolean refuses = then.map(effect -> effect.word().refuses()).orElse(false);
    Value reason = refuses ? file.required("reason") : file.optional("reason");
    Optional<Text> reasonText = reason.text(REASON_MAX);
    Value tests = file.required("tests");
    if (on.isEmpty() || then.isEmpty()) return Optional.empty();
    then.get().word().misplaced(on.get()).ifPresent(file.optional("then")::mistake);
    if (then.get() instanceof Effect.Redact(var labels)) onAnswer(on.get(), labels, file);
    Optional<Condition> condition =
        when.flatMap(text -> conditions.compile(text, on.get(), declared.vocabulary(on.get())));
    List<RuleTest> read = tests(id, on.get(), then.get().word(), tests);
    if (when.isPresent() && tests.present()) {
      boolean always =
          when.get().value().strip().equals("true") && !(then.get() instanceof Effect.Limit);
      covered(read, then.get().word(), always, tests);
    }
    var rule =
        new Rule(
            id,
            requirement,
            controls,
            owner,
            risk,
            Read.value(assessment),
            on.get(),
            Read.value(when).strip(),
            then.get(),
            Read.value(reasonText),
            idText.map(Text::file).orElse(""),
            idText.map(Text::line).orElse(0));
    return condition.map(ready -> new CompiledRule(rule, ready, read));
  }

  /// What only models find is found in requests alone, so a mask of it on an answer would never be.
  private static void onAnswer(Facts.Phase on, Set<String> labels, Mapping file) {
    if (on == Facts.Phase.REQUEST) return;
    for (String label : labels) {
      if (Labels.isOfModel(label)) {
        file.optional("labels")
            .mistake("label `" + label + "` is given by a model, and models read requests alone");
      }
    }
  }

  private static List<String> controls(Value list) {
    var written = new Names("control");
    var controls = new LinkedHashSet<String>();
    List<Value> items = list.items(ITEMS_MAX);
    for (Value item : items) {
      Optional<Text> control = Forms.control(item);
      written.add(control);
      control.flatMap(Controls::published).ifPresent(controls::add);
    }
    if (list.present() && items.isEmpty()) list.mistake("a rule names at least one control");
    return List.copyOf(controls);
  }

  private List<RuleTest> tests(String rule, Facts.Phase on, Effect.Word then, Value list) {
    return list.mappings(
        ITEMS_MAX,
        test -> {
          Optional<Text> name = test.required("name").text(NAME_MAX);
          Facts given =
              new Given(on, declared.vocabulary(on), declared.silentProbes(on))
                  .read(test.required("given"));
          Optional<Text> expect = test.required("expect").word(List.of(then.text(), RuleTest.NONE));
          Value whole = test.optional("bundle");
          Optional<Text> comesTo = whole.word(List.of("permit", "refuse"));
          if (whole.present() && given.route().isEmpty()) {
            whole.mistake("the bundle as a whole decides on a route; give the test its `route`");
          }
          return new RuleTest(
              rule,
              Read.value(name),
              given,
              Read.value(expect),
              Read.value(comesTo),
              name.map(Text::file).orElse(""),
              name.map(Text::line).orElse(0));
        });
  }

  /// A rule is shown to fire and, where it can, not to.
  private static void covered(List<RuleTest> tests, Effect.Word then, boolean always, Value list) {
    var missing = new ArrayList<String>();
    missing.add(then.text());
    if (!always) missing.add(RuleTest.NONE);
    tests.forEach(test -> missing.remove(test.expect()));
    missing.forEach(word -> list.mistake("no test expects `" + word + "`"));
  }
}

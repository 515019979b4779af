package probity.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import probity.exchange.Facts;
import probity.policy.Rule.Effect;
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
  private final Vocabulary vocabulary;
  private final Names requirements;
  private final Names ids = new Names("rule");
  private final Conditions conditions = new Conditions();

  RuleReader(Declarations declared, Vocabulary vocabulary, Names requirements) {
    this.declared = declared;
    this.vocabulary = vocabulary;
    this.requirements = requirements;
  }

  /// The rules of one file that are free of mistakes, in the file's order.
  List<CompiledRule> read(Value file) {
    return file.mappings(RULES_MAX, this::rule).stream().flatMap(Optional::stream).toList();
  }

  /// The ids read so far.
  Names names() {
    return ids;
  }

  private Optional<CompiledRule> rule(Mapping file) {
    String id = ids.add(Forms.id(file.required("id")));
    String requirement = requirements.refer(Forms.reference(file.required("requirement")));
    List<String> controls = controls(file.required("controls"));
    String owner = Read.value(Forms.id(file.required("owner")));
    String risk = Read.value(Forms.reference(file.required("risk")));
    Optional<Facts.Phase> on =
        file.required("on").choice(List.of(Facts.Phase.values()), Facts.Phase::word);
    Optional<Text> when = file.required("when").asWritten(Conditions.CHARACTERS_MAX);
    Optional<Effect> then = file.required("then").choice(List.of(Effect.values()), Effect::word);
    boolean refuses = then.equals(Optional.of(Effect.REFUSE));
    Value reason = refuses ? file.required("reason") : file.optional("reason");
    Optional<Text> reasonText = reason.text(REASON_MAX);
    List<Text> redacted = labels(file, then);
    Value tests = file.required("tests");
    if (on.isEmpty() || then.isEmpty()) return Optional.empty();
    misplaced(file, on.get(), then.get());
    Optional<Condition> condition =
        when.flatMap(text -> conditions.compile(text, on.get(), vocabulary));
    List<RuleTest> read = tests(id, on.get(), then.get(), tests);
    if (when.isPresent() && tests.present()) {
      boolean always = when.get().value().strip().equals("true");
      covered(read, then.get(), always, tests);
    }
    var rule =
        new Rule(
            id,
            requirement,
            controls,
            owner,
            risk,
            on.get(),
            Read.value(when).strip(),
            then.get(),
            Read.value(reasonText),
            new TreeSet<>(redacted.stream().map(Text::value).toList()));
    return condition.map(ready -> new CompiledRule(rule, ready, read));
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

  /// What a rule redacts: declared labels, at least one, and none where nothing is redacted.
  private List<Text> labels(Mapping file, Optional<Effect> then) {
    boolean redacts = then.equals(Optional.of(Effect.REDACT));
    Value list = redacts ? file.required("labels") : file.optional("labels");
    if (!redacts && then.isPresent()) list.mistake("only a rule that redacts has `labels`");
    List<Text> labels = list.texts(ITEMS_MAX, 64);
    labels.forEach(label -> label.isOneOf(declared.labels(), "label"));
    if (redacts && list.present() && labels.isEmpty())
      list.mistake("a redaction names at least one label");
    return labels;
  }

  /// Effects that would do nothing, or nothing good, in a phase.
  private static void misplaced(Mapping file, Facts.Phase on, Effect then) {
    Value place = file.optional("then");
    if (on == Facts.Phase.RESPONSE && then == Effect.PERMIT) {
      place.mistake("an answer is permitted unless a rule refuses it; this rule decides nothing");
    }
    if (on == Facts.Phase.TOOL && then == Effect.REDACT) {
      place.mistake(
          "a tool call is permitted or refused; a call with masked arguments would be another one");
    }
  }

  private List<RuleTest> tests(String rule, Facts.Phase on, Effect then, Value list) {
    return list.mappings(
        ITEMS_MAX,
        test -> {
          Optional<Text> name = test.required("name").text(NAME_MAX);
          Facts given =
              new Given(on, vocabulary, declared.silentProbes(on)).read(test.required("given"));
          Optional<Text> expect = test.required("expect").word(List.of(then.word(), RuleTest.NONE));
          return new RuleTest(
              rule,
              Read.value(name),
              given,
              Read.value(expect),
              name.map(Text::file).orElse(""),
              name.map(Text::line).orElse(0));
        });
  }

  /// A rule is shown to fire and, where it can, not to.
  private static void covered(List<RuleTest> tests, Effect then, boolean always, Value list) {
    var missing = new ArrayList<String>();
    missing.add(then.word());
    if (!always) missing.add(RuleTest.NONE);
    tests.forEach(test -> missing.remove(test.expect()));
    missing.forEach(word -> list.mistake("no test expects `" + word + "`"));
  }
}

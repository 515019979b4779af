package probity.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.policy.Requirement.Kind;
import probity.policy.Requirement.MetBy;
import probity.policy.Requirement.Origin;
import probity.policy.Requirement.Source;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads requirements. The rules that they name are checked at the end, when all rules are known.
final class RequirementReader {
  private static final int REQUIREMENTS_MAX = 500;
  private static final int SENTENCE_MAX = 1000;
  private static final int REFERENCE_MAX = 300;
  private static final int MET_BY_MAX = 64;

  private final Names names = new Names("requirement");
  private final List<Text> rules = new ArrayList<>();

  /// The requirements of one file, in the file's order.
  List<Requirement> read(Value file) {
    return file.mappings(REQUIREMENTS_MAX, this::requirement);
  }

  /// The ids read so far, for rules to refer to.
  Names names() {
    return names;
  }

  /// Checks that every rule that a requirement names is there.
  void referTo(Names known) {
    rules.forEach(rule -> known.refer(Optional.of(rule)));
  }

  private Requirement requirement(Mapping item) {
    return new Requirement(
        names.add(Forms.reference(item.required("id"))),
        Read.value(item.required("sentence").text(SENTENCE_MAX)),
        item.required("kind").choice(List.of(Kind.values()), Kind::word).orElse(Kind.FUNCTIONAL),
        item.required("source")
            .mapping(RequirementReader::source)
            .orElse(new Source(Origin.DECISION, "")),
        item.optional("met_by").mappings(MET_BY_MAX, this::metBy).stream()
            .flatMap(Optional::stream)
            .toList(),
        Forms.id(item.optional("owner")).map(Text::value));
  }

  /// A reference is taken as written, so that a paragraph `3.20` needs no quotes.
  private static Source source(Mapping source) {
    return new Source(
        source
            .required("from")
            .choice(List.of(Origin.values()), Origin::word)
            .orElse(Origin.DECISION),
        Read.value(source.required("ref").asWritten(REFERENCE_MAX)));
  }

  private Optional<MetBy> metBy(Mapping item) {
    Value rule = item.optional("rule");
    Value objective = item.optional("objective");
    Value metric = item.optional("metric");
    Value validation = item.optional("validation");
    Value process = item.optional("process");
    long ways =
        List.of(rule, objective, validation, process).stream().filter(Value::present).count();
    if (ways != 1 || metric.present() != objective.present()) {
      item.mistake(
          "one of `rule`, `objective` with `metric`, `validation`, `process` was expected");
      return Optional.empty();
    }
    Optional<Text> ruleId = Forms.id(rule);
    ruleId.ifPresent(rules::add);
    if (rule.present()) return ruleId.map(id -> new MetBy.ByRule(id.value()));
    if (objective.present()) {
      return Optional.of(
          new MetBy.ByObjective(
              Read.value(Forms.reference(objective)), Read.value(metric.asWritten(REFERENCE_MAX))));
    }
    if (validation.present()) {
      return validation.asWritten(REFERENCE_MAX).map(ref -> new MetBy.ByValidation(ref.value()));
    }
    return process.asWritten(REFERENCE_MAX).map(ref -> new MetBy.ByProcess(ref.value()));
  }
}

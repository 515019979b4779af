package probity.policy;

import java.util.List;
import java.util.Optional;
import probity.exchange.Facts;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads `invariants.yaml`, with the same checks of conditions that rules have.
final class InvariantReader {
  static final String FILE = "invariants.yaml";
  private static final int INVARIANTS_MAX = 64;
  private static final int SENTENCE_MAX = 1000;

  private final Vocabulary vocabulary;
  private final Names requirements;
  private final Names ids = new Names("invariant");
  private final Conditions conditions = new Conditions();

  InvariantReader(Vocabulary vocabulary, Names requirements) {
    this.vocabulary = vocabulary;
    this.requirements = requirements;
  }

  /// The invariants that are free of mistakes, as written.
  List<Invariant> read(Value file) {
    return file.mappings(INVARIANTS_MAX, this::invariant).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Invariant> invariant(Mapping item) {
    String id = ids.add(Forms.id(item.required("id")));
    String says = Read.value(item.required("says").text(SENTENCE_MAX));
    Optional<Facts.Phase> on =
        item.required("on").choice(List.of(Facts.Phase.values()), Facts.Phase::word);
    Optional<Text> assume = item.required("assume").asWritten(Conditions.CHARACTERS_MAX);
    item.required("never").word(List.of("permit"));
    Value cited = item.optional("requirement");
    Optional<String> requirement =
        cited.present()
            ? Optional.of(requirements.refer(Forms.reference(cited)))
            : Optional.empty();
    if (on.isEmpty() || assume.isEmpty()) return Optional.empty();
    return conditions
        .compile(assume.get(), on.get(), vocabulary)
        .map(ready ->
            new Invariant(id, says, on.get(), assume.get().value().strip(), ready, requirement));
  }
}

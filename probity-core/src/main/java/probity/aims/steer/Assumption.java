package probity.aims.steer;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import probity.aims.register.History;
import probity.aims.register.RecordQuery;
import probity.aims.register.Standing;

/// An assumption of an impact assessment that records can contradict.
///
/// @param record that says it
/// @param query records that must not be there: those of the assumption, of the assessment's AI
///   system alone where the bundle has a word for it
public record Assumption(History record, RecordQuery query) {
  public static final String REGISTER = "assumptions";

  private static final String SYSTEM = "system";

  /// The one of a record; empty where it is not relied on, or names no records.
  ///
  /// @param systems records of the register of AI systems
  /// @param assessments records of the register of impact assessments
  public static Optional<Assumption> of(
      History record, List<History> systems, List<History> assessments) {
    var said = record.newest();
    if (record.archived()
        || !said.value("status").equals("relied-on")
        || said.value("query").isEmpty()) {
      return Optional.empty();
    }
    var words = new TreeMap<>(RecordQuery.of(said.value("query")).words());
    word(said.value("assessment"), systems, assessments)
        .ifPresent(word -> words.putIfAbsent(SYSTEM, word));
    return Optional.of(new Assumption(record, new RecordQuery(words)));
  }

  private static Optional<String> word(
      String assessment, List<History> systems, List<History> assessments) {
    return find(assessments, assessment)
        .flatMap(one -> find(systems, one.newest().value(SYSTEM)))
        .map(one -> one.newest().value(SYSTEM))
        .filter(word -> !word.isEmpty());
  }

  private static Optional<History> find(List<History> records, String id) {
    return records.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /// Whether those who approve have taken it over.
  public boolean approved() {
    return record.standing() == Standing.APPROVED;
  }
}

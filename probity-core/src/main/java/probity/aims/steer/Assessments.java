package probity.aims.steer;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import probity.aims.register.History;
import probity.aims.register.Remark;
import probity.aims.register.Revision;

/// Which revisions of impact assessments hold: what was approved, not what was written since.
public final class Assessments {
  public static final String REGISTER = "impact-assessments";

  private Assessments() {}

  /// The revision that was approved last, be there newer ones; empty where none was.
  public static Optional<Revision> approved(History assessment) {
    return assessment.approval().flatMap(one -> assessment.revision(one.revision()));
  }

  /// What holds for an AI system: of its assessments that no other approved one replaces, the one
  /// that was approved last.
  ///
  /// @param assessments of all systems; archived ones are left out
  public static Optional<Revision> holding(History system, List<History> assessments) {
    var open = assessments.stream().filter(one -> !one.archived()).toList();
    var replaced =
        open.stream()
            .flatMap(one -> approved(one).stream())
            .map(one -> one.value("replaces"))
            .toList();
    return open.stream()
        .filter(one -> !replaced.contains(one.id()))
        .filter(one ->
            approved(one).filter(said -> said.value("system").equals(system.id())).isPresent())
        .max(Comparator.comparing(one -> one.approval().map(Remark::time).orElse("")))
        .flatMap(Assessments::approved);
  }
}

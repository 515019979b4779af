package probity.console.aims.page;

import java.util.ArrayList;
import java.util.List;
import probity.aims.register.History;
import probity.aims.steer.Assessments;
import probity.aims.steer.Assumption;
import probity.aims.steer.Difference;
import probity.aims.steer.Differences;
import probity.console.aims.RecordCounts;
import probity.console.aims.RegisterBook;

/// Approved assumptions of impact assessments that records of the gateway contradict.
final class Contradictions {
  /// So many are looked at; each is a question to the index.
  private static final int ASSUMPTIONS_MAX = 200;

  private final List<Difference> all = new ArrayList<>();
  private String unknown = "";

  Contradictions(RegisterBook book, RecordCounts counts) {
    var systems = book.records(Differences.REGISTER);
    var assessments = book.records(Assessments.REGISTER);
    book.records(Assumption.REGISTER).stream()
        .flatMap(record -> Assumption.of(record, systems, assessments).stream())
        .filter(Assumption::approved)
        .limit(ASSUMPTIONS_MAX)
        .forEach(one -> look(one, counts));
  }

  private void look(Assumption assumption, RecordCounts counts) {
    // Where one cannot be counted, no other can.
    if (!unknown.isEmpty()) return;
    switch (counts.count(assumption.query(), "", "")) {
      case RecordCounts.Answer.Unknown(var sentence) -> unknown = sentence;
      case RecordCounts.Answer.Counted(long records, var newest, var _) -> {
        if (records > 0) all.add(difference(assumption, records, newest));
      }
    }
  }

  private static Difference difference(Assumption assumption, long records, List<String> newest) {
    History record = assumption.record();
    return new Difference(
        Difference.Kind.ASSUMPTION_CONTRADICTED,
        record.id() + " (" + record.title() + ") is contradicted",
        "no record has " + record.newest().value("query"),
        records
            + (records == 1 ? " record has" : " records have")
            + " it, the newest: "
            + String.join(", ", newest),
        List.of(record.id()),
        List.of(),
        List.of());
  }

  List<Difference> all() {
    return all;
  }

  /// Why it is not known whether there are more; empty where it is.
  String unknown() {
    return unknown;
  }
}

package probity.aims.steer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.aims.register.History;
import probity.aims.register.Revision;

/// An AI system as its record describes it, with the assessment that holds for it.
///
/// @param assessment what was approved last of its impact assessments; empty where none is approved
record RegisteredSystem(History record, Optional<Revision> assessment) {
  private static final Set<String> NOT_IN_USE = Set.of("proposed", "suspended", "retired");

  static List<RegisteredSystem> all(List<History> systems, List<History> assessments) {
    return systems.stream()
        .filter(record -> !record.archived())
        .map(record -> new RegisteredSystem(record, Assessments.holding(record, assessments)))
        .toList();
  }

  String id() {
    return record.id();
  }

  String value(String field) {
    return record.newest().value(field);
  }

  /// What the bundle calls it; empty where the record does not say.
  String word() {
    return value("system");
  }

  List<String> routes() {
    return value("routes").lines().toList();
  }

  boolean throughGateway() {
    return value("observed").equals("gateway");
  }

  boolean inUse() {
    return !NOT_IN_USE.contains(value("status"));
  }

  boolean retired() {
    return value("status").equals("retired");
  }

  /// Since when the record says that the system is not in use.
  String notInUseSince() {
    String retired = value("retired");
    if (retired() && !retired.isEmpty()) return retired + "T23:59:59.999Z";
    String since = record.newest().time();
    for (Revision one : record.revisions().reversed()) {
      if (!NOT_IN_USE.contains(one.value("status"))) break;
      since = one.time();
    }
    return since;
  }

  /// When it was seen, by its word and by its routes.
  Optional<Traffic.Seen> seen(Traffic traffic) {
    var byWord = traffic.system(word());
    if (byWord.isPresent()) return byWord;
    return routes().stream()
        .flatMap(route -> traffic.route(route).stream())
        .reduce(Traffic.Seen::and);
  }

  /// How messages name it.
  String named() {
    return "`" + id() + "` (" + record.title() + ")";
  }
}

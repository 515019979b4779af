package probity.console.aims.page;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.aims.Validity;
import probity.aims.ValidityRules;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Revision;
import probity.console.Tone;
import probity.console.aims.RegisterBook;

/// What pages show of evidence beyond its fields: how it stands on a day, and what took its place.
final class EvidenceView {
  static final String REGISTER = "evidence";
  static final String TITLE = "Validity";

  private static final ValidityRules RULES = ValidityRules.ofProduct();

  private final LocalDate day;

  /// Records that replace another, by the other's id.
  private final Map<String, List<History>> replacing = new HashMap<>();

  private EvidenceView(LocalDate day) {
    this.day = day;
  }

  /// Of a register that has evidence; empty for any other.
  ///
  /// @param at the end of the day as of which it is shown; empty for now
  static Optional<EvidenceView> of(
      RegisterBook book, Register register, Optional<LocalDate> at, LocalDate today) {
    return register.id().equals(REGISTER) ? Optional.of(all(book, at, today)) : Optional.empty();
  }

  static EvidenceView all(RegisterBook book, Optional<LocalDate> at, LocalDate today) {
    var view = new EvidenceView(at.orElse(today));
    for (History record : book.records(REGISTER)) {
      at.map(day -> record.asOf(Times.endOf(day)))
          .orElseGet(() -> Optional.of(record))
          .filter(one -> !one.archived())
          .ifPresent(view::note);
    }
    return view;
  }

  private void note(History record) {
    record
        .newest()
        .value("replaces")
        .lines()
        .filter(id -> !id.equals(record.id()))
        .forEach(id -> replacing.computeIfAbsent(id, _ -> new ArrayList<>()).add(record));
  }

  /// Those that took the place of a record.
  List<History> replacing(String id) {
    return replacing.getOrDefault(id, List.of());
  }

  /// How a record stands: replaced, else as its dates say.
  State state(History record, Revision revision) {
    if (!replacing(record.id()).isEmpty()) return new State("Replaced", Tone.PLAIN);
    return validity(revision)
        .map(validity -> new State(validity.title(), tone(validity)))
        .orElse(new State("Unknown", Tone.CARE));
  }

  /// Whether it counts on this day, and nothing took its place.
  boolean counts(History record) {
    return replacing(record.id()).isEmpty()
        && validity(record.newest())
            .filter(one -> one == Validity.FRESH || one == Validity.DUE_SOON)
            .isPresent();
  }

  /// The last day on which it counts, in words.
  String until(Revision revision) {
    return day(revision, "to").isEmpty()
        ? ""
        : last(revision).map(last -> "counts until " + last).orElse("does not grow old");
  }

  /// Empty where the vault does not have its dates.
  private Optional<Validity> validity(Revision revision) {
    var from = day(revision, "from");
    return from.isEmpty() || day(revision, "to").isEmpty()
        ? Optional.empty()
        : Optional.of(RULES.on(day, from.get(), last(revision)));
  }

  private static Optional<LocalDate> last(Revision revision) {
    return day(revision, "to")
        .flatMap(to -> RULES.last(revision.value("kind"), to, day(revision, "valid_until")));
  }

  private static Optional<LocalDate> day(Revision revision, String field) {
    return Selection.day(revision.value(field));
  }

  private static Tone tone(Validity validity) {
    return switch (validity) {
      case FRESH -> Tone.GOOD;
      case DUE_SOON -> Tone.CARE;
      case EXPIRED -> Tone.BAD;
      case NOT_YET -> Tone.PLAIN;
    };
  }
}

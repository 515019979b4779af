package probity.aims.register;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Everything that the ledger has about one record, in the order of the ledger. Immutable.
///
/// @param id such as `risk-7`
/// @param revisions at least one, numbered from 1
public record History(
    Register register, String id, List<Revision> revisions, List<Remark> remarks) {
  public History {
    revisions = List.copyOf(revisions);
    remarks = List.copyOf(remarks);
    if (revisions.isEmpty()) throw new IllegalArgumentException("a record has a revision");
  }

  /// What it says now.
  public Revision newest() {
    return revisions.getLast();
  }

  /// What it is called: the value of its first field.
  public String title() {
    return newest().value(register.fields().getFirst().id());
  }

  /// The number in its id.
  public int number() {
    return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
  }

  public Optional<Revision> revision(int number) {
    return number < 1 || number > revisions.size()
        ? Optional.empty()
        : Optional.of(revisions.get(number - 1));
  }

  public boolean archived() {
    return newest().change() == Change.ARCHIVED;
  }

  /// How the newest revision stands. An edit is a new revision, so it voids what was approved.
  public Standing standing() {
    if (archived()) return Standing.ARCHIVED;
    if (register.approves().isEmpty()) return Standing.IN_USE;
    return decisive()
        .map(remark ->
            switch (remark.change()) {
              case PROPOSED -> Standing.PROPOSED;
              case APPROVED -> Standing.APPROVED;
              case RETURNED -> Standing.RETURNED;
              case REJECTED -> Standing.REJECTED;
              case CREATED, EDITED, MERGED, IMPORTED, UNDONE, ARCHIVED, RESTORED, COMMENTED ->
                  Standing.DRAFT;
            })
        .orElse(Standing.DRAFT);
  }

  /// What the newest revision stands by: that it was proposed, or the decision on it, whichever
  /// came last. Comments change nothing.
  public Optional<Remark> decisive() {
    return last(
        remark -> remark.revision() == newest().number() && remark.change() != Change.COMMENTED);
  }

  /// The newest approval of all, be it of an older revision.
  public Optional<Remark> approval() {
    return last(remark -> remark.change() == Change.APPROVED);
  }

  /// The newest proposal of the newest revision.
  public Optional<Remark> proposal() {
    return last(
        remark -> remark.revision() == newest().number() && remark.change() == Change.PROPOSED);
  }

  private Optional<Remark> last(Predicate<Remark> wanted) {
    return remarks.reversed().stream().filter(wanted).findFirst();
  }

  /// Those whose work an approval of the newest revision would approve: who wrote a revision after
  /// the one that was approved last, and who proposed one.
  public Set<String> workers() {
    int approved = approval().map(Remark::revision).orElse(0);
    var workers = new HashSet<String>();
    for (Revision one : revisions) if (one.number() > approved) workers.add(one.author());
    for (Remark one : remarks) {
      if (one.revision() > approved && one.change() == Change.PROPOSED) workers.add(one.by());
    }
    workers.remove("");
    return workers;
  }

  /// What was known at a time; empty where the record was not there yet.
  ///
  /// @param time UTC, in the form of entries; what was written in that millisecond is known
  public Optional<History> asOf(String time) {
    var known = revisions.stream().filter(one -> one.time().compareTo(time) <= 0).toList();
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new History(
                register,
                id,
                known,
                remarks.stream().filter(one -> one.time().compareTo(time) <= 0).toList()));
  }

  /// With one revision more.
  public History with(Revision next) {
    var more = new ArrayList<>(revisions);
    more.add(next);
    return new History(register, id, more, remarks);
  }

  /// With one remark more.
  public History with(Remark next) {
    var more = new ArrayList<>(remarks);
    more.add(next);
    return new History(register, id, revisions, more);
  }
}

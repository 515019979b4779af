package probity.console.aims.page;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import probity.aims.register.Change;
import probity.aims.register.Delegation;
import probity.aims.register.Duty;
import probity.aims.register.Field;
import probity.aims.register.Filled;
import probity.aims.register.History;
import probity.aims.register.Remark;
import probity.aims.register.Revision;
import probity.aims.register.Separation;
import probity.aims.register.Standing;
import probity.console.Member;
import probity.console.Tone;
import probity.console.aims.Actor;
import probity.console.aims.RegisterBook;

/// One record: what it says, what links to it, and everything that happened to it.
///
/// @param older what is shown is not what the record says now; in words, else empty
/// @param aspects what is to know of it beyond its fields
/// @param proof leaf hash of the entry that proves what is shown
/// @param notHere why somebody who has a role to decide may not decide here; empty where it is no
///   question
public record RecordPage(
    String id,
    String path,
    int revision,
    State state,
    String due,
    boolean over,
    List<Shown> fields,
    List<Aspect> aspects,
    List<Shown.Part> links,
    List<Event> events,
    String proof,
    Optional<String> older,
    May may,
    String notHere) {
  public RecordPage {
    fields = List.copyOf(fields);
    aspects = List.copyOf(aspects);
    links = List.copyOf(links);
    events = List.copyOf(events);
  }

  /// What this person may do to it now.
  public record May(
      boolean edit,
      boolean propose,
      boolean decide,
      boolean archive,
      boolean restore,
      boolean replace,
      boolean comment) {
    static final May NOTHING = new May(false, false, false, false, false, false, false);

    /// What makes a new record that takes the place of this one.
    public String replacing(String path, String id) {
      return path.substring(0, path.lastIndexOf('/')) + "/new?like=" + id + "&replaces=" + id;
    }
  }

  /// @param state empty for none
  /// @param parts said behind it
  public record Aspect(String label, Optional<State> state, List<Shown.Part> parts) {
    public Aspect {
      parts = List.copyOf(parts);
    }
  }

  /// @param what in a sentence
  /// @param text what was said; empty for nothing
  /// @param href to the revision; empty for remarks
  /// @param signature where a passkey's signature is had; empty where there is none
  public record Event(
      String time,
      String what,
      String who,
      String role,
      String text,
      List<Difference> changes,
      String href,
      String signature,
      String leaf) {
    public Event {
      changes = List.copyOf(changes);
    }
  }

  /// What one revision changed of a field.
  public record Difference(String label, String before, String after) {}

  /// @param at the end of the day as of which it is shown; empty for now
  static RecordPage of(
      RegisterBook book,
      History whole,
      Member viewer,
      Optional<LocalDate> at,
      int asked,
      LocalDate today) {
    var record = at.flatMap(day -> whole.asOf(Times.endOf(day))).orElse(whole);
    var revision = record.revision(asked).orElse(record.newest());
    var showing = new Showing(book, viewer);
    boolean now = at.isEmpty() && revision.number() == whole.newest().number();
    String due = record.archived() ? "" : Times.due(record);
    return new RecordPage(
        record.id(),
        Showing.path(record),
        revision.number(),
        State.of(record),
        due,
        Times.isOver(due, today),
        fields(record, revision, showing),
        aspects(book, record, revision, at, today),
        book.linksTo(record.id()).stream()
            .map(one ->
                new Shown.Part(one.register().title() + ": " + one.title(), Showing.path(one)))
            .toList(),
        events(record, showing),
        revision.leaf(),
        now ? Optional.empty() : Optional.of(older(whole, revision, at)),
        now ? may(book, record, viewer) : May.NOTHING,
        now ? notHere(book, record, viewer) : "");
  }

  /// The same with more to know.
  RecordPage with(List<Aspect> more) {
    var all = new ArrayList<>(aspects);
    all.addAll(more);
    return new RecordPage(
        id, path, revision, state, due, over, fields, all, links, events, proof, older, may,
        notHere);
  }

  private static List<Shown> fields(History record, Revision revision, Showing showing) {
    String file = record.register().filled(Filled.FILE_NAME).map(Field::id).orElse("");
    return showing.fields(record.register(), revision).stream()
        .filter(one -> !one.blank())
        .map(one ->
            one.id().equals(file)
                ? one.leadingTo(Showing.path(record) + "/file?revision=" + revision.number())
                : one)
        .toList();
  }

  private static List<Aspect> aspects(
      RegisterBook book,
      History record,
      Revision revision,
      Optional<LocalDate> at,
      LocalDate today) {
    if (record.register().id().equals(Delegation.REGISTER)) return lent(book, record, at);
    var evidence = EvidenceView.of(book, record.register(), at, today);
    if (evidence.isEmpty()) return List.of();
    var aspects = new ArrayList<Aspect>();
    aspects.add(
        new Aspect(
            EvidenceView.TITLE,
            Optional.of(evidence.get().state(record, revision)),
            List.of(new Shown.Part(evidence.get().until(revision), ""))));
    var newer = evidence.get().replacing(record.id());
    if (!newer.isEmpty()) {
      aspects.add(
          new Aspect(
              "Replaced by",
              Optional.empty(),
              newer.stream().map(one -> new Shown.Part(one.title(), Showing.path(one))).toList()));
    }
    return aspects;
  }

  /// Whether a delegation holds; of the past that is not asked.
  private static List<Aspect> lent(RegisterBook book, History record, Optional<LocalDate> at) {
    if (at.isPresent()) return List.of();
    var state =
        book.isLent(new Delegation(record))
            ? new State("In force", Tone.GOOD)
            : new State("Not in force", Tone.PLAIN);
    return List.of(new Aspect("Today", Optional.of(state), List.of()));
  }

  private static String older(History whole, Revision revision, Optional<LocalDate> at) {
    String shown = "Revision " + revision.number() + " of " + whole.newest().number() + " is shown";
    return at.map(day -> shown + ", as of the end of " + day + " (UTC)").orElse(shown);
  }

  private static May may(RegisterBook book, History record, Member viewer) {
    boolean writes = Separation.writes(record.register(), viewer.duties()).isPresent();
    var standing = record.standing();
    boolean open =
        standing == Standing.DRAFT
            || standing == Standing.RETURNED
            || standing == Standing.REJECTED;
    return new May(
        writes && !record.archived(),
        writes && open && proposes(record, viewer),
        standing == Standing.PROPOSED
            && book.mandate(record, viewer.personId(), viewer.duties()).isPresent(),
        writes && !record.archived(),
        writes && record.archived(),
        writes && !record.archived() && record.register().id().equals(EvidenceView.REGISTER),
        viewer.duties().stream().anyMatch(duty -> duty != Duty.EXTERNAL_AUDITOR));
  }

  /// Nobody but who delegates proposes a delegation.
  private static boolean proposes(History record, Member viewer) {
    return !record.register().id().equals(Delegation.REGISTER)
        || new Delegation(record).delegator().equals(viewer.personId());
  }

  private static String notHere(RegisterBook book, History record, Member viewer) {
    boolean asks =
        record.standing() == Standing.PROPOSED
            && record.register().approves().stream().anyMatch(viewer.duties()::contains)
            && book.mandate(record, viewer.personId(), viewer.duties()).isEmpty();
    return asks ? book.whyNot(record, viewer.personId()) : "";
  }

  /// What happened, the newest first; of one moment a revision comes before what was said of it.
  private static List<Event> events(History record, Showing showing) {
    var timed = new ArrayList<Timed>();
    for (Revision one : record.revisions()) {
      timed.add(new Timed(one.time(), one.number(), 0, event(record, one, showing)));
    }
    for (Remark one : record.remarks()) {
      timed.add(new Timed(one.time(), one.revision(), 1, event(record, one, showing)));
    }
    return timed.stream()
        .sorted(
            Comparator.comparing(Timed::time)
                .thenComparingInt(Timed::revision)
                .thenComparingInt(Timed::about)
                .reversed())
        .map(Timed::event)
        .toList();
  }

  private record Timed(String time, int revision, int about, Event event) {}

  private static Event event(History record, Revision one, Showing showing) {
    return new Event(
        Times.show(one.time()),
        "Revision " + one.number() + ", " + one.change().word(),
        showing.person(one.author()),
        title(one.role()),
        "",
        record
            .revision(one.number() - 1)
            .map(before -> changes(record, before, one, showing))
            .orElse(List.of()),
        Showing.path(record) + "?revision=" + one.number(),
        "",
        one.leaf());
  }

  private static List<Difference> changes(
      History record, Revision before, Revision after, Showing showing) {
    var changes = new ArrayList<Difference>();
    var changed = new TreeSet<>(before.values().keySet());
    changed.addAll(after.values().keySet());
    for (var field : record.register().fields()) {
      boolean same = before.value(field.id()).equals(after.value(field.id()));
      if (same || !changed.contains(field.id()) || showing.isHidden(record.register(), field))
        continue;
      changes.add(
          new Difference(
              field.title(),
              showing.field(record.register(), field, before).line(),
              showing.field(record.register(), field, after).line()));
    }
    return changes;
  }

  private static Event event(History record, Remark one, Showing showing) {
    String text =
        one.change() == Change.COMMENTED ? one.text(Remark.COMMENT) : one.text(Remark.REASON);
    return new Event(
        Times.show(one.time()),
        what(one),
        who(one, showing),
        title(one.role()),
        text,
        List.of(),
        "",
        SignaturePages.path(record, one),
        one.leaf());
  }

  private static String who(Remark one, Showing showing) {
    String by = showing.person(one.by());
    return one.mandate().isEmpty()
        ? by
        : by
            + " for "
            + showing.person(one.deputyFor())
            + ", by "
            + showing.delegation(one.mandate()).map(History::id).orElse("a delegation");
  }

  private static String what(Remark one) {
    String about = " revision " + one.revision();
    return switch (one.change()) {
      case COMMENTED -> "Comment on" + about;
      case PROPOSED -> "Proposed" + about + " for approval";
      case APPROVED -> "Approved" + about + "; " + how(one);
      case RETURNED -> "Returned" + about + "; " + how(one);
      case REJECTED -> "Rejected" + about + "; " + how(one);
      case CREATED, EDITED, MERGED, IMPORTED, UNDONE, ARCHIVED, RESTORED ->
          throw new IllegalStateException("a remark revises nothing");
    };
  }

  /// Who vouches that it was this person.
  static String how(Remark one) {
    if (!one.text(Remark.ASSERTION).isEmpty()) return "signed with a passkey";
    return one.authentication().equals(Actor.NONE)
        ? "nobody proved who they are"
        : "attested by the operator's console (" + one.authentication() + ")";
  }

  private static String title(String role) {
    return Duty.of(role).map(Duty::title).orElse("");
  }
}

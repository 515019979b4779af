package probity.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.BundleStatement.Kind;

/// Follows the `bundle` and `approval` entries of `records`: who signed each, and when it was in
/// force (`docs/life.md`).
final class ForceCheck {
  private static final Duration EMERGENCY = Duration.ofDays(3);

  /// An exchange that began under a bundle ends under it: its intent may be written a little later.
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Findings findings;
  private final PeopleCheck people;
  private final Map<Hash, Turn> turns = new LinkedHashMap<>();
  private Optional<Map<Hash, List<Span>>> force = Optional.empty();
  private int unsigned;
  private int halves;

  ForceCheck(Findings findings, PeopleCheck people) {
    this.findings = findings;
    this.people = people;
  }

  /// One bundle entry. `until` is empty where it does not end by itself.
  private record Turn(
      Hash leaf,
      String digest,
      Optional<Hash> before,
      String start,
      boolean scheduled,
      String until,
      Optional<BundleStatement> statement,
      List<PeopleCheck.Person> signers) {}

  /// From `from` to before `until`, which is empty where there is no end.
  private record Span(String from, String until) {}

  /// What is said of all in a line of the report; empty where there is no bundle.
  String summary() {
    if (turns.isEmpty()) return "";
    int two = turns.size() - unsigned - halves;
    var out = new StringBuilder(turns.size() + ": ");
    out.append(two).append(" signed by two people");
    if (halves > 0) out.append(", ").append(halves).append(" in an emergency by one");
    if (unsigned > 0) out.append(", ").append(unsigned).append(" by nobody");
    return out.toString();
  }

  void follow(Entry entry, Place place) {
    if (entry.kind().equals("approval")) approval(entry, place);
    boolean shadow = entry.body().text("stage").equals(Optional.of("shadow"));
    if (entry.kind().equals("bundle") && !shadow) bundle(entry, place);
  }

  private void bundle(Entry entry, Place place) {
    var body = entry.body();
    String mode = body.text("mode").orElse(Kind.UNSIGNED.word());
    var before = hash(body.text("replaces").orElse(""));
    String replaced = before.flatMap(this::turn).map(Turn::digest).orElse("");
    var statement = BundleStatement.of(entry.log(), body, replaced);
    List<PeopleCheck.Person> signers = List.of();
    String until = "";
    if (mode.equals(Kind.UNSIGNED.word())) {
      unsigned++;
      if (!people.isEmpty()) {
        findings.add(
            Fault.INCONSISTENT, place, "nobody signed this bundle, and people were enrolled");
      }
    } else if (statement.isEmpty()) {
      findings.add(
          Fault.MALFORMED, place, "the members are not those of a statement about a bundle");
    } else {
      signers =
          people.signers(statement.get().text(), body.items("approvals"), entry.time(), place);
      until = until(statement.get(), body, signers, place);
    }
    String from = body.text("in_force").filter(UtcTime::isValid).orElse(entry.time());
    boolean scheduled = from.compareTo(entry.time()) > 0;
    String start = scheduled ? from : entry.time();
    turns.put(
        entry.leaf(),
        new Turn(
            entry.leaf(),
            body.text("digest").orElse(""),
            before,
            start,
            scheduled,
            until,
            statement,
            signers));
  }

  /// When a bundle ends by itself; whoever signed must have been enough for it.
  private String until(
      BundleStatement statement, Json.Obj body, List<PeopleCheck.Person> by, Place place) {
    String until = body.text("until").orElse("");
    if (PeopleCheck.isPair(by)) return until;
    boolean half =
        statement.kind() == Kind.EMERGENCY
            && by.stream()
                .anyMatch(one ->
                    one.roles().contains(PeopleCheck.AUTHOR)
                        || one.roles().contains(PeopleCheck.APPROVER));
    if (!half) {
      findings.add(
          Fault.INCONSISTENT,
          place,
          "an author and another person who is an approver did not both sign this bundle");
    } else {
      halves++;
      String longest =
          UtcTime.text(Instant.parse(statement.inForce()).plus(EMERGENCY).toEpochMilli());
      if (until.isEmpty() || until.compareTo(longest) > 0) {
        findings.add(Fault.INCONSISTENT, place, "an emergency change does not end within 72 hours");
        return longest;
      }
    }
    return until;
  }

  private void approval(Entry entry, Place place) {
    var leaf = hash(entry.body().text("bundle").orElse(""));
    var turn = leaf.flatMap(this::turn);
    if (turn.isEmpty() || turn.get().statement().isEmpty() || turn.get().until().isEmpty()) {
      findings.add(Fault.INCONSISTENT, place, "it approves no emergency change");
      return;
    }
    String text = turn.get().statement().get().text();
    var by = people.signers(text, entry.body().items("approvals"), entry.time(), place);
    var all = Stream.concat(turn.get().signers().stream(), by.stream()).distinct().toList();
    if (!PeopleCheck.isPair(all) || entry.time().compareTo(turn.get().until()) >= 0) {
      findings.add(
          Fault.INCONSISTENT,
          place,
          "it is not the missing half of the emergency change, or came after its end");
      return;
    }
    halves--;
    var old = turn.get();
    turns.put(
        old.leaf(),
        new Turn(
            old.leaf(),
            old.digest(),
            old.before(),
            old.start(),
            old.scheduled(),
            "",
            old.statement(),
            all));
  }

  private static Optional<Hash> hash(String hex) {
    return Hash.parseHex(hex) instanceof Checked.Valid<Hash>(var hash)
        ? Optional.of(hash)
        : Optional.empty();
  }

  /// Whether an intent of `time` may have been decided by the bundle of this entry.
  boolean mayDecide(Hash leaf, String time) {
    if (force.isEmpty()) force = Optional.of(spans());
    Turn turn = turns.get(leaf);
    if (turn == null) return false;
    String later = UtcTime.text(Instant.parse(time).plus(GRACE).toEpochMilli());
    String earlier = UtcTime.text(Instant.parse(time).minus(GRACE).toEpochMilli());
    for (Span span : force.get().getOrDefault(leaf, List.of())) {
      // Nobody can cite an entry before it is there, so only an announced begin is compared.
      boolean begun = !turn.scheduled() || span.from().compareTo(later) <= 0;
      if (begun && (span.until().isEmpty() || earlier.compareTo(span.until()) < 0)) return true;
    }
    return false;
  }

  private record Event(String time, boolean end, Turn turn) {}

  /// When each was in force, by its entry: one begins where what it replaces is in force, and an
  /// emergency change that ends gives way to what was before it.
  private Map<Hash, List<Span>> spans() {
    var events = new ArrayList<Event>();
    for (Turn turn : turns.values()) {
      events.add(new Event(turn.start(), false, turn));
      if (!turn.until().isEmpty()) events.add(new Event(turn.until(), true, turn));
    }
    // Stable, so that what is written first begins first; an end comes before a begin.
    events.sort(Comparator.comparing(Event::time).thenComparing(event -> !event.end()));
    var spans = new LinkedHashMap<Hash, List<Span>>();
    Optional<Turn> current = Optional.empty();
    String since = "";
    for (Event event : events) {
      var leaf = current.map(Turn::leaf);
      boolean applies =
          leaf.equals(event.end() ? Optional.of(event.turn().leaf()) : event.turn().before());
      if (!applies) continue;
      Span span = new Span(since, event.time());
      current.ifPresent(turn -> add(spans, turn, span));
      current = event.end() ? before(event) : Optional.of(event.turn());
      since = event.time();
    }
    Span last = new Span(since, "");
    current.ifPresent(turn -> add(spans, turn, last));
    return spans;
  }

  private static void add(Map<Hash, List<Span>> spans, Turn turn, Span span) {
    spans.computeIfAbsent(turn.leaf(), _ -> new ArrayList<>()).add(span);
  }

  /// What returns when an emergency change ends.
  private Optional<Turn> before(Event end) {
    var back = end.turn().before().flatMap(this::turn);
    while (back.filter(turn -> isOver(turn, end.time())).isPresent()) {
      back = back.get().before().flatMap(this::turn);
    }
    return back;
  }

  private static boolean isOver(Turn turn, String time) {
    return !turn.until().isEmpty() && turn.until().compareTo(time) <= 0;
  }

  private Optional<Turn> turn(Hash leaf) {
    return Optional.ofNullable(turns.get(leaf));
  }
}

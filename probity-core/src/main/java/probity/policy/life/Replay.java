package probity.policy.life;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.evidence.BundleRef;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.BundleStatement.Kind;
import probity.ledger.statement.PersonStatement;

/// Follows the entries of `records` and the clock that their times give.
///
/// Time never falls in it: an entry counts from the latest time written before it.
final class Replay {
  private final String log;
  private final List<Stage> stages = new ArrayList<>();
  private final List<Timeline.Change> changes = new ArrayList<>();
  private final List<Timeline.Ineffective> ineffective = new ArrayList<>();
  private final Map<Hash, Long> approved = new HashMap<>();
  private final Set<Hash> started = new HashSet<>();
  private final Set<Hash> ended = new HashSet<>();
  private final Set<Hash> began = new HashSet<>();
  private People people = People.NONE;
  private Optional<Stage> current = Optional.empty();
  private long now = Long.MIN_VALUE;

  Replay(String log) {
    this.log = log;
  }

  String log() {
    return log;
  }

  People people() {
    return people;
  }

  List<Stage> stages() {
    return stages;
  }

  Map<Hash, Long> approved() {
    return approved;
  }

  List<Timeline.Change> changes() {
    return changes;
  }

  List<Timeline.Ineffective> ineffective() {
    return ineffective;
  }

  long nowMillis() {
    return now;
  }

  void follow(Entry entry) {
    advance(Math.max(now, Times.millis(entry.time())));
    var body = entry.body();
    switch (entry.kind()) {
      case "key" -> {
        if (body.text("role").equals(Optional.of("person"))) person(entry);
      }
      case "bundle" -> {
        if (body.text("stage").orElse("in-force").equals("in-force")) bundle(entry);
      }
      case "approval" -> approval(entry);
      default -> {
        // Others say nothing of bundles and people.
      }
    }
  }

  private void refuse(Entry entry, List<Objection> objections) {
    ineffective.add(new Timeline.Ineffective(entry, now, objections));
  }

  private void refuse(Entry entry, String word, String sentence) {
    refuse(entry, List.of(new Objection(word, sentence)));
  }

  private void person(Entry entry) {
    var statement = PersonStatement.of(log, entry.body());
    if (statement.isEmpty()) {
      refuse(entry, "malformed", "its members are not those of a statement about a person");
      return;
    }
    var lines = entry.body().items("approvals");
    List<Objection> objections;
    if (lines.isEmpty()) {
      objections = people.objectionsToFounder(statement.get(), now);
    } else {
      objections =
          Signatures.note(statement.get().text(), lines)
              .map(note -> people.objections(log, statement.get(), note, now))
              .orElse(List.of(notLines()));
    }
    if (objections.isEmpty()) people = people.with(statement.get(), entry);
    else refuse(entry, objections);
  }

  private static Objection notLines() {
    return new Objection("malformed", "`approvals` are no signature lines");
  }

  private void bundle(Entry entry) {
    var body = entry.body();
    String replaces = body.text("replaces").orElse("");
    if (!replaces.equals(current.map(stage -> stage.leaf().hex()).orElse(""))) {
      refuse(entry, "stale", "it does not follow the entry of the bundle in force");
    } else if (!(Hash.parseHex(body.text("digest").orElse(""))
        instanceof Checked.Valid<Hash>(var digest))) {
      refuse(entry, "malformed", "`digest` is no digest");
    } else {
      var ref =
          new BundleRef(
              body.text("name").orElse(""), body.text("version").orElse(""), digest, entry.leaf());
      // Entries of before there were kinds are of bundles that nobody signed.
      if (body.text("mode").orElse(Kind.UNSIGNED.word()).equals(Kind.UNSIGNED.word())) {
        unsigned(entry, ref);
      } else {
        signed(entry, ref);
      }
    }
  }

  private void unsigned(Entry entry, BundleRef ref) {
    if (people.isEmpty()) {
      take(new Stage(entry, ref, Kind.UNSIGNED, now, Long.MAX_VALUE, current, List.of()));
    } else {
      refuse(entry, "unsigned", "nobody signed it, and people are enrolled who could");
    }
  }

  private void signed(Entry entry, BundleRef ref) {
    var body = entry.body();
    String replaced = current.map(stage -> stage.ref().digest().hex()).orElse("");
    var statement = BundleStatement.of(log, body, replaced);
    var note = statement.flatMap(made -> Signatures.note(made.text(), body.items("approvals")));
    if (statement.isEmpty() || note.isEmpty()) {
      refuse(entry, "malformed", "its members are not those of a signed statement");
      return;
    }
    var objections =
        new ArrayList<>(
            new Fitness(log, people, current, stages, began, this::isWhole)
                .objections(statement.get(), note.get(), now));
    var signatures = Signatures.of(note.get(), people, now);
    boolean half =
        statement.get().kind() == Kind.EMERGENCY && !signatures.byTwo(List.of()).isEmpty();
    long until =
        half
            ? Fitness.end(statement.get(), current.filter(stage -> !isWhole(stage)))
            : Long.MAX_VALUE;
    if (!body.text("until").orElse("").equals(half ? Times.text(until) : "")) {
      objections.add(new Objection("until", "`until` is not the end that an emergency change has"));
    }
    boolean widens =
        body.get("widens").filter(value -> value.equals(probity.ledger.Json.of(true))).isPresent();
    objections.addAll(Admission.citations(statement.get(), widens, List.of()));
    if (!objections.isEmpty()) {
      refuse(entry, objections);
      return;
    }
    long start = Math.max(now, Times.millis(statement.get().inForce()));
    take(new Stage(entry, ref, statement.get().kind(), start, until, current, signatures.people()));
  }

  private void take(Stage stage) {
    stages.add(stage);
    advance(now);
  }

  private boolean isWhole(Stage stage) {
    return !stage.isHalf() || approved.containsKey(stage.leaf());
  }

  private void approval(Entry entry) {
    String leaf = entry.body().text("bundle").orElse("");
    var stage = stages.stream().filter(one -> one.leaf().hex().equals(leaf)).findFirst();
    if (stage.isEmpty() || isWhole(stage.get()) || now >= stage.get().untilMillis()) {
      refuse(entry, "stale", "it approves no emergency change whose other half is missing");
      return;
    }
    var note =
        stage
            .get()
            .statement(log)
            .flatMap(made -> Signatures.note(made.text(), entry.body().items("approvals")));
    if (note.isEmpty()) {
      refuse(entry, List.of(notLines()));
      return;
    }
    var objections = Signatures.of(note.get(), people, now).byTwo(stage.get().signers());
    if (objections.isEmpty()) approved.put(stage.get().leaf(), now);
    else refuse(entry, objections);
  }

  /// Lets everything begin and end that is due until then.
  void advance(long to) {
    while (true) {
      long next = Long.MAX_VALUE;
      Optional<Stage> due = Optional.empty();
      boolean end = false;
      for (Stage stage : stages) {
        if (!started.contains(stage.leaf()) && stage.startMillis() < next) {
          next = stage.startMillis();
          due = Optional.of(stage);
          end = false;
        }
        // What ends at the moment at which another begins has ended before.
        boolean ends = !isWhole(stage) && !ended.contains(stage.leaf());
        if (ends && (stage.untilMillis() < next || (stage.untilMillis() == next && !end))) {
          next = stage.untilMillis();
          due = Optional.of(stage);
          end = true;
        }
      }
      if (due.isEmpty() || next > to) break;
      now = Math.max(now, next);
      if (end) end(due.get(), next);
      else start(due.get(), next);
    }
    // The far future is looked into, not reached.
    if (to != Long.MAX_VALUE - 1) now = Math.max(now, to);
  }

  private void start(Stage stage, long millis) {
    started.add(stage.leaf());
    boolean over = ended.contains(stage.leaf());
    if (!over && current.equals(stage.before())) {
      began.add(stage.leaf());
      current = Optional.of(stage);
      changes.add(
          new Timeline.Change(millis, current, stage.kind().word() + " change to " + named(stage)));
    } else {
      ineffective.add(
          new Timeline.Ineffective(
              stage.entry(),
              millis,
              List.of(
                  new Objection(
                      "overtaken",
                      "when its time came, another bundle was in force than the one that it"
                          + " replaces"))));
    }
  }

  private void end(Stage stage, long millis) {
    ended.add(stage.leaf());
    if (!current.equals(Optional.of(stage))) return;
    var back = stage.before();
    while (back.isPresent() && !isWhole(back.get()) && back.get().untilMillis() <= millis) {
      back = back.get().before();
    }
    current = back;
    changes.add(
        new Timeline.Change(
            millis,
            current,
            "the emergency change to "
                + named(stage)
                + " ended without its other half; "
                + back.map(before -> named(before) + " is back")
                    .orElse("no bundle was before it")));
  }

  private static String named(Stage stage) {
    return "`" + stage.ref().name() + " " + stage.ref().version() + "`";
  }
}

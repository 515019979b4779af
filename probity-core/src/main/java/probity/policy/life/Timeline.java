package probity.policy.life;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Note;
import probity.ledger.statement.BundleStatement;

/// Which bundle is in force when, as the entries of `records` say. Immutable.
///
/// Every entry is checked again: one that is not signed as it must be, or that does not follow from
/// those before it, has no effect and is named with the reason. What follows the last entry is as
/// it will be if nothing is added.
public final class Timeline {
  private final String log;
  private final People people;
  private final List<Stage> stages;
  private final List<Change> changes;
  private final List<Ineffective> ineffective;
  private final Map<Hash, Long> approved;
  private final long lastMillis;

  Timeline(Replay replay) {
    this.log = replay.log();
    this.people = replay.people();
    this.stages = List.copyOf(replay.stages());
    this.approved = Map.copyOf(replay.approved());
    this.lastMillis = replay.nowMillis();
    // Afterwards, since it goes on into the future.
    replay.advance(Long.MAX_VALUE - 1);
    this.changes = List.copyOf(replay.changes());
    this.ineffective = List.copyOf(replay.ineffective());
  }

  /// A moment at which another bundle comes into force, or none is any more.
  ///
  /// @param why in a sentence
  public record Change(long millis, Optional<Stage> stage, String why) {}

  /// An entry that has no effect, or that never came to have one.
  ///
  /// @param millis from when that is sure
  public record Ineffective(Entry entry, long millis, List<Objection> objections) {
    public Ineffective {
      objections = List.copyOf(objections);
    }
  }

  /// Reads the entries of `records`, whose origin is `log`, in their order; those of other kinds
  /// say nothing of bundles.
  public static Timeline of(String log, List<Entry> entries) {
    var replay = new Replay(log);
    entries.forEach(replay::follow);
    return new Timeline(replay);
  }

  public String log() {
    return log;
  }

  public People people() {
    return people;
  }

  /// The bundle entries that were taken, in the order of the log.
  public List<Stage> stages() {
    return stages;
  }

  /// Entries without effect until then, in the order of the log.
  public List<Ineffective> ineffective(long millis) {
    return ineffective.stream().filter(one -> one.millis() <= millis).toList();
  }

  /// What is in force then.
  public Optional<Stage> at(long millis) {
    return newest(millis).flatMap(Change::stage);
  }

  /// The change by which things came to be as they are then.
  public Optional<Change> newest(long millis) {
    return changes.stream().filter(change -> change.millis() <= millis).reduce((_, later) -> later);
  }

  /// All changes, those to come included.
  public List<Change> changes() {
    return changes;
  }

  /// Taken, and waiting for its time.
  public List<Stage> scheduled(long millis) {
    return changes.stream()
        .filter(change -> change.millis() > millis)
        .flatMap(change -> change.stage().stream())
        .filter(stage -> stage.startMillis() > millis)
        .toList();
  }

  /// Whether the other half of an emergency change has arrived.
  public boolean isWhole(Stage stage) {
    return !stage.isHalf() || approved.containsKey(stage.leaf());
  }

  /// The time of the newest entry; nothing that is added comes before it.
  public long lastMillis() {
    return lastMillis;
  }

  /// The emergency change that `statement` is about and whose other half is still missing then.
  public Optional<Stage> half(BundleStatement statement, long millis) {
    return stages.stream()
        .filter(stage -> !isWhole(stage) && millis < stage.untilMillis())
        .filter(stage -> stage.statement(log).equals(Optional.of(statement)))
        .findFirst();
  }

  /// Whether a statement was taken, whatever became of it.
  public boolean knows(BundleStatement statement) {
    return stages.stream().anyMatch(stage -> stage.statement(log).equals(Optional.of(statement)));
  }

  /// Who of `note` signed the missing half of `stage`; the objections say why nobody did.
  public Signatures missingHalf(Stage stage, Note note, long millis) {
    var signatures = Signatures.of(note, people, millis);
    var fresh =
        signatures.people().stream().filter(person -> !stage.signers().contains(person)).toList();
    return new Signatures(note, fresh, signatures.byTwo(stage.signers()));
  }

  /// What speaks against a proposal that arrives at `millis`, but for what only its bundle shows;
  /// empty where it is fit.
  public List<Objection> objections(BundleStatement statement, Note note, long millis) {
    return new Fitness(log, people, at(millis), stages, began(millis), this::isWhole)
        .objections(statement, note, millis);
  }

  /// Whether a note bears the signatures of an author and an approver.
  boolean isSignedByTwo(Note note, long millis) {
    return Signatures.of(note, people, millis).byTwo(List.of()).isEmpty();
  }

  /// The good signature lines of a note, as entries have them.
  public List<String> lines(Note note, long millis) {
    return Signatures.of(note, people, millis).lines();
  }

  private Set<Hash> began(long millis) {
    return changes.stream()
        .filter(change -> change.millis() <= millis)
        .flatMap(change -> change.stage().stream())
        .map(Stage::leaf)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  /// When an emergency change that arrives at `millis` ends: 72 hours after the time that it names,
  /// and not after the one that it replaces, where that has an end too.
  public long emergencyEnd(BundleStatement statement, long millis) {
    return Fitness.end(statement, at(millis).filter(stage -> !isWhole(stage)));
  }
}

package probity.policy.life;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import probity.ledger.Hash;
import probity.ledger.Note;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.BundleStatement.Kind;

/// The rules that a signed statement about a bundle must meet at the moment at which it arrives.
///
/// @param inForce at that moment
/// @param stages all that was taken before
/// @param began those of `stages` that were in force at some time
/// @param whole whether a stage bears both signatures by then
record Fitness(
    String log,
    People people,
    Optional<Stage> inForce,
    List<Stage> stages,
    Set<Hash> began,
    Predicate<Stage> whole) {

  List<Objection> objections(BundleStatement statement, Note note, long millis) {
    var objections = new ArrayList<Objection>();
    if (!statement.log().equals(log)) {
      objections.add(
          new Objection(
              "log",
              "it is signed for the ledger `" + statement.log() + "`, and this is `" + log + "`"));
    }
    var signatures = Signatures.of(note, people, millis);
    objections.addAll(
        statement.kind() == Kind.EMERGENCY ? signatures.byOne() : signatures.byTwo(List.of()));
    objections.addAll(place(statement));
    if (stages.stream().anyMatch(stage -> stage.statement(log).equals(Optional.of(statement)))) {
      objections.add(new Objection("used", "this very statement was taken before; it holds once"));
    }
    objections.addAll(history(statement));
    objections.addAll(times(statement, millis));
    if (statement.kind() == Kind.EMERGENCY && !signatures.byTwo(List.of()).isEmpty()) {
      objections.addAll(again(millis));
    }
    return objections;
  }

  /// It must have been made for the bundle that is in force: what it widens, and whether it still
  /// fits, was judged against that one.
  private List<Objection> place(BundleStatement statement) {
    String current = inForce.map(stage -> stage.ref().digest().hex()).orElse("");
    if (statement.replaces().equals(current)) {
      return inForce
          .filter(stage -> !stage.ref().name().equals(statement.name()))
          .map(stage ->
              new Objection(
                  "name",
                  "its name is `"
                      + statement.name()
                      + "`, and the bundle in force is `"
                      + stage.ref().name()
                      + "`"))
          .stream()
          .toList();
    }
    return List.of(
        new Objection(
            "stale",
            "it is to replace `"
                + orNone(statement.replaces())
                + "`, and in force is `"
                + orNone(current)
                + "`; propose it anew"));
  }

  private static String orNone(String digest) {
    return digest.isEmpty() ? "none" : digest;
  }

  private List<Objection> history(BundleStatement statement) {
    var objections = new ArrayList<Objection>();
    boolean taken =
        stages.stream()
            .anyMatch(stage ->
                stage.ref().version().equals(statement.version())
                    && !stage.ref().digest().hex().equals(statement.digest()));
    if (taken) {
      objections.add(
          new Objection(
              "version",
              "version `" + statement.version() + "` is that of another bundle already"));
    }
    boolean was =
        stages.stream()
            .anyMatch(stage ->
                stage.ref().digest().hex().equals(statement.digest())
                    && stage.kind() != Kind.UNSIGNED
                    && began.contains(stage.leaf())
                    && whole.test(stage));
    if (was && statement.kind() == Kind.NORMAL) {
      objections.add(
          new Objection(
              "downgrade",
              "this bundle was in force before; only a rollback or an emergency brings it back"));
    }
    if (!was && statement.kind() == Kind.ROLLBACK) {
      objections.add(
          new Objection(
              "rollback", "this bundle was never in force with the signatures of two people"));
    }
    return objections;
  }

  private static List<Objection> times(BundleStatement statement, long millis) {
    long from = Times.millis(statement.inForce());
    var ahead = statement.kind() == Kind.EMERGENCY ? Times.CLOCKS_MAX : Times.AHEAD_MAX;
    if (millis - from > Times.LATE_MAX.toMillis()) {
      return List.of(
          new Objection(
              "expired",
              "it was to go into force at " + statement.inForce() + ", more than an hour ago"));
    }
    if (from - millis > ahead.toMillis()) {
      return List.of(
          new Objection(
              "too-far",
              "it is to go into force at "
                  + statement.inForce()
                  + "; at most "
                  + (statement.kind() == Kind.EMERGENCY ? "10 minutes" : "90 days")
                  + " from now were expected"));
    }
    return List.of();
  }

  /// One emergency after the other would be one that lasts.
  private List<Objection> again(long millis) {
    for (Stage stage : stages.reversed()) {
      if (!began.contains(stage.leaf())) continue;
      if (whole.test(stage)) return List.of();
      if (millis >= stage.untilMillis()) {
        return List.of(
            new Objection(
                "emergency-again",
                "an emergency change ended without its other half; the next change needs two"
                    + " signatures"));
      }
    }
    return List.of();
  }

  static long end(BundleStatement statement, Optional<Stage> half) {
    long end = Times.millis(statement.inForce()) + Times.EMERGENCY.toMillis();
    return Math.min(end, half.map(Stage::untilMillis).orElse(Long.MAX_VALUE));
  }
}

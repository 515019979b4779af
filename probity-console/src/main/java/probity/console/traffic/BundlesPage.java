package probity.console.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.console.Tone;
import probity.ledger.Json;
import probity.policy.life.Person;
import probity.policy.life.Stage;
import probity.policy.life.Timeline;

/// What is in force since when, who signed it, what comes, and what came before.
///
/// @param now what is in force; empty where nothing is
/// @param why the sentence of the newest change
/// @param turns every change, those to come first
/// @param refused entries that had no effect
public record BundlesPage(
    Optional<InForce> now,
    String why,
    List<Beside> shadows,
    List<Turn> turns,
    List<Refused> refused) {
  /// Turns and refused entries of one page.
  private static final int TURNS_MAX = 200;

  public BundlesPage {
    shadows = List.copyOf(shadows);
    turns = List.copyOf(turns);
    refused = List.copyOf(refused);
  }

  /// @param kind how it came into force, in words
  /// @param until when it ends by itself; empty for never
  /// @param entry its entry in `records`
  public record InForce(
      String name,
      String path,
      String since,
      String length,
      String kind,
      Tone tone,
      String until,
      List<Signer> signers,
      String digest,
      String entry,
      String change,
      String records) {
    public InForce {
      signers = List.copyOf(signers);
    }
  }

  /// @param entry the `key` entry that says who this is
  public record Signer(String name, String roles, String entry) {}

  public record Beside(String name, String path, String since, String entry) {}

  /// @param difference the page that compares it with what it replaced; empty for the first
  public record Turn(
      String time,
      boolean coming,
      String name,
      String path,
      String kind,
      String why,
      List<Signer> signers,
      String difference,
      String entry) {
    public Turn {
      signers = List.copyOf(signers);
    }
  }

  public record Refused(String time, String name, String sentence, String entry) {}

  static BundlesPage of(BundleHistory history) {
    var line = history.timeline();
    long now = history.millis();
    return new BundlesPage(
        line.newest(now)
            .flatMap(change -> change.stage().map(stage -> inForce(line, change, stage, now))),
        line.newest(now)
            .map(change -> Told.quoted(change.why()))
            .orElse("no bundle was ever put in force"),
        history.shadows().stream()
            .map(one ->
                new Beside(
                    one.ref().name() + " " + one.ref().version(),
                    path(one.ref().digest().hex()),
                    Told.time(one.since()),
                    "/entries/" + one.ref().leaf().hex()))
            .toList(),
        turns(line, now),
        refused(line, now));
  }

  private static InForce inForce(Timeline line, Timeline.Change change, Stage stage, long now) {
    String digest = stage.ref().digest().hex();
    return new InForce(
        name(stage),
        path(digest),
        Told.time(change.millis()),
        Told.length(Math.max(0, now - change.millis())),
        kind(line, stage),
        stage.signers().size() > 1 ? Tone.GOOD : Tone.CARE,
        line.isWhole(stage) ? "" : Told.time(stage.untilMillis()),
        signers(stage),
        digest,
        entry(stage),
        stage.entry().body().text("change").orElse(""),
        "/records?" + Told.part("bundle", digest));
  }

  private static List<Turn> turns(Timeline line, long now) {
    var turns = new ArrayList<Turn>();
    var changes = line.changes();
    for (int i = changes.size() - 1; i >= 0 && turns.size() < TURNS_MAX; i--) {
      var change = changes.get(i);
      var before = i == 0 ? Optional.<Stage>empty() : changes.get(i - 1).stage();
      turns.add(turn(line, change, before, now));
    }
    return turns;
  }

  private static Turn turn(
      Timeline line, Timeline.Change change, Optional<Stage> before, long now) {
    var stage = change.stage();
    return new Turn(
        Told.time(change.millis()),
        change.millis() > now,
        stage.map(BundlesPage::name).orElse("none: traffic is refused"),
        stage.map(one -> path(one.ref().digest().hex())).orElse(""),
        stage.map(one -> kind(line, one)).orElse(""),
        Told.quoted(change.why()),
        stage.map(BundlesPage::signers).orElse(List.of()),
        stage.flatMap(to -> before.map(from -> difference(from, to))).orElse(""),
        stage.map(BundlesPage::entry).orElse(""));
  }

  private static String difference(Stage from, Stage to) {
    if (from.ref().digest().equals(to.ref().digest())) return "";
    return "/bundles/" + to.ref().digest().hex() + "/since/" + from.ref().digest().hex();
  }

  private static List<Refused> refused(Timeline line, long now) {
    return line.ineffective(now).reversed().stream()
        .filter(one -> one.entry().kind().equals("bundle"))
        .limit(TURNS_MAX)
        .map(one ->
            new Refused(
                Told.time(one.entry().time()),
                text(one.entry().body(), "name") + " " + text(one.entry().body(), "version"),
                Told.quoted(one.objections().getFirst().sentence()),
                "/entries/" + one.entry().leaf().hex()))
        .toList();
  }

  private static String name(Stage stage) {
    return stage.ref().name() + " " + stage.ref().version();
  }

  static String path(String digest) {
    return "/bundles/" + digest;
  }

  private static String entry(Stage stage) {
    return "/entries/" + stage.leaf().hex();
  }

  private static String kind(Timeline line, Stage stage) {
    return switch (stage.kind()) {
      case NORMAL -> "signed by author and approver";
      case ROLLBACK -> "back to an earlier bundle, signed by author and approver";
      case EMERGENCY ->
          line.isWhole(stage)
              ? "emergency change, completed by the other signature"
              : "emergency change, signed by one person";
      case UNSIGNED -> "unsigned: nobody was enrolled";
    };
  }

  private static List<Signer> signers(Stage stage) {
    return stage.signers().stream().map(BundlesPage::signer).toList();
  }

  private static Signer signer(Person person) {
    return new Signer(
        person.name(), String.join(", ", person.roles()), "/entries/" + person.leaf().hex());
  }

  private static String text(Json.Obj body, String member) {
    return body.text(member).orElse("");
  }
}

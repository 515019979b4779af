package probity.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.control.Bundles;
import probity.control.RecordsLog;
import probity.control.Result;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.evidence.SubjectKey;
import probity.ledger.Checked;
import probity.ledger.Note;
import probity.ledger.statement.GrantStatement;
import probity.ledger.statement.GrantStatement.Verdict;
import probity.policy.life.Objection;
import probity.policy.life.Person;
import probity.policy.life.Signatures;
import probity.policy.life.Times;

/// Takes what reviewers decide: a signed statement that fits becomes a `grant` entry of `records`,
/// and only then has its effect. One decision at a time; blocks on disk and ledger.
final class ReviewDesk {
  private static final Logger LOG = Logger.getLogger(ReviewDesk.class.getName());

  /// Of a reason, in characters.
  static final int REASON_MAX = 2_000;

  private final Bundles bundles;
  private final RecordsLog records;
  private final TicketDesk desk;
  private final ReviewVault vault;

  ReviewDesk(Bundles bundles, RecordsLog records, TicketDesk desk, ReviewVault vault) {
    this.bundles = bundles;
    this.records = records;
    this.desk = desk;
    this.vault = vault;
  }

  /// @param reason the text whose digest was signed
  synchronized Result decide(Note note, String reason) {
    if (!(GrantStatement.parse(note.text()) instanceof Checked.Valid<GrantStatement>(var signed))) {
      return refuse(new Objection("malformed", "a statement `probity/grant/v1` was expected"));
    }
    long now = bundles.millis();
    if (!signed.log().equals(records.origin())) {
      return refuse(
          new Objection(
              "log",
              "it is signed for the ledger `"
                  + signed.log()
                  + "`, and this is `"
                  + records.origin()
                  + "`"));
    }
    var found =
        desk.of(signed.review()).stream()
            .filter(item -> item.key().equals(GrantEntries.key(signed)))
            .findFirst();
    if (found.isEmpty()) {
      return refuse(
          new Objection(
              "nothing-waits",
              "nothing of the record `"
                  + signed.review()
                  + "` waits in queue `"
                  + signed.queue()
                  + "`: it was decided, or its deadline is over, and then it stays refused"));
    }
    var signatures = Signatures.of(note, bundles.people(), now);
    return decide(signed, found.get(), signatures, reason, now);
  }

  private Result decide(
      GrantStatement signed, Item item, Signatures signatures, String reason, long now) {
    var objections = new ArrayList<>(objections(signed, item, now));
    if (signatures.people().size() != 1 || !signatures.objections().isEmpty()) {
      objections.addAll(signatures.objections());
      if (signatures.people().size() != 1) {
        objections.add(
            new Objection("unsigned", "the signature of exactly one enrolled person was expected"));
      }
      return refuse(objections);
    }
    var person = signatures.people().getFirst();
    objections.addAll(objections(person, item));
    var key = vault.key(item.subject());
    if (key.isEmpty()) {
      objections.add(
          new Objection("erased", "the key of the person whom the record is about is destroyed"));
    } else if (!isReason(signed, key.get(), reason)) {
      objections.add(
          new Objection(
              "reason",
              "a reason of 1 to "
                  + REASON_MAX
                  + " characters whose digest was signed was expected"));
    }
    if (!objections.isEmpty() || key.isEmpty()) return refuse(objections);
    return record(signed, item, signatures, key.get(), reason);
  }

  private static boolean isReason(GrantStatement signed, SubjectKey key, String reason) {
    return !reason.isBlank()
        && reason.length() <= REASON_MAX
        && key.withhold(signed.review(), GrantStatement.REASON, reason)
            .digest()
            .equals(signed.reason());
  }

  private static List<Objection> objections(GrantStatement signed, Item item, long now) {
    var objections = new ArrayList<Objection>();
    if (item.state() != Item.State.WAITING) {
      objections.add(new Objection("decided", "it was decided before: " + item.state().word()));
    }
    if (!signed.intent().equals(item.intent().hex())) {
      objections.add(new Objection("intent", "the intent is not that of the record"));
    }
    if (item.isHeld() == (signed.verdict() == Verdict.LOOKED)) {
      objections.add(
          new Objection(
              "verdict",
              item.isHeld()
                  ? "a request that waits is granted or denied"
                  : "a record in a queue for afterwards is looked at"));
    }
    if (item.isHeld() && now >= item.deadline()) {
      objections.add(new Objection("late", "the deadline is over, so the request stays refused"));
    }
    if (signed.verdict() == Verdict.GRANTED) {
      long until = Times.millis(signed.until());
      if (until <= now) {
        objections.add(new Objection("expired", "the grant ended at " + signed.until()));
      } else if (until > now + item.queue().grant().toMillis()) {
        objections.add(
            new Objection(
                "until",
                "grants of queue `"
                    + item.queue().id()
                    + "` hold at most "
                    + item.queue().grant().toMinutes()
                    + " minutes, and this one would until "
                    + signed.until()));
      }
    }
    return objections;
  }

  /// Who may decide: a person of the role, whose competence is on record, and who is neither the
  /// caller nor the person whom the request was for.
  private List<Objection> objections(Person person, Item item) {
    var objections = new ArrayList<Objection>();
    if (!person.roles().contains(item.queue().role())) {
      objections.add(
          new Objection(
              "role",
              "`"
                  + person.name()
                  + "` has not the role `"
                  + item.queue().role()
                  + "` of queue `"
                  + item.queue().id()
                  + "`"));
    } else if (person.competence().isEmpty()) {
      objections.add(
          new Objection(
              "competence", "no record of competence is named for `" + person.name() + "`"));
    }
    if (isOwn(person, item)) {
      objections.add(
          new Objection("own", "`" + person.name() + "` asked for it; another person decides"));
    }
    return objections;
  }

  private boolean isOwn(Person person, Item item) {
    return person.name().equals(item.caller())
        || vault.name("person:" + person.name()).equals(item.subject());
  }

  private Result record(
      GrantStatement signed, Item item, Signatures by, SubjectKey key, String reason) {
    var person = by.people().getFirst();
    // Before the entry: what is on record has its text.
    vault.keepReason(key, item.exchange(), reason);
    var body = GrantEntries.body(signed, item, person, by.lines());
    return switch (records.append(new Draft("records", GrantEntries.KIND, body))) {
      case Appended.Unwritable(var why, var detail) ->
          refuse(
              new Objection("unwritable", "the ledger cannot be written (" + why + "): " + detail));
      case Appended.Durable durable -> {
        desk.decided(item.key(), GrantEntries.decided(durable.leaf(), signed));
        LOG.log(
            Level.INFO,
            "record `{0}` is {1} by `{2}` in queue `{3}`",
            new Object[] {
              item.exchange(), signed.verdict().word(), person.name(), item.queue().id()
            });
        yield new Result.Taken(says(signed));
      }
    };
  }

  private static String says(GrantStatement signed) {
    return switch (signed.verdict()) {
      case GRANTED -> "granted until " + signed.until() + ", once: the caller sends it again";
      case DENIED -> "denied";
      case LOOKED -> "looked at: " + signed.finding();
    };
  }

  private static Result refuse(Objection objection) {
    return refuse(List.of(objection));
  }

  private static Result refuse(List<Objection> objections) {
    LOG.log(
        Level.WARNING,
        "a decision of a reviewer was refused: {0}",
        String.join(", ", objections.stream().map(Objection::word).distinct().toList()));
    return new Result.Refused(objections);
  }

  /// The items of a record that a person may see; empty where there are none.
  Optional<List<Item>> visible(Person person, String exchange) {
    var items =
        desk.of(exchange).stream()
            .filter(item -> GrantEntries.mayReview(person, item.queue().role()))
            .toList();
    return items.isEmpty() ? Optional.empty() : Optional.of(items);
  }
}

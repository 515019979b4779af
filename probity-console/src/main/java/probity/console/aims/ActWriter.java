package probity.console.aims;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import probity.aims.register.Act;
import probity.aims.register.Change;
import probity.aims.register.Delegation;
import probity.aims.register.Register;
import probity.aims.register.Remark;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.ledger.Ulid;

/// Makes acts durable: the texts in the vault, then the entry in the ledger, then every view has
/// it. One call at a time.
final class ActWriter {
  private static final String RECORDS = "records";

  private final RegisterLog log;
  private final RegisterVault vault;
  private final Names names;
  private final Histories histories;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// The act of which it is not known whether the ledger took it.
  private Optional<String> unsure = Optional.empty();

  ActWriter(
      RegisterLog log,
      RegisterVault vault,
      Names names,
      Histories histories,
      InstantSource clock,
      RandomGenerator random) {
    this.log = log;
    this.vault = vault;
    this.names = names;
    this.histories = histories;
    this.clock = clock;
    this.random = random;
  }

  /// What an act does, before it has its texts; `author` and `approver` are ids of people.
  ///
  /// @param under the delegation by which `approver` decides; empty where the duty is their own
  record Acting(
      Register register,
      String record,
      int revision,
      String base,
      Change change,
      String author,
      String approver,
      String role,
      Optional<Delegation> under,
      String batch) {}

  Written append(Actor actor, Acting acting, Map<String, String> texts, Optional<RecordFile> file) {
    String id = Ulid.of(clock.millis(), random.nextInt(), random.nextLong()).lowerCase();
    var values = new ArrayList<RegisterVault.Value>();
    var digests = new HashMap<String, String>();
    texts.forEach((field, text) -> {
      String subject = subject(acting, field, text);
      values.add(new RegisterVault.Value(subject, field, text));
      digests.put(field, vault.key(subject).withhold(id, field, text).digest());
    });
    var act =
        new Act(
            id,
            acting.register.id(),
            acting.record,
            acting.revision,
            acting.base,
            acting.change,
            pseudonym(acting.author),
            pseudonym(acting.approver),
            acting.role,
            actor.method(),
            actor.authenticated(),
            acting.under.map(one -> names.pseudonym(one.delegator())).orElse(""),
            acting.under.map(one -> one.record().newest().leaf()).orElse(""),
            acting.batch,
            digests);
    file.map(RecordFile::content)
        .ifPresent(content ->
            vault.keepFile(
                Names.subject(acting.register.id(), acting.record),
                FileDigest.of(content),
                content));
    vault.keep(id, values);
    unsure = Optional.of(id);
    boolean sure = true;
    var written =
        switch (log.append(new Draft(RECORDS, Act.KIND, act.body()))) {
          case Appended.Durable durable -> {
            histories.take(act, durable.leaf().hex(), durable.time());
            yield new Written.Done(histories.find(acting.record).orElseThrow(), id);
          }
          case Appended.Unwritable(var reason, var detail) -> {
            sure = !reason.equals(Appended.WRITE_FAILED);
            yield Written.refused(
                Written.Why.UNWRITABLE, "the ledger cannot be written (" + reason + "): " + detail);
          }
        };
    if (sure) unsure = Optional.empty();
    return written;
  }

  /// The act that may stand in the ledger though no view has it: the ledger did not say in time
  /// what became of it. Nothing is appended while there is one, since its number may be taken.
  Optional<String> unsure() {
    return unsure;
  }

  /// What became of it is known, and every view has it.
  void settled() {
    unsure = Optional.empty();
  }

  private String pseudonym(String person) {
    return person.isEmpty() ? "" : names.pseudonym(person);
  }

  private static String subject(Acting acting, String field, String text) {
    if (acting.change.revises()) {
      return Names.subject(
          acting.register.id(), acting.record, acting.register.field(field).orElseThrow(), text);
    }
    // What a passkey signed tells whose it is.
    return field.equals(Remark.ASSERTION)
        ? Names.person(acting.approver)
        : Names.subject(acting.register.id(), acting.record);
  }
}

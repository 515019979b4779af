package probity.console.aims;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import probity.aims.register.Act;
import probity.aims.register.Change;
import probity.aims.register.Content;
import probity.aims.register.Delegation;
import probity.aims.register.Duty;
import probity.aims.register.Field;
import probity.aims.register.Gap;
import probity.aims.register.History;
import probity.aims.register.Mandate;
import probity.aims.register.Merge;
import probity.aims.register.Person;
import probity.aims.register.Register;
import probity.aims.register.Registers;
import probity.aims.register.Remark;
import probity.aims.register.Revision;
import probity.aims.register.Separation;
import probity.aims.register.Standing;
import probity.console.Bearer;
import probity.ledger.Entry;
import probity.ledger.UtcTime;

/// The registers: what they say, and the one way to change them.
///
/// Every change is an act: its texts are durable in the vault, then its entry is durable in the
/// ledger, then every view has it, and only then the call returns. Changes are made one after the
/// other; reading never waits. What the book holds in memory can be made again from ledger and
/// vault ([#reload]).
public final class RegisterBook {
  /// Fields of a person that say what they may do, and until when.
  private static final List<String> DUTIES = List.of("duties", "until");

  /// The most that is said of one record.
  private static final int REMARKS_MAX = 2_000;

  private static final int DAY_LETTERS = 10;
  private static final int COMMENT_MAX = 10_000;

  private final Registers registers;
  private final RegisterLog log;
  private final RegisterVault vault;
  private final InstantSource clock;
  private final Names names;
  private final Histories histories;
  private final ActWriter writer;
  private volatile List<Erased> erasures = List.of();

  private RegisterBook(
      Registers registers,
      RegisterLog log,
      RegisterVault vault,
      InstantSource clock,
      RandomGenerator random) {
    this.registers = registers;
    this.log = log;
    this.vault = vault;
    this.clock = clock;
    this.names = new Names(log.origin(), vault);
    this.histories = new Histories(registers, vault, names);
    this.writer = new ActWriter(log, vault, names, histories, clock, random);
  }

  /// Reads all of it from ledger and vault.
  public static RegisterBook open(
      Registers registers,
      RegisterLog log,
      RegisterVault vault,
      InstantSource clock,
      RandomGenerator random) {
    var book = new RegisterBook(registers, log, vault, clock, random);
    book.reload();
    return book;
  }

  /// Makes every view again from ledger and vault, as a start does.
  public synchronized void reload() {
    names.forget();
    var fresh = histories.blank();
    var entries = log.entries();
    entries.forEach(
        entry -> Act.of(entry).ifPresent(act -> fresh.take(act, entry.leaf().hex(), entry.time())));
    histories.become(fresh);
    erasures = entries.stream().flatMap(entry -> erased(entry).stream()).toList();
  }

  private Optional<Erased> erased(Entry entry) {
    if (!entry.kind().equals(Erasure.KIND)) return Optional.empty();
    var body = entry.body();
    return body.text("what")
        .flatMap(ErasableKeys.What::of)
        .map(what ->
            new Erased(
                what,
                Erasure.reason(vault, body),
                names.behind(body.text("requested").orElse("")),
                names.behind(body.text("approved").orElse("")),
                entry.time(),
                entry.leaf().hex()));
  }

  /// All erasures, in the order of the ledger.
  public List<Erased> erasures() {
    return erasures;
  }

  /// Ids of the people whose keys are gone.
  public List<String> erasedPeople() {
    return records(Names.PEOPLE).stream().filter(RegisterBook::isErased).map(History::id).toList();
  }

  /// Whether every act that may stand in the ledger is in every view. One whose fate was unknown is
  /// looked for, and taken over where the ledger has it by now.
  private boolean isSettled() {
    var unsure = writer.unsure();
    if (unsure.isEmpty()) return true;
    boolean durable =
        log.entries().stream()
            .flatMap(entry -> Act.of(entry).stream())
            .anyMatch(act -> unsure.get().equals(act.act()));
    if (!durable) return false;
    reload();
    writer.settled();
    return true;
  }

  /// The origin of the log that has the acts.
  public String origin() {
    return log.origin();
  }

  /// The registers that there are.
  public Registers registers() {
    return registers;
  }

  /// A record, archived ones too.
  public Optional<History> find(String id) {
    return histories.find(id);
  }

  /// The records of a register in the order of their numbers, archived ones too.
  public List<History> records(String register) {
    return histories.of(register);
  }

  /// The records that link to this one, in the order of registers and numbers.
  public List<History> linksTo(String id) {
    return histories.linksTo(id);
  }

  /// Writes a revision.
  public synchronized Written write(Actor actor, Edit edit) {
    if (!isSettled()) return Refusals.unsure();
    if (isGone(actor)) return Refusals.gone();
    var register = registers.find(edit.register());
    if (register.isEmpty()) {
      return Written.refused(Written.Why.UNKNOWN, "there is no register `" + edit.register() + "`");
    }
    var role = Separation.writes(register.get(), actor.duties());
    if (role.isEmpty() && !isFirst(actor, register.get())) {
      return Written.refused(
          Written.Why.FORBIDDEN,
          "to write in `"
              + register.get().title()
              + "` one of these roles was expected: "
              + Separation.words(register.get().edits()));
    }
    String roleWord = role.map(Duty::word).orElse("");
    if (edit.as().filter(Change::turns).isPresent()) {
      return turn(actor, roleWord, register.get(), edit, edit.as().get());
    }
    var known = edit.record().flatMap(this::find);
    return switch (check(register.get(), known, edit.base(), edit.file(), edit.values())) {
      case Content.Wrong(var faults) -> new Written.Refused(Written.Why.INVALID, faults);
      case Content.Fine(var values) ->
          edit.record().isEmpty()
              ? create(actor, roleWord, register.get(), values, edit)
              : revise(actor, roleWord, register.get(), values, edit);
    };
  }

  /// Whether who acts was archived or erased since they signed in.
  private boolean isGone(Actor actor) {
    return find(actor.person()).filter(one -> one.archived() || isErased(one)).isPresent();
  }

  /// The first person of all writes themself into `people`; nobody else is there to do it.
  private boolean isFirst(Actor actor, Register register) {
    return register.id().equals(Names.PEOPLE)
        && actor.method().equals(Actor.NONE)
        && records(Names.PEOPLE).isEmpty();
  }

  /// Has a key destroyed, on which another person decided; then makes every view again. No act is
  /// written meanwhile, so none is kept under a key that goes.
  ///
  /// @param asked what one person asked for
  /// @param approver id of the person who approves it
  public synchronized Erasure.Result erase(
      Erasure erasure, ErasureRequests.Asked asked, String approver) {
    for (String person : List.of(asked.requestedBy(), approver)) {
      if (find(person).filter(one -> !one.archived() && !isErased(one)).isEmpty()) {
        return new Erasure.Result.Refused("who asked or who approves is no longer here");
      }
    }
    var what = asked.field().isEmpty() ? ErasableKeys.What.PERSON : ErasableKeys.What.PERSONAL;
    String subject =
        asked.field().isEmpty()
            ? Names.person(asked.record())
            : Names.personal(asked.record(), asked.field());
    var request =
        new Erasure.Request(
            what,
            subject,
            asked.reason(),
            names.pseudonym(asked.requestedBy()),
            asked.requestedAt());
    Erasure.Result result = new Erasure.Result.Refused("the key could not be destroyed");
    try {
      result = erasure.approve(request, names.pseudonym(approver));
    } finally {
      // Also where the disk failed after the entry: no view shows what is to be gone.
      reload();
    }
    return result;
  }

  /// Whether a record is a person whose key is gone. Nothing is written about such a one any more:
  /// it would make a new key.
  private static boolean isErased(History record) {
    return record.register().id().equals(Names.PEOPLE)
        && record.newest().gaps().containsValue(Gap.ERASED);
  }

  /// Whether a record may say this: every value by its field, links lead to records, and what
  /// nobody types is what a file, or a revision before, made it.
  ///
  /// @param base the revision of `record` that somebody began from
  Content check(
      Register register,
      Optional<History> record,
      int base,
      Optional<RecordFile> file,
      Map<String, String> raw) {
    String day = UtcTime.text(clock.millis()).substring(0, DAY_LETTERS);
    return switch (Filling.of(register, record, base, file, day, raw)) {
      case Content.Wrong wrong -> wrong;
      case Content.Fine(var whole) -> check(register, whole);
    };
  }

  private Content check(Register register, Map<String, String> raw) {
    return switch (Content.of(registers, register, raw)) {
      case Content.Wrong wrong -> wrong;
      case Content.Fine fine -> {
        var faults = new ArrayList<Content.Fault>();
        for (Field field : register.fields()) {
          if (!Histories.isLink(field)) continue;
          fine.values()
              .getOrDefault(field.id(), "")
              .lines()
              .filter(id -> find(id).filter(one -> !isErased(one)).isEmpty())
              .forEach(id ->
                  faults.add(new Content.Fault(field.id(), "there is no record `" + id + "`")));
        }
        yield faults.isEmpty() ? fine : new Content.Wrong(faults);
      }
    };
  }

  private Written create(
      Actor actor, String role, Register register, Map<String, String> values, Edit edit) {
    var another = Separation.needsAnother(register, Optional.empty(), values, actor.person());
    if (another.isPresent()) return Refusals.needsAnother(another.get());
    String id = histories.nextId(register);
    // Whoever is first is the record that they write.
    String author = actor.person().isEmpty() ? id : actor.person();
    var act =
        new ActWriter.Acting(
            register,
            id,
            1,
            "",
            edit.as().orElse(Change.CREATED),
            author,
            "",
            role,
            Optional.empty(),
            edit.batch());
    return writer.append(actor, act, values, edit.file());
  }

  /// Nobody gives duties to themself, or takes them: somebody else does, and both stand on record.
  private static boolean isOwnDuties(Actor actor, History record, Map<String, String> values) {
    return record.register().id().equals(Names.PEOPLE)
        && record.id().equals(actor.person())
        && DUTIES.stream()
            .anyMatch(
                field -> !values.getOrDefault(field, "").equals(record.newest().value(field)));
  }

  private Written revise(
      Actor actor, String role, Register register, Map<String, String> values, Edit edit) {
    var found = edit.record().flatMap(this::find).filter(one -> one.register().equals(register));
    if (found.isEmpty()) return Refusals.noRecord(edit.record().orElse(""));
    History record = found.get();
    if (isErased(record)) return Refusals.erased(record);
    var base = record.revision(edit.base());
    if (base.isEmpty()) return Refusals.noRevision(record, edit.base());
    if (record.archived()) {
      return Written.refused(
          Written.Why.STALE, "`" + record.id() + "` is archived; restore it before it is changed");
    }
    var another = Separation.needsAnother(register, found, values, actor.person());
    boolean says = edit.as().filter(one -> one != Change.IMPORTED).isEmpty();
    if (another.isPresent() && says) return Refusals.needsAnother(another.get());
    if (isOwnDuties(actor, record, values)) {
      return Written.refused(
          Written.Why.FORBIDDEN, "nobody changes their own duties: another person has to");
    }
    var change = edit.as().orElse(Change.EDITED);
    var next = values;
    if (edit.base() != record.newest().number()) {
      switch (Merge.of(base.get().values(), record.newest().values(), values)) {
        case Merge.Clashing(var clashes, var rest) -> {
          return new Written.Clashing(record, clashes, rest);
        }
        case Merge.Merged(var merged, var theirs) -> {
          next = merged;
          if (theirs && change == Change.EDITED) change = Change.MERGED;
        }
      }
    }
    boolean same = next.equals(record.newest().values()) && record.newest().gaps().isEmpty();
    if (same) return new Written.Done(record, "");
    var act = next(actor, role, record, base.get(), change, edit.batch());
    return writer.append(actor, act, next, edit.file());
  }

  /// Archives or restores: the record goes on saying what it said, be it that somebody whom it
  /// names was erased or archived since.
  private Written turn(Actor actor, String role, Register register, Edit edit, Change change) {
    var found = edit.record().flatMap(this::find).filter(one -> one.register().equals(register));
    if (found.isEmpty()) return Refusals.noRecord(edit.record().orElse(""));
    History record = found.get();
    if (isErased(record)) return Refusals.erased(record);
    if (edit.base() != record.newest().number()) return Refusals.moved(record, edit.base());
    if (record.archived() == (change == Change.ARCHIVED)) {
      return Written.refused(
          Written.Why.STALE,
          "`" + record.id() + "` is " + (record.archived() ? "archived already" : "not archived"));
    }
    var act = next(actor, role, record, record.newest(), change, edit.batch());
    return writer.append(actor, act, record.newest().values(), Optional.empty());
  }

  /// The next revision of a record.
  private static ActWriter.Acting next(
      Actor actor, String role, History record, Revision base, Change change, String batch) {
    return new ActWriter.Acting(
        record.register(),
        record.id(),
        record.newest().number() + 1,
        base.leaf(),
        change,
        actor.person(),
        "",
        role,
        Optional.empty(),
        batch);
  }

  /// Says something about a revision; everybody but external auditors may, who write no records.
  public synchronized Written comment(Actor actor, String id, int revision, String text) {
    if (!isSettled()) return Refusals.unsure();
    String comment = text.strip();
    if (comment.isEmpty() || comment.length() > COMMENT_MAX) {
      return Written.refused(
          Written.Why.INVALID,
          "a comment of 1 to "
              + COMMENT_MAX
              + " characters was expected, and it has "
              + comment.length());
    }
    var role =
        actor.duties().stream().filter(duty -> duty != Duty.EXTERNAL_AUDITOR).sorted().findFirst();
    if (role.isEmpty()) {
      return Written.refused(Written.Why.FORBIDDEN, "external auditors write no records");
    }
    return about(
        actor, id, revision, Change.COMMENTED, own(role.get()), Map.of(Remark.COMMENT, comment));
  }

  /// Gives the newest revision to those who approve.
  public synchronized Written propose(Actor actor, String id, int revision) {
    if (!isSettled()) return Refusals.unsure();
    var record = find(id);
    if (record.isEmpty()) return Refusals.noRecord(id);
    var role = Separation.writes(record.get().register(), actor.duties());
    if (role.isEmpty()) {
      return Written.refused(
          Written.Why.FORBIDDEN, "who may not write a record may not propose it either");
    }
    if (record.get().register().approves().isEmpty()) {
      return Written.refused(
          Written.Why.STALE,
          "nobody approves records of `" + record.get().register().title() + "`");
    }
    if (revision != record.get().newest().number()) return Refusals.moved(record.get(), revision);
    return switch (record.get().standing()) {
      case DRAFT, RETURNED, REJECTED ->
          proposes(actor, record.get())
              .orElseGet(
                  () -> about(actor, id, revision, Change.PROPOSED, own(role.get()), Map.of()));
      case PROPOSED, APPROVED, ARCHIVED, IN_USE ->
          Written.refused(
              Written.Why.STALE, "`" + id + "` stands as: " + record.get().standing().title());
    };
  }

  private static Mandate own(Duty role) {
    return new Mandate(role, Optional.empty());
  }

  /// Why somebody may not propose a delegation: who delegates does so themself, and only what they
  /// may do themself.
  private Optional<Written> proposes(Actor actor, History record) {
    if (!record.register().id().equals(Delegation.REGISTER)) return Optional.empty();
    var delegation = new Delegation(record);
    if (actor.method().equals(Bearer.METHOD)) {
      return Optional.of(
          Written.refused(
              Written.Why.FORBIDDEN, "a token delegates nothing: a person has to, in the console"));
    }
    if (!actor.person().equals(delegation.delegator())) {
      return Optional.of(
          Written.refused(
              Written.Why.FORBIDDEN, "a delegation is proposed by who delegates, and nobody else"));
    }
    var beyond =
        registers.all().stream()
            .filter(one -> Separation.isBeyond(delegation, one, actor.duties()))
            .findFirst();
    if (beyond.isPresent()) {
      return Optional.of(
          Written.refused(
              Written.Why.FORBIDDEN,
              "nobody delegates what they may not do: in `"
                  + beyond.get().title()
                  + "` these roles approve: "
                  + Separation.words(beyond.get().approves())));
    }
    return delegation
        .fault()
        .map(fault -> new Written.Refused(Written.Why.INVALID, List.of(fault)));
  }

  /// By what a person may decide on the newest revision of a record today; empty where they may
  /// not.
  public Optional<Mandate> mandate(History record, String person, Set<Duty> duties) {
    return Separation.decides(record, person, duties, lent());
  }

  /// Why a person may not decide on it, in a sentence.
  public String whyNot(History record, String person) {
    return Separation.whyNot(record, person, lent());
  }

  /// Whether a delegation lends its deputy something today.
  public boolean isLent(Delegation delegation) {
    return lent().stream().anyMatch(one -> one.delegation().equals(delegation));
  }

  /// The delegations that are in force today, with the duties that those who delegate have now.
  private List<Mandate.Lent> lent() {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return records(Delegation.REGISTER).stream()
        .map(Delegation::new)
        .filter(one -> one.isInForce(today))
        .flatMap(one ->
            find(one.delegator())
                .map(Person::new)
                .filter(person -> person.isHere(today))
                .map(person -> new Mandate.Lent(one, person.duties()))
                .stream())
        .toList();
  }

  /// Approves, returns or rejects the newest revision, after it was proposed.
  ///
  /// @param decision what was shown and said, and how the person proved who they are
  public synchronized Written decide(Actor actor, String id, Decision decision) {
    if (!isSettled()) return Refusals.unsure();
    var found = find(id);
    if (found.isEmpty()) return Refusals.noRecord(id);
    History record = found.get();
    if (actor.method().equals(Bearer.METHOD)) {
      return Written.refused(
          Written.Why.FORBIDDEN, "a token decides nothing: a person has to, in the console");
    }
    if (decision.revision() != record.newest().number())
      return Refusals.moved(record, decision.revision());
    var mandate = mandate(record, actor.person(), actor.duties());
    if (mandate.isEmpty()) {
      return Written.refused(Written.Why.FORBIDDEN, whyNot(record, actor.person()));
    }
    if (record.standing() != Standing.PROPOSED) {
      return Written.refused(
          Written.Why.STALE,
          "`" + id + "` stands as: " + record.standing().title() + "; it is proposed first");
    }
    if (decision.change() != Change.APPROVED && decision.reason().isBlank()) {
      return new Written.Refused(
          Written.Why.INVALID, List.of(new Content.Fault(Remark.REASON, "a reason was expected")));
    }
    return about(
        actor, id, decision.revision(), decision.change(), mandate.get(), decision.texts());
  }

  private Written about(
      Actor actor,
      String id,
      int revision,
      Change change,
      Mandate mandate,
      Map<String, String> texts) {
    var found = find(id);
    if (found.isEmpty()) return Refusals.noRecord(id);
    if (isGone(actor)) return Refusals.gone();
    if (isErased(found.get())) return Refusals.erased(found.get());
    if (change == Change.COMMENTED && found.get().remarks().size() >= REMARKS_MAX) {
      return Written.refused(
          Written.Why.STALE, "of `" + id + "` at most " + REMARKS_MAX + " things are said");
    }
    var meant = found.get().revision(revision);
    if (meant.isEmpty()) return Refusals.noRevision(found.get(), revision);
    String author = change.decides() ? meant.get().author() : actor.person();
    String approver = change.decides() ? actor.person() : "";
    var act =
        new ActWriter.Acting(
            found.get().register(),
            id,
            revision,
            meant.get().leaf(),
            change,
            author,
            approver,
            mandate.role().word(),
            mandate.under(),
            "");
    return writer.append(actor, act, texts, Optional.empty());
  }
}

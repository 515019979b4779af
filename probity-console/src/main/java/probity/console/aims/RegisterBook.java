package probity.console.aims;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import probity.aims.register.Act;
import probity.aims.register.Change;
import probity.aims.register.Content;
import probity.aims.register.Duty;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.Gap;
import probity.aims.register.History;
import probity.aims.register.Merge;
import probity.aims.register.Register;
import probity.aims.register.Registers;
import probity.aims.register.Remark;
import probity.aims.register.Separation;
import probity.console.Bearer;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.ledger.Ulid;
import probity.ledger.UtcTime;

/// The registers: what they say, and the one way to change them.
///
/// Every change is an act: its texts are durable in the vault, then its entry is durable in the
/// ledger, then every view has it, and only then the call returns. Changes are made one after the
/// other; reading never waits. What the book holds in memory can be made again from ledger and
/// vault ([#reload]).
public final class RegisterBook {
  private static final String RECORDS = "records";
  private static final String DUTIES = "duties";
  private static final int DAY_LETTERS = 10;
  private static final int COMMENT_MAX = 10_000;

  private final Registers registers;
  private final RegisterLog log;
  private final RegisterVault vault;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Names names;
  private final Histories histories;

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
    this.random = random;
    this.names = new Names(log.origin(), vault);
    this.histories = new Histories(registers, vault, names);
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
    histories.clear();
    log.entries()
        .forEach(entry ->
            Act.of(entry).ifPresent(act -> histories.take(act, entry.leaf().hex(), entry.time())));
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
    var links = new ArrayList<History>();
    for (Register register : registers.all()) {
      for (History record : records(register.id())) {
        if (!record.id().equals(id) && isLinked(record, id)) links.add(record);
      }
    }
    return links;
  }

  private static boolean isLinked(History record, String id) {
    for (Field field : record.register().fields()) {
      if (isLink(field) && record.newest().value(field.id()).lines().anyMatch(id::equals))
        return true;
    }
    return false;
  }

  /// A new record, or a new revision of one.
  ///
  /// @param values by field, all that the record is to say, in any form that its fields read
  /// @param batch a ULID that the acts of one import share; else empty
  /// @param file that the record is to have from now on; without one it keeps what it has
  public record Edit(
      String register,
      Optional<String> record,
      int base,
      Map<String, String> values,
      Optional<Change> as,
      String batch,
      Optional<RecordFile> file) {
    public Edit {
      values = Map.copyOf(values);
    }

    private Edit(String register, Optional<String> record, int base, Map<String, String> values) {
      this(register, record, base, values, Optional.empty(), "", Optional.empty());
    }

    public static Edit create(String register, Map<String, String> values) {
      return new Edit(register, Optional.empty(), 0, values);
    }

    /// @param base the revision that the person saw
    public static Edit edit(History record, int base, Map<String, String> values) {
      return new Edit(record.register().id(), Optional.of(record.id()), base, values);
    }

    /// The same, as part of an import, or as its undoing.
    public Edit as(Change change, String batch) {
      return new Edit(register, record, base, values, Optional.of(change), batch, file);
    }

    /// The same, with a file.
    public Edit with(RecordFile other) {
      return new Edit(register, record, base, values, as, batch, Optional.of(other));
    }
  }

  /// Writes a revision.
  public synchronized Written write(Actor actor, Edit edit) {
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
    var known = edit.record().flatMap(this::find);
    return switch (check(register.get(), known, edit.base(), edit.file(), edit.values())) {
      case Content.Wrong(var faults) -> new Written.Refused(Written.Why.INVALID, faults);
      case Content.Fine(var values) ->
          edit.record().isEmpty()
              ? create(actor, roleWord, register.get(), values, edit)
              : revise(actor, roleWord, register.get(), values, edit);
    };
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
    var result = erasure.approve(request, names.pseudonym(approver));
    if (result instanceof Erasure.Result.Done) reload();
    return result;
  }

  /// Whether a record is a person whose key is gone. Nothing is written about such a one any more:
  /// it would make a new key.
  private static boolean isErased(History record) {
    return record.register().id().equals(Names.PEOPLE)
        && record.newest().gaps().containsValue(Gap.ERASED);
  }

  private static Written erased(History record) {
    return Written.refused(
        Written.Why.STALE, "`" + record.id() + "` was erased, and nothing is written about it");
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
          if (!isLink(field)) continue;
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

  private static boolean isLink(Field field) {
    return field.type() instanceof FieldType.Link || field.type() instanceof FieldType.Person;
  }

  private Written create(
      Actor actor, String role, Register register, Map<String, String> values, Edit edit) {
    var another = Separation.needsAnother(register, Optional.empty(), values, actor.person());
    if (another.isPresent()) return needsAnother(another.get());
    String id = histories.nextId(register);
    // Whoever is first is the record that they write.
    String author = actor.person().isEmpty() ? id : actor.person();
    var act =
        new Acting(
            register, id, 1, "", edit.as().orElse(Change.CREATED), author, "", role, edit.batch());
    return append(actor, act, values, edit.file());
  }

  private static Written needsAnother(Field field) {
    return new Written.Refused(
        Written.Why.INVALID,
        List.of(
            new Content.Fault(
                field.id(),
                "`"
                    + field.title()
                    + "` gets this value from another person than those who own or wrote the"
                    + " record")));
  }

  /// Nobody gives duties to themself, or takes them: somebody else does, and both stand on record.
  private static boolean isOwnDuties(Actor actor, History record, Map<String, String> values) {
    return record.register().id().equals(Names.PEOPLE)
        && record.id().equals(actor.person())
        && !values.getOrDefault(DUTIES, "").equals(record.newest().value(DUTIES));
  }

  private Written revise(
      Actor actor, String role, Register register, Map<String, String> values, Edit edit) {
    var found = edit.record().flatMap(this::find).filter(one -> one.register().equals(register));
    if (found.isEmpty()) return noRecord(edit.record().orElse(""));
    History record = found.get();
    if (isErased(record)) return erased(record);
    var base = record.revision(edit.base());
    if (base.isEmpty()) return noRevision(record, edit.base());
    if (record.archived() && edit.as().filter(Change.RESTORED::equals).isEmpty()) {
      return Written.refused(
          Written.Why.STALE, "`" + record.id() + "` is archived; restore it before it is changed");
    }
    var another = Separation.needsAnother(register, found, values, actor.person());
    boolean says = edit.as().filter(one -> one != Change.IMPORTED).isEmpty();
    if (another.isPresent() && says) return needsAnother(another.get());
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
    if (same && change != Change.ARCHIVED && change != Change.RESTORED) {
      return new Written.Done(record, "");
    }
    var act =
        new Acting(
            register,
            record.id(),
            record.newest().number() + 1,
            base.get().leaf(),
            change,
            actor.person(),
            "",
            role,
            edit.batch());
    return append(actor, act, next, edit.file());
  }

  /// Says something about a revision; everybody but external auditors may, who write no records.
  public synchronized Written comment(Actor actor, String id, int revision, String text) {
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
        actor, id, revision, Change.COMMENTED, role.get(), Map.of(Remark.COMMENT, comment));
  }

  /// Gives the newest revision to those who approve.
  public synchronized Written propose(Actor actor, String id, int revision) {
    var record = find(id);
    if (record.isEmpty()) return noRecord(id);
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
    if (revision != record.get().newest().number()) return moved(record.get(), revision);
    return switch (record.get().standing()) {
      case DRAFT, RETURNED, REJECTED ->
          about(actor, id, revision, Change.PROPOSED, role.get(), Map.of());
      case PROPOSED, APPROVED, ARCHIVED, IN_USE ->
          Written.refused(
              Written.Why.STALE, "`" + id + "` stands as: " + record.get().standing().title());
    };
  }

  /// Approves, returns or rejects the newest revision, after it was proposed.
  ///
  /// @param decision what was shown and said, and how the person proved who they are
  public synchronized Written decide(Actor actor, String id, Decision decision) {
    var found = find(id);
    if (found.isEmpty()) return noRecord(id);
    History record = found.get();
    if (actor.method().equals(Bearer.METHOD)) {
      return Written.refused(
          Written.Why.FORBIDDEN, "a token decides nothing: a person has to, in the console");
    }
    if (decision.revision() != record.newest().number()) return moved(record, decision.revision());
    var role = Separation.decides(record, actor.person(), actor.duties());
    if (role.isEmpty()) {
      return Written.refused(Written.Why.FORBIDDEN, Separation.whyNot(record, actor.person()));
    }
    if (record.standing() != probity.aims.register.Standing.PROPOSED) {
      return Written.refused(
          Written.Why.STALE,
          "`" + id + "` stands as: " + record.standing().title() + "; it is proposed first");
    }
    if (decision.change() != Change.APPROVED && decision.reason().isBlank()) {
      return new Written.Refused(
          Written.Why.INVALID, List.of(new Content.Fault(Remark.REASON, "a reason was expected")));
    }
    return about(actor, id, decision.revision(), decision.change(), role.get(), decision.texts());
  }

  private Written about(
      Actor actor, String id, int revision, Change change, Duty role, Map<String, String> texts) {
    var found = find(id);
    if (found.isEmpty()) return noRecord(id);
    if (isErased(found.get())) return erased(found.get());
    var meant = found.get().revision(revision);
    if (meant.isEmpty()) return noRevision(found.get(), revision);
    String author = change.decides() ? meant.get().author() : actor.person();
    String approver = change.decides() ? actor.person() : "";
    var act =
        new Acting(
            found.get().register(),
            id,
            revision,
            meant.get().leaf(),
            change,
            author,
            approver,
            role.word(),
            "");
    return append(actor, act, texts, Optional.empty());
  }

  private static Written noRecord(String id) {
    return Written.refused(Written.Why.UNKNOWN, "there is no record `" + id + "`");
  }

  private static Written noRevision(History record, int revision) {
    return Written.refused(
        Written.Why.UNKNOWN, "`" + record.id() + "` has no revision " + revision);
  }

  private static Written moved(History record, int revision) {
    return Written.refused(
        Written.Why.STALE,
        "revision "
            + revision
            + " of `"
            + record.id()
            + "` was shown, and it has revision "
            + record.newest().number()
            + " now");
  }

  /// What an act does, before it has its texts; `author` and `approver` are ids of people.
  private record Acting(
      Register register,
      String record,
      int revision,
      String base,
      Change change,
      String author,
      String approver,
      String role,
      String batch) {}

  private Written append(
      Actor actor, Acting acting, Map<String, String> texts, Optional<RecordFile> file) {
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
            acting.batch,
            digests);
    file.map(RecordFile::content)
        .ifPresent(content ->
            vault.keepFile(
                Names.subject(acting.register.id(), acting.record),
                FileDigest.of(content),
                content));
    vault.keep(id, values);
    return switch (log.append(new Draft(RECORDS, Act.KIND, act.body()))) {
      case Appended.Durable durable -> {
        histories.take(act, durable.leaf().hex(), durable.time());
        yield new Written.Done(find(acting.record).orElseThrow(), id);
      }
      case Appended.Unwritable(var reason, var detail) ->
          Written.refused(
              Written.Why.UNWRITABLE, "the ledger cannot be written (" + reason + "): " + detail);
    };
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

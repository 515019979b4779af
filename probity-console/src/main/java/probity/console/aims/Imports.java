package probity.console.aims;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import probity.aims.register.Change;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Revision;
import probity.console.table.Table;
import probity.ledger.Ulid;

/// Imports tables into registers, and takes imports back.
public final class Imports {
  private final RegisterBook book;
  private final InstantSource clock;
  private final RandomGenerator random;

  public Imports(RegisterBook book, InstantSource clock, RandomGenerator random) {
    this.book = book;
    this.clock = clock;
    this.random = random;
  }

  /// What importing would do; changes nothing.
  public ImportPlan plan(Register register, Table table, Map<Integer, String> columns) {
    return ImportPlan.of(book, register, table, columns);
  }

  /// What was written.
  ///
  /// @param batch by which it can be taken back; empty where nothing was written
  /// @param records that were made or changed
  /// @param refusals why rows were not written, as `row 7: …`
  /// @param why what kind of reason the first of them is; empty where there is none
  public record Outcome(
      String batch, List<String> records, List<String> refusals, Optional<Written.Why> why) {
    public Outcome {
      records = List.copyOf(records);
      refusals = List.copyOf(refusals);
    }
  }

  /// Writes what a plan says, if all of it can be; ends at the first row that is refused, since a
  /// table half of which is there is worse than one that stops where it says.
  public Outcome apply(Actor actor, ImportPlan plan) {
    if (!plan.clean()) {
      return ended("", List.of(), Written.Why.INVALID, "the table has faults");
    }
    String batch = Ulid.of(clock.millis(), random.nextInt(), random.nextLong()).lowerCase();
    var records = new ArrayList<String>();
    for (ImportPlan.Step step : plan.steps()) {
      var edit = edit(plan.register(), step, batch);
      if (edit.isEmpty()) continue;
      switch (book.write(actor, edit.get())) {
        case Written.Done(var record, var _) -> records.add(record.id());
        case Written.Clashing(var record, var _, var _) -> {
          String why = "row " + step.row() + ": `" + record.id() + "` was changed meanwhile";
          return ended(batch, records, Written.Why.STALE, why);
        }
        case Written.Refused refused -> {
          return ended(
              batch, records, refused.why(), "row " + step.row() + ": " + refused.sentence());
        }
      }
    }
    return new Outcome(records.isEmpty() ? "" : batch, records, List.of(), Optional.empty());
  }

  /// What was written before something was refused.
  private static Outcome ended(
      String batch, List<String> records, Written.Why why, String sentence) {
    return records.isEmpty()
        ? new Outcome("", records, List.of(sentence + "; nothing was written"), Optional.of(why))
        : new Outcome(batch, records, List.of(sentence), Optional.of(why));
  }

  private static Optional<Edit> edit(Register register, ImportPlan.Step step, String batch) {
    return switch (step) {
      case ImportPlan.Step.Create(var _, var values) ->
          Optional.of(Edit.create(register.id(), values).as(Change.IMPORTED, batch));
      case ImportPlan.Step.Edit(var _, var record, int base, var values) ->
          Optional.of(Edit.edit(record, base, values).as(Change.IMPORTED, batch));
      case ImportPlan.Step.Same _, ImportPlan.Step.Wrong _ -> Optional.empty();
    };
  }

  /// Takes an import into a register back: records that it made are archived, others say again what
  /// they said before. A record that was changed since stays as it is, and is named.
  public Outcome undo(Actor actor, Register register, String batch) {
    var records = new ArrayList<String>();
    var refusals = new ArrayList<String>();
    var whys = new ArrayList<Written.Why>();
    for (History record : book.records(register.id())) {
      var imported =
          record.revisions().stream()
              .filter(one -> one.batch().equals(batch) && one.change() == Change.IMPORTED)
              .findFirst();
      if (imported.isEmpty()) continue;
      if (imported.get().number() != record.newest().number()) {
        refusals.add("`" + record.id() + "` was changed since, and stays");
        whys.add(Written.Why.STALE);
        continue;
      }
      switch (book.write(actor, undoing(record, imported.get(), batch))) {
        case Written.Done(var undone, var _) -> records.add(undone.id());
        case Written.Clashing _ -> {
          refusals.add("`" + record.id() + "` was changed meanwhile");
          whys.add(Written.Why.STALE);
        }
        case Written.Refused refused -> {
          refusals.add("`" + record.id() + "`: " + refused.sentence());
          whys.add(refused.why());
        }
      }
    }
    return new Outcome(batch, records, refusals, whys.stream().findFirst());
  }

  private static Edit undoing(History record, Revision imported, String batch) {
    var before = record.revision(imported.number() - 1);
    return before
        .map(one -> Edit.edit(record, imported.number(), one.values()).as(Change.UNDONE, batch))
        .orElseGet(() ->
            Edit.edit(record, imported.number(), imported.values()).as(Change.ARCHIVED, batch));
  }
}

package probity.console.aims.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Separation;
import probity.console.Bearer;
import probity.console.Call;
import probity.console.Reply;
import probity.console.aims.Actor;
import probity.console.aims.ImportPlan;
import probity.console.aims.Imports;
import probity.console.aims.RegisterBook;
import probity.console.aims.RegisterTable;
import probity.console.aims.Written;
import probity.console.table.Table;
import probity.ledger.Json;

/// Imports of rows, which go the way of tables: what would be done is known before anything is.
final class RowImport {
  /// Where spreadsheets begin to count rows, behind the header.
  private static final int FIRST_ROW = 2;

  private final RegisterBook book;
  private final Imports imports;

  RowImport(RegisterBook book, Imports imports) {
    this.book = book;
    this.imports = imports;
  }

  /// @param record empty for a new one
  /// @param revision from which the row was made; 0 for the newest
  private record Row(String record, int revision, Map<String, String> values) {}

  Reply take(Call call, Bearer bearer, Actor actor, Register register) {
    if (Separation.writes(register, bearer.member().duties()).isEmpty()) return mayNot(register);
    return Members.read(
        call,
        List.of("dry_run", "rows"),
        body -> {
          boolean dryRun = body.flag("dry_run");
          var items = body.items("rows", Table.ROWS_MAX);
          return body.orElse(() -> {
            var objections = new ArrayList<Json>();
            var rows = rows(items, objections);
            return objections.isEmpty()
                ? planned(actor, register, rows, dryRun)
                : Members.refused(objections);
          });
        });
  }

  private static Reply mayNot(Register register) {
    return Outcomes.refused(
        Written.refused(
            Written.Why.FORBIDDEN,
            "to import into `"
                + register.title()
                + "` one of these roles was expected: "
                + Separation.words(register.edits())));
  }

  private static List<Row> rows(List<Json> items, List<Json> objections) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Json.Obj item)) {
        objections.add(objection(i, "", "an object was expected"));
        continue;
      }
      var members = Members.of(item, List.of("record", "revision", "values"));
      String record = members.has("record") ? members.text("record") : "";
      int revision = members.has("revision") ? members.number("revision") : 0;
      rows.add(new Row(record, revision, members.values()));
      objections.addAll(members.objections(i));
    }
    return rows;
  }

  private Reply planned(Actor actor, Register register, List<Row> rows, boolean dryRun) {
    var unknown = unknownFields(register, rows);
    if (!unknown.isEmpty()) return Members.refused(unknown);
    var table = table(register, rows);
    var plan = imports.plan(register, table, RegisterTable.columns(register, table.header()));
    if (dryRun) return Reply.of(200, told(plan).put("dry_run", true).build());
    if (!plan.clean()) return Members.refused(faults(plan));
    var outcome = imports.apply(actor, plan);
    int status = outcome.why().map(Outcomes::status).orElse(200);
    var answer =
        outcome
            .why()
            .map(why ->
                Reply.refusal(
                    status, Outcomes.word(why), String.join("; ", outcome.refusals()), List.of()))
            .orElseGet(() -> told(plan).put("dry_run", false));
    return Reply.of(
        status, answer.put("batch", outcome.batch()).put("records", outcome.records()).build());
  }

  private static Json objection(int row, String field, String sentence) {
    return Json.object().put("row", row).putAll(Members.objection(field, sentence)).build();
  }

  private static List<Json> unknownFields(Register register, List<Row> rows) {
    var unknown = new ArrayList<Json>();
    for (int i = 0; i < rows.size(); i++) {
      for (String name : rows.get(i).values().keySet()) {
        if (register.field(name).isPresent()) continue;
        unknown.add(objection(i, name, "`" + register.id() + "` has no field `" + name + "`"));
      }
    }
    return unknown;
  }

  /// A field that a row lacks stays as it is, where tables would empty it.
  private Table table(Register register, List<Row> rows) {
    var fields = new LinkedHashSet<String>();
    rows.forEach(row -> fields.addAll(row.values().keySet()));
    var header = new ArrayList<String>(List.of(RegisterTable.RECORD, RegisterTable.REVISION));
    header.addAll(fields);
    var cells = new ArrayList<List<String>>();
    for (Row row : rows) {
      var before = before(register, row);
      var line = new ArrayList<String>();
      line.add(row.record());
      line.add(row.revision() == 0 ? "" : Integer.toString(row.revision()));
      for (String field : fields) {
        line.add(row.values().getOrDefault(field, before.getOrDefault(field, "")));
      }
      cells.add(line);
    }
    return new Table(header, cells);
  }

  private Map<String, String> before(Register register, Row row) {
    Optional<History> record =
        book.find(row.record().strip()).filter(one -> one.register().equals(register));
    return record
        .flatMap(one -> one.revision(row.revision() == 0 ? one.newest().number() : row.revision()))
        .map(revision -> (Map<String, String>) new HashMap<>(revision.values()))
        .orElse(Map.of());
  }

  private static Json.Builder told(ImportPlan plan) {
    var faults = faults(plan);
    return Json.object()
        .put(
            "objections",
            new Json.Arr(faults.subList(0, Math.min(faults.size(), Members.OBJECTIONS_MAX))))
        .put("rows", new Json.Arr(plan.steps().stream().<Json>map(RowImport::step).toList()));
  }

  private static Json.Obj step(ImportPlan.Step step) {
    return switch (step) {
      case ImportPlan.Step.Create _ -> step("create", "");
      case ImportPlan.Step.Edit edit -> step("edit", edit.record().id());
      case ImportPlan.Step.Same(var _, var record) -> step("same", record.id());
      case ImportPlan.Step.Wrong _ -> step("wrong", "");
    };
  }

  private static Json.Obj step(String word, String record) {
    return Json.object().put("record", record).put("step", word).build();
  }

  private static List<Json> faults(ImportPlan plan) {
    var faults = new ArrayList<Json>();
    for (ImportPlan.Step step : plan.steps()) {
      if (!(step instanceof ImportPlan.Step.Wrong(int row, var cells))) continue;
      for (ImportPlan.CellFault cell : cells) {
        faults.add(objection(row - FIRST_ROW, cell.column(), cell.sentence()));
      }
    }
    return faults;
  }

  Reply undo(Call call, Bearer bearer, Actor actor, Register register) {
    if (Separation.writes(register, bearer.member().duties()).isEmpty()) return mayNot(register);
    return Members.read(
        call,
        List.of("batch"),
        body -> {
          String batch = body.text("batch");
          return body.orElse(() -> undone(imports.undo(actor, register, batch)));
        });
  }

  private static Reply undone(Imports.Outcome outcome) {
    if (outcome.records().isEmpty() && outcome.refusals().isEmpty()) {
      return Reply.refused(404, "unknown", "no import has the batch `" + outcome.batch() + "`");
    }
    return Reply.of(
        200,
        Json.object()
            .put("batch", outcome.batch())
            .put("records", outcome.records())
            .put("refusals", outcome.refusals())
            .build());
  }
}

package probity.console.aims;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.aims.register.Content;
import probity.aims.register.History;
import probity.aims.register.Merge;
import probity.aims.register.Register;
import probity.console.table.Table;

/// What importing a table would do, row by row, and every fault by its cell. Making a plan changes
/// nothing.
///
/// @param steps one for each row of the table
public record ImportPlan(Register register, List<Step> steps) {
  public ImportPlan {
    steps = List.copyOf(steps);
  }

  /// What becomes of one row; `row` counts as spreadsheets do, so the first after the header is 2.
  public sealed interface Step {
    int row();

    /// A new record.
    record Create(int row, Map<String, String> values) implements Step {}

    /// A new revision of a record.
    ///
    /// @param base the revision that the row was exported from
    record Edit(int row, History record, int base, Map<String, String> values) implements Step {}

    /// The record says this already.
    record Same(int row, History record) implements Step {}

    /// The row cannot be imported.
    record Wrong(int row, List<CellFault> faults) implements Step {
      public Wrong {
        faults = List.copyOf(faults);
      }
    }
  }

  /// @param column as the table calls it; empty where the row as a whole is meant
  /// @param sentence what came and what was expected
  public record CellFault(String column, String sentence) {}

  /// Whether all of it can be imported.
  public boolean clean() {
    return steps.stream().noneMatch(Step.Wrong.class::isInstance);
  }

  /// How many rows have such a step.
  public long count(Class<? extends Step> kind) {
    return steps.stream().filter(kind::isInstance).count();
  }

  /// @param columns what each column is: `record`, `revision`, or the id of a field
  static ImportPlan of(
      RegisterBook book, Register register, Table table, Map<Integer, String> columns) {
    var steps = new ArrayList<Step>();
    var seen = new HashSet<String>();
    for (int i = 0; i < table.rows().size(); i++) {
      var reader = new RowReader(book, register, table.header(), columns, seen);
      steps.add(reader.step(i + 2, table.rows().get(i)));
    }
    return new ImportPlan(register, steps);
  }

  /// Reads one row.
  ///
  /// @param seen records that rows before named
  private record RowReader(
      RegisterBook book,
      Register register,
      List<String> header,
      Map<Integer, String> columns,
      Set<String> seen) {

    Step step(int row, List<String> cells) {
      var given = new HashMap<String, String>();
      columns.forEach((column, meaning) -> given.put(meaning, cells.get(column)));
      String id = Optional.ofNullable(given.remove(RegisterTable.RECORD)).orElse("").strip();
      String revision =
          Optional.ofNullable(given.remove(RegisterTable.REVISION)).orElse("").strip();
      if (id.isEmpty()) return create(row, given);
      var record = book.find(id).filter(one -> one.register().equals(register));
      if (record.isEmpty()) {
        return wrong(
            row, RegisterTable.RECORD, "`" + register.id() + "` has no record `" + id + "`");
      }
      if (!seen.add(id)) {
        return wrong(row, RegisterTable.RECORD, "a row before is about `" + id + "` too");
      }
      if (record.get().archived()) {
        return wrong(row, RegisterTable.RECORD, "`" + id + "` is archived");
      }
      return edit(row, record.get(), revision, given);
    }

    private Step create(int row, Map<String, String> given) {
      return switch (book.check(register, Optional.empty(), 0, Optional.empty(), given)) {
        case Content.Fine(var values) -> new Step.Create(row, values);
        case Content.Wrong(var faults) -> wrong(row, faults);
      };
    }

    private Step edit(int row, History record, String revision, Map<String, String> given) {
      int base = revision.isEmpty() ? record.newest().number() : number(revision);
      var from = record.revision(base);
      if (from.isEmpty()) {
        return wrong(
            row,
            RegisterTable.REVISION,
            "`" + record.id() + "` has no revision `" + revision + "`");
      }
      // A column that the table lacks leaves its field as it is.
      var whole = new HashMap<>(from.get().values());
      whole.putAll(given);
      return switch (book.check(register, Optional.of(record), base, Optional.empty(), whole)) {
        case Content.Wrong(var faults) -> wrong(row, faults);
        case Content.Fine(var values) ->
            switch (Merge.of(from.get().values(), record.newest().values(), values)) {
              case Merge.Clashing(var clashes, var _) ->
                  wrong(
                      row,
                      clashes.stream()
                          .map(clash ->
                              new Content.Fault(
                                  clash.field(),
                                  "it was changed since to `" + clash.theirs() + "`"))
                          .toList());
              case Merge.Merged(var merged, var _) when merged.equals(record.newest().values()) ->
                  new Step.Same(row, record);
              case Merge.Merged _ -> new Step.Edit(row, record, base, values);
            };
      };
    }

    private static int number(String revision) {
      return revision.matches("[0-9]{1,9}") ? Integer.parseInt(revision) : -1;
    }

    private Step wrong(int row, List<Content.Fault> faults) {
      return new Step.Wrong(
          row,
          faults.stream()
              .map(fault -> new CellFault(column(fault.field()), fault.sentence()))
              .toList());
    }

    private Step wrong(int row, String meaning, String sentence) {
      return new Step.Wrong(row, List.of(new CellFault(column(meaning), sentence)));
    }

    private String column(String meaning) {
      return columns.entrySet().stream()
          .filter(one -> one.getValue().equals(meaning))
          .map(one -> header.get(one.getKey()))
          .findFirst()
          .orElse(meaning);
    }
  }
}

package probity.console.aims.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import probity.aims.register.Field;
import probity.aims.register.Register;
import probity.console.Input;
import probity.console.aims.ImportPlan;
import probity.console.aims.ImportPlan.Step;
import probity.console.aims.RegisterTable;
import probity.console.table.Table;

/// What importing a table would do, before it is done.
///
/// @param columns what each column is taken for, to be changed
/// @param clean whether all of it can be imported
/// @param rows the first of them
/// @param more how many rows are not shown
public record ImportPage(
    String path,
    List<Input> columns,
    long created,
    long changed,
    long same,
    long wrong,
    boolean clean,
    List<Row> rows,
    int more) {
  private static final int ROWS_MAX = 200;

  /// Before the number of a column in the name of its input.
  static final String COLUMN = "c";

  public ImportPage {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /// @param what becomes of the row
  /// @param details values of a new record, or faults, each with its column
  public record Row(int number, String what, boolean bad, List<Detail> details) {
    public Row {
      details = List.copyOf(details);
    }
  }

  public record Detail(String column, String text) {}

  static ImportPage of(String path, Table table, Map<Integer, String> columns, ImportPlan plan) {
    var faultsFirst = new ArrayList<Step>();
    for (Step step : plan.steps()) if (step instanceof Step.Wrong) faultsFirst.add(step);
    for (Step step : plan.steps()) if (!(step instanceof Step.Wrong)) faultsFirst.add(step);
    var shown = faultsFirst.subList(0, Math.min(ROWS_MAX, faultsFirst.size()));
    return new ImportPage(
        path,
        inputs(plan.register(), table, columns),
        plan.count(Step.Create.class),
        plan.count(Step.Edit.class),
        plan.count(Step.Same.class),
        plan.count(Step.Wrong.class),
        plan.clean(),
        shown.stream().map(step -> row(plan.register(), step)).toList(),
        faultsFirst.size() - shown.size());
  }

  private static Row row(Register register, Step step) {
    return switch (step) {
      case Step.Create(int number, var values) ->
          new Row(number, "makes a new record", false, List.of(name(register, values)));
      case Step.Edit(int number, var record, int _, var _) ->
          new Row(number, "changes " + record.id(), false, List.of(new Detail("", record.title())));
      case Step.Same(int number, var record) ->
          new Row(
              number,
              record.id() + " says this already",
              false,
              List.of(new Detail("", record.title())));
      case Step.Wrong(int number, var faults) ->
          new Row(
              number,
              "cannot be imported",
              true,
              faults.stream().map(fault -> new Detail(fault.column(), fault.sentence())).toList());
    };
  }

  private static Detail name(Register register, Map<String, String> values) {
    return new Detail("", values.getOrDefault(register.fields().getFirst().id(), ""));
  }

  private static List<Input> inputs(Register register, Table table, Map<Integer, String> columns) {
    var inputs = new ArrayList<Input>();
    for (int i = 0; i < table.header().size(); i++) {
      String chosen = columns.getOrDefault(i, "");
      var choices = new ArrayList<Input.Choice>();
      choices.add(new Input.Choice("", "Leave it out", chosen.isEmpty()));
      for (String own : List.of(RegisterTable.RECORD, RegisterTable.REVISION)) {
        choices.add(new Input.Choice(own, own, chosen.equals(own)));
      }
      for (Field field : register.fields()) {
        choices.add(new Input.Choice(field.id(), field.title(), chosen.equals(field.id())));
      }
      String name = table.header().get(i).isEmpty() ? "Column " + (i + 1) : table.header().get(i);
      inputs.add(Input.of(Input.Kind.ONE_OF, COLUMN + i, name).options(choices));
    }
    return inputs;
  }
}

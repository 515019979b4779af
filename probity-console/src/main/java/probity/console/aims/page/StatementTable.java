package probity.console.aims.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import probity.console.table.Table;

/// The Statement of Applicability as rows, in words, each with the entries that prove it.
final class StatementTable {
  private static final List<String> HEADER =
      List.of(
          "Objective",
          "Control",
          "Title",
          "Included",
          "Grounds of inclusion",
          "Why included",
          "Why excluded",
          "Implementation",
          "How it is implemented",
          "Responsible",
          "Evidence",
          "State",
          "Approved",
          "Record",
          "Revision",
          "Entry",
          "Entry of the approval");

  private StatementTable() {}

  static Table of(StatementPage page) {
    var rows = new ArrayList<List<String>>();
    for (StatementPage.Group group : page.groups()) {
      for (StatementPage.Row row : group.rows()) rows.add(row(group.title(), row));
    }
    return new Table(HEADER, rows);
  }

  private static List<String> row(String objective, StatementPage.Row row) {
    return List.of(
        objective,
        row.control(),
        row.title(),
        row.included().text(),
        row.grounds(),
        row.inclusionReason(),
        row.exclusionReason(),
        row.implementation(),
        row.how(),
        row.responsible(),
        row.evidence().stream().map(Shown.Part::text).collect(Collectors.joining("\n")),
        row.state().text(),
        row.approval(),
        row.record(),
        row.revision() == 0 ? "" : Integer.toString(row.revision()),
        row.leaf(),
        row.approvalLeaf());
  }
}

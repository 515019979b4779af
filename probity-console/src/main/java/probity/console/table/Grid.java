package probity.console.table;

import java.util.ArrayList;
import java.util.List;

/// Gathers rows within the bounds of a table. The first row is the header; rows without any text
/// are left out, short ones filled up.
final class Grid {
  private final List<List<String>> rows = new ArrayList<>();
  private String fault = "";
  private long characters;

  /// Takes a row; whether there may be more.
  boolean take(List<String> row) {
    if (row.stream().allMatch(String::isBlank)) return true;
    if (rows.size() > Table.ROWS_MAX) return stop("over " + Table.ROWS_MAX + " rows");
    if (row.size() > Table.COLUMNS_MAX) return stop("over " + Table.COLUMNS_MAX + " columns");
    if (row.stream().anyMatch(cell -> cell.length() > Table.CELL_MAX)) {
      return stop("a cell of over " + Table.CELL_MAX + " characters in row " + (rows.size() + 1));
    }
    characters += row.stream().mapToInt(String::length).sum();
    if (characters > Table.BYTES_MAX) return stop("over " + Table.BYTES_MAX + " characters");
    rows.add(row);
    return true;
  }

  private boolean stop(String why) {
    fault = why;
    return false;
  }

  Table.Reading table() {
    if (!fault.isEmpty()) return new Table.Reading.Unreadable("the table has " + fault);
    if (rows.isEmpty()) {
      return new Table.Reading.Unreadable("a first row with the names of columns was expected");
    }
    var header = rows.getFirst().stream().map(String::strip).toList();
    var body = new ArrayList<List<String>>();
    for (var row : rows.subList(1, rows.size())) {
      if (row.size() > header.size()
          && row.subList(header.size(), row.size()).stream().anyMatch(cell -> !cell.isBlank())) {
        return new Table.Reading.Unreadable(
            "row "
                + (body.size() + 2)
                + " has "
                + row.size()
                + " cells, and the first row names "
                + header.size());
      }
      var cells = new ArrayList<>(row.subList(0, Math.min(row.size(), header.size())));
      while (cells.size() < header.size()) cells.add("");
      body.add(cells);
    }
    return new Table.Reading.Read(new Table(header, body));
  }
}

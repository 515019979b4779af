package probity.console.table;

import java.util.List;

/// Texts in rows and columns.
///
/// @param header what the columns are called
/// @param rows each as wide as the header
public record Table(List<String> header, List<List<String>> rows) {
  /// The most bytes of a file that is read.
  public static final int BYTES_MAX = 10 << 20;

  public static final int ROWS_MAX = 20_000;
  public static final int COLUMNS_MAX = 100;

  /// The most characters of a cell, which is what spreadsheets take.
  public static final int CELL_MAX = 32_767;

  public Table {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /// What came of reading a file.
  public sealed interface Reading {
    record Read(Table table) implements Reading {}

    /// @param sentence what came and what was expected
    record Unreadable(String sentence) implements Reading {}
  }
}

package probity.console.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/// Tables as XLSX (ECMA-376). Every cell is written as a text, so none is a formula; of what is
/// read, the first sheet counts, and a formula is refused.
public final class Xlsx {
  /// The most bytes that the parts of a file take unpacked, so that a small file cannot fill
  /// memory.
  private static final long UNPACKED_MAX = 200L << 20;

  private static final int PARTS_MAX = 1_000;
  private static final int WIDTH_MAX = 60;

  private Xlsx() {}

  /// @param sheet what the sheet is called, at most 31 characters
  public static byte[] write(String sheet, Table table) {
    var out = new ByteArrayOutputStream();
    try (var workbook = new Workbook(out, "Probity", "1.0")) {
      Worksheet page = workbook.newWorksheet(sheet);
      row(page, 0, table.header());
      page.range(0, 0, 0, Math.max(0, table.header().size() - 1)).style().bold().set();
      for (int i = 0; i < table.rows().size(); i++) row(page, i + 1, table.rows().get(i));
      for (int column = 0; column < table.header().size(); column++) {
        page.width(column, width(table, column));
      }
      page.freezePane(0, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void row(Worksheet page, int row, List<String> cells) {
    for (int column = 0; column < cells.size(); column++) {
      if (!cells.get(column).isEmpty()) page.value(row, column, cells.get(column));
    }
  }

  private static double width(Table table, int column) {
    int longest = table.header().get(column).length();
    for (var row : table.rows()) {
      for (String line : row.get(column).split("\n", -1))
        longest = Math.max(longest, line.length());
    }
    return Math.min(WIDTH_MAX, longest + 2);
  }

  public static Table.Reading read(byte[] bytes) {
    if (bytes.length > Table.BYTES_MAX) {
      return new Table.Reading.Unreadable(
          "the file has " + bytes.length + " bytes, at most " + Table.BYTES_MAX + " were expected");
    }
    var grid = new Grid();
    try {
      if (!fits(bytes)) return new Table.Reading.Unreadable("the file unpacks to far too much");
      try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(bytes));
          var rows = workbook.getFirstSheet().openStream()) {
        for (Row row : (Iterable<Row>) rows::iterator) {
          if (row.getCellCount() > Table.COLUMNS_MAX) {
            return new Table.Reading.Unreadable(
                "the table has over " + Table.COLUMNS_MAX + " columns");
          }
          var cells = new ArrayList<String>();
          for (int column = 0; column < row.getCellCount(); column++) {
            if (isFormula(row, column)) {
              return new Table.Reading.Unreadable(
                  "row "
                      + row.getRowNum()
                      + ", column "
                      + (column + 1)
                      + " is a formula; values were expected");
            }
            cells.add(row.getCellText(column));
          }
          if (!grid.take(cells)) break;
        }
      }
    } catch (IOException | RuntimeException e) {
      return new Table.Reading.Unreadable("the file is no XLSX that can be read");
    }
    return grid.table();
  }

  private static boolean isFormula(Row row, int column) {
    return row.getOptionalCell(column)
        .filter(cell -> cell.getType() == CellType.FORMULA)
        .isPresent();
  }

  /// Looks what a file unpacks to before a parser does.
  private static boolean fits(byte[] bytes) throws IOException {
    long left = UNPACKED_MAX;
    int parts = 0;
    var buffer = new byte[1 << 16];
    try (var zip = ZipFile.builder().setByteArray(bytes).get()) {
      for (ZipArchiveEntry part : (Iterable<ZipArchiveEntry>) () -> zip.getEntries().asIterator()) {
        if (++parts > PARTS_MAX) return false;
        try (var in = zip.getInputStream(part)) {
          for (int read; (read = in.read(buffer)) >= 0; ) {
            left -= read;
            if (left < 0) return false;
          }
        }
      }
    }
    return true;
  }
}

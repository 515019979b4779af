package probity.console.table;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/// Tables as CSV (RFC 4180) in UTF-8.
///
/// Spreadsheets take a cell that begins with `=` for a formula, and run it. So such a cell is
/// written with an apostrophe before it, and reading takes that apostrophe away.
public final class Csv {
  private static final String RISKY = "=+-@\t\r'";
  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

  private Csv() {}

  public static byte[] write(Table table) {
    var out = new StringBuilder().append(BYTE_ORDER_MARK);
    try (var printer = new CSVPrinter(out, FORMAT)) {
      printer.printRecord(table.header());
      for (var row : table.rows()) printer.printRecord(row.stream().map(Csv::guarded).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Reads a file whose columns are parted by commas or, as some spreadsheets write it, semicolons.
  public static Table.Reading read(byte[] bytes) {
    if (bytes.length > Table.BYTES_MAX) {
      return new Table.Reading.Unreadable(
          "the file has " + bytes.length + " bytes, at most " + Table.BYTES_MAX + " were expected");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new Table.Reading.Unreadable("the file is not UTF-8");
    }
    if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) text = text.substring(1);
    var grid = new Grid();
    try (var parser = format(text).parse(new StringReader(text))) {
      for (CSVRecord row : parser) {
        if (!grid.take(List.of(row.values()).stream().map(Csv::bare).toList())) break;
      }
    } catch (IOException | UncheckedIOException e) {
      return new Table.Reading.Unreadable("the file is no CSV: a quote is not closed or misplaced");
    }
    return grid.table();
  }

  private static CSVFormat format(String text) {
    int end = text.indexOf('\n');
    String first = end < 0 ? text : text.substring(0, end);
    boolean semicolons = first.indexOf(',') < 0 && first.indexOf(';') >= 0;
    return semicolons ? FORMAT.builder().setDelimiter(';').get() : FORMAT;
  }

  private static String guarded(String cell) {
    return !cell.isEmpty() && RISKY.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }

  private static String bare(String cell) {
    boolean guarded =
        cell.length() > 1 && cell.charAt(0) == '\'' && RISKY.indexOf(cell.charAt(1)) >= 0;
    return guarded ? cell.substring(1) : cell;
  }
}

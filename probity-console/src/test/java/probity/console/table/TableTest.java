package probity.console.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final List<String> PIECES =
      List.of(
          "=", "+1", "-", "@x", "'", "\"", ",", ";", "\n", "ä", "日本", " ", "a", "1.0", "<b>",
          "&amp;", "\t");

  @Test
  void what_is_written_is_read_back_whatever_stands_in_the_cells() {
    for (int seed = 0; seed < 300; seed++) {
      var table = any(new Random(seed));

      assertThat(Csv.read(Csv.write(table)))
          .as("seed " + seed)
          .isEqualTo(new Table.Reading.Read(table));
      assertThat(Xlsx.read(Xlsx.write("sheet", table)))
          .as("seed " + seed)
          .isEqualTo(new Table.Reading.Read(table));
    }
  }

  private static Table any(Random random) {
    int columns = 1 + random.nextInt(5);
    var rows = new ArrayList<List<String>>();
    for (int row = 0; row < random.nextInt(6); row++) {
      var cells = new ArrayList<String>();
      for (int column = 0; column < columns; column++) cells.add(cell(random));
      // A row without any text is no row.
      if (cells.stream().allMatch(String::isBlank)) cells.set(0, "x");
      rows.add(cells);
    }
    var header = new ArrayList<String>();
    for (int column = 0; column < columns; column++) header.add("column " + column);
    return new Table(header, rows);
  }

  private static String cell(Random random) {
    var cell = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--)
      cell.append(PIECES.get(random.nextInt(PIECES.size())));
    return cell.toString();
  }

  @Test
  void no_cell_of_a_csv_begins_as_a_formula_does() {
    var table = new Table(List.of("a"), List.of(List.of("=1+1"), List.of("@x"), List.of("-2")));

    var text = new String(Csv.write(table), StandardCharsets.UTF_8);

    assertThat(text.lines().skip(1).map(line -> line.replace("\"", "")))
        .allMatch(line -> line.startsWith("'"));
  }

  @Test
  void a_csv_with_semicolons_and_one_without_a_mark_are_read() {
    var read = Csv.read("name;review\nA;2027-01-01\n".getBytes(StandardCharsets.UTF_8));

    assertThat(read)
        .isEqualTo(
            new Table.Reading.Read(
                new Table(List.of("name", "review"), List.of(List.of("A", "2027-01-01")))));
  }

  @Test
  void hostile_files_are_refused_with_a_reason() throws IOException {
    assertThat(unreadable(Csv.read(new byte[] {(byte) 0xff, (byte) 0xfe, 0}))).contains("UTF-8");
    assertThat(unreadable(Csv.read("a,\"b\nc".getBytes(StandardCharsets.UTF_8)))).contains("quote");
    assertThat(unreadable(Csv.read(new byte[Table.BYTES_MAX + 1]))).contains("at most");
    assertThat(unreadable(Csv.read(new byte[0]))).contains("first row");
    assertThat(unreadable(Csv.read("a,b\n1,2,3\n".getBytes(StandardCharsets.UTF_8))))
        .contains("3 cells");
    assertThat(unreadable(Xlsx.read("no zip".getBytes(StandardCharsets.UTF_8)))).contains("XLSX");
    assertThat(unreadable(Xlsx.read(bomb()))).contains("too much");
    assertThat(unreadable(Xlsx.read(withFormula()))).contains("formula");
    assertThat(unreadable(Xlsx.read(withEntities()))).contains("XLSX");
  }

  @Test
  void a_small_file_does_not_become_a_large_table() {
    var row = Collections.nCopies(10, "x".repeat(30_000));
    var table =
        new Table(
            List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"),
            Collections.nCopies(50, row));

    assertThat(unreadable(Xlsx.read(Xlsx.write("sheet", table)))).contains("characters");
  }

  private static String unreadable(Table.Reading reading) {
    return ((Table.Reading.Unreadable) reading).sentence();
  }

  private static byte[] bomb() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      var zeros = new byte[1 << 20];
      for (int i = 0; i < 300; i++) zip.write(zeros);
    }
    return out.toByteArray();
  }

  private static byte[] withFormula() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var book = new Workbook(out, "test", "1.0")) {
      var sheet = book.newWorksheet("s");
      sheet.value(0, 0, "name");
      sheet.formula(1, 0, "1+1");
    }
    return out.toByteArray();
  }

  /// A part that would fetch a file from the machine, were entities resolved.
  private static byte[] withEntities() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
      zip.write("<Types/>".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
      zip.write(
          "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><workbook>&e;</workbook>"
              .getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}

package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Change;
import probity.aims.register.Duty;
import probity.aims.register.History;
import probity.console.Page;
import probity.console.aims.page.ImportPages;
import probity.console.aims.page.StatementPage;
import probity.console.aims.page.StatementPages;
import probity.console.table.Csv;
import probity.console.table.Table;
import probity.console.table.Xlsx;
import probity.render.StatementPrint;

class StatementPagesTest {
  @TempDir Path folder;
  private Books books;
  private Actor manager;
  private Actor management;
  private Served served;

  @BeforeEach
  void begin() {
    books = new Books(folder);
    manager = books.person("Mara Manager");
    management = books.person("Theo Top", Duty.TOP_MANAGEMENT);
    var imports = new Imports(books.book(), books.clock(), RandomGenerator.getDefault());
    served =
        new Served(
            manager,
            new ImportPages(books.book(), imports, RandomGenerator.getDefault()),
            new StatementPages(
                books.book(), new StatementPrint(), books.clock(), RandomGenerator.getDefault()));
  }

  @AfterEach
  void end() {
    books.close();
  }

  private StatementPage now() {
    return served.model(StatementPage.class, "/statement");
  }

  private static StatementPage.Row row(StatementPage page, String control) {
    return page.groups().stream()
        .flatMap(group -> group.rows().stream())
        .filter(row -> row.control().equals(control))
        .findFirst()
        .orElseThrow();
  }

  private History decide(String record, Map<String, String> values) {
    var found = books.book().find(record).orElseThrow();
    var all = new HashMap<>(found.newest().values());
    all.putAll(values);
    return Books.done(books.book().write(manager, Edit.edit(found, found.newest().number(), all)));
  }

  private History exclude(String record, String reason) {
    return decide(record, Map.of("included", "no", "exclusion_reason", reason));
  }

  private void approve(History record) {
    int revision = record.newest().number();
    Books.done(books.book().propose(manager, record.id(), revision));
    var decision = new Decision(Change.APPROVED, revision, "I approve it", "", Optional.empty());
    Books.done(books.book().decide(management, record.id(), decision));
  }

  @Test
  void
      one_button_gives_each_control_that_has_no_row_an_undecided_one_and_an_undo_takes_them_back() {
    Books.done(
        books
            .book()
            .write(
                manager, Edit.create("applicability", Map.of("name", "Mine", "control", "A.2.3"))));
    assertThat(now().missing()).isEqualTo(37);

    var done = served.after(ImportPages.Done.class, "/statement/begin");

    assertThat(done.records()).hasSize(37);
    assertThat(now().missing()).isZero();
    assertThat(now().groups()).hasSize(9);
    assertThat(row(now(), "A.2.3").title())
        .isEqualTo("Alignment with other organizational policies");
    assertThat(books.book().records("applicability")).hasSize(38);
    assertThat(books.book().records("applicability").getFirst().newest().batch()).isEmpty();

    served.post("/registers/applicability/undo", "batch", done.batch());

    assertThat(now().missing()).isEqualTo(37);
  }

  @Test
  void somebody_who_may_not_write_rows_is_offered_none_and_makes_none() {
    var auditor = served.by(books.person("Ada Auditor", Duty.INTERNAL_AUDITOR));

    assertThat(auditor.model(StatementPage.class, "/statement").missing()).isZero();
    assertThat(auditor.post("/statement/begin")).isInstanceOf(Page.Failure.class);
    assertThat(books.book().records("applicability")).isEmpty();
  }

  @Test
  void the_statement_of_an_earlier_day_says_what_it_said_then_with_the_entries_that_prove_it() {
    served.post("/statement/begin");
    exclude("soa-1", "we make no AI");
    String before = books.tick().substring(0, 10);
    var then = row(now(), "A.2.2");
    books.later(Duration.ofDays(2));
    approve(exclude("soa-1", "nobody asks for it"));

    var page = served.model(StatementPage.class, "/statement", "at", before);

    assertThat(row(page, "A.2.2"))
        .extracting(
            StatementPage.Row::exclusionReason,
            StatementPage.Row::leaf,
            StatementPage.Row::approvalLeaf)
        .containsExactly("we make no AI", then.leaf(), "");
    assertThat(page.missing()).as("nothing is written into the past").isZero();
    var today = row(now(), "A.2.2");
    assertThat(today.approval()).contains("Theo Top");
    assertThat(today.approvalLeaf()).hasSize(64);
    assertThat(today.leaf()).isNotEqualTo(then.leaf());
    assertThat(now().versions()).extracting(StatementPage.Version::day).hasSize(2).contains(before);
  }

  @Test
  void csv_and_xlsx_have_every_control_with_its_reason_and_entries() throws IOException {
    served.post("/statement/begin");
    exclude("soa-1", "=nobody asks for it");

    var csv = read(Csv.read(served.file("/statement/export.csv")));

    assertThat(csv.rows()).hasSize(38);
    assertThat(csv.rows().getFirst())
        .contains("A.2.2", "Excluded", "=nobody asks for it", row(now(), "A.2.2").leaf());
    assertThat(read(Xlsx.read(served.file("/statement/export.xlsx")))).isEqualTo(csv);
  }

  private static Table read(Table.Reading reading) {
    if (reading instanceof Table.Reading.Read(var table)) return table;
    throw new AssertionError(reading.toString());
  }

  @Test
  void the_pdf_is_the_same_bytes_on_the_same_day() throws IOException {
    served.post("/statement/begin");
    approve(exclude("soa-1", "nobody asks for it"));

    byte[] pdf = served.file("/statement/export.pdf");

    assertThat(new String(pdf, StandardCharsets.ISO_8859_1)).startsWith("%PDF-1.7");
    assertThat(served.file("/statement/export.pdf")).isEqualTo(pdf);
    var keep = Optional.ofNullable(System.getProperty("statement.pdf"));
    if (keep.isPresent()) Files.write(Path.of(keep.get()), pdf);
  }

  @Test
  void letters_that_the_fonts_lack_are_said_and_not_left_out() {
    served.post("/statement/begin");
    exclude("soa-1", "不需要");

    assertThat(served.get("/statement/export.pdf"))
        .isInstanceOfSatisfying(
            Page.Failure.class, failure -> assertThat(failure.sentence()).contains("`不`"));
  }
}

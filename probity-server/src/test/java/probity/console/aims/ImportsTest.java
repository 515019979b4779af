package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Change;
import probity.aims.register.Duty;
import probity.aims.register.Register;
import probity.console.aims.ImportPlan.Step;
import probity.console.table.Csv;
import probity.console.table.Table;
import probity.console.table.Xlsx;

class ImportsTest {
  @TempDir Path folder;
  private Books books;
  private Actor manager;
  private Imports imports;
  private Register risks;

  @BeforeEach
  void begin() {
    books = new Books(folder);
    manager = books.person("Mara Manager");
    imports = new Imports(books.book(), books.clock(), RandomGenerator.getDefault());
    risks = books.book().registers().find("risks").orElseThrow();
  }

  @AfterEach
  void end() {
    books.close();
  }

  private void fill(Register register, int count) {
    for (int seed = 0; seed < count; seed++) {
      var values = books.values(register, "=Word", new Random(seed));
      Books.done(books.book().write(manager, Edit.create(register.id(), values)));
    }
  }

  private Table exported(Register register) {
    return RegisterTable.of(register, books.book().records(register.id()));
  }

  private ImportPlan plan(Table table) {
    return imports.plan(risks, table, RegisterTable.columns(risks, table.header()));
  }

  private static Table read(Table.Reading reading) {
    if (reading instanceof Table.Reading.Read(var table)) return table;
    throw new AssertionError(reading.toString());
  }

  @Test
  void every_register_comes_back_from_csv_and_xlsx_as_it_was_and_changes_nothing() {
    for (Register register : books.book().registers().all()) {
      fill(register, 4);
      var table = exported(register);

      for (var back :
          List.of(read(Csv.read(Csv.write(table))), read(Xlsx.read(Xlsx.write("x", table))))) {
        assertThat(back).as(register.id()).isEqualTo(table);
        var plan = imports.plan(register, back, RegisterTable.columns(register, back.header()));
        assertThat(plan.steps()).as(register.id()).allMatch(Step.Same.class::isInstance);
      }
    }
  }

  @Test
  void an_export_without_ids_makes_the_same_records_again() {
    fill(risks, 5);
    var table = exported(risks);
    var rows =
        table.rows().stream()
            .map(row -> {
              var copy = new ArrayList<>(row);
              copy.set(0, "");
              copy.set(1, "");
              return (List<String>) copy;
            })
            .toList();

    var outcome = imports.apply(manager, plan(new Table(table.header(), rows)));

    assertThat(outcome.records())
        .containsExactly("risk-6", "risk-7", "risk-8", "risk-9", "risk-10");
    var all = books.book().records("risks");
    for (int i = 0; i < 5; i++) {
      assertThat(all.get(i + 5).newest().values()).isEqualTo(all.get(i).newest().values());
    }
  }

  @Test
  void a_plan_names_every_fault_by_row_and_column_and_writes_nothing() {
    fill(risks, 1);
    var header = List.of("Record", "Name", "review");
    var table =
        new Table(
            header,
            List.of(
                List.of("risk-1", "renamed", "2027-01-01"),
                List.of("risk-1", "twice", ""),
                List.of("risk-77", "unknown", ""),
                List.of("", "new", "next week")));

    var plan = plan(table);

    assertThat(plan.clean()).isFalse();
    assertThat(plan.steps().get(0)).isInstanceOf(Step.Edit.class);
    assertThat(faults(plan, 1)).containsExactly("Record");
    assertThat(faults(plan, 2)).containsExactly("Record");
    assertThat(faults(plan, 3)).contains("review");
    assertThat(imports.apply(manager, plan).records()).isEmpty();
    assertThat(books.book().find("risk-1").orElseThrow().newest().number()).isEqualTo(1);
  }

  private static List<String> faults(ImportPlan plan, int row) {
    return ((Step.Wrong) plan.steps().get(row)).faults().stream().map(one -> one.column()).toList();
  }

  @Test
  void a_row_that_was_exported_before_somebody_else_wrote_is_merged_or_told() {
    fill(risks, 1);
    var record = books.book().find("risk-1").orElseThrow();
    var exported = exported(risks);
    var newer = new HashMap<>(record.newest().values());
    newer.put("name", "written meanwhile");
    Books.done(books.book().write(manager, Edit.edit(record, 1, newer)));

    assertThat(plan(exported).steps().getFirst()).isInstanceOf(Step.Same.class);

    var table =
        new Table(List.of("record", "revision", "name"), List.of(List.of("risk-1", "1", "mine")));
    assertThat(faults(plan(table), 0)).containsExactly("name");
  }

  @Test
  void an_import_is_taken_back_and_later_work_stays() {
    fill(risks, 2);
    var before = books.book().find("risk-1").orElseThrow().newest().values();
    var table =
        new Table(
            List.of("record", "name"),
            List.of(List.of("risk-1", "imported"), List.of("risk-2", "imported")));
    var outcome = imports.apply(manager, plan(table));
    var second = books.book().find("risk-2").orElseThrow();
    var later = new HashMap<>(second.newest().values());
    later.put("name", "later work");
    Books.done(books.book().write(manager, Edit.edit(second, 2, later)));

    var undone = imports.undo(manager, risks, outcome.batch());

    var first = books.book().find("risk-1").orElseThrow();
    assertThat(first.newest().values()).isEqualTo(before);
    assertThat(first.newest().change()).isEqualTo(Change.UNDONE);
    assertThat(books.book().find("risk-2").orElseThrow().title()).isEqualTo("later work");
    assertThat(undone.refusals()).containsExactly("`risk-2` was changed since, and stays");
  }

  @Test
  void an_import_is_taken_back_from_its_own_register_alone() {
    fill(risks, 1);
    var table = new Table(List.of("record", "name"), List.of(List.of("risk-1", "imported")));
    var outcome = imports.apply(manager, plan(table));
    var other = books.book().registers().find("issues").orElseThrow();

    assertThat(imports.undo(manager, other, outcome.batch()).records()).isEmpty();

    assertThat(books.book().find("risk-1").orElseThrow().title()).isEqualTo("imported");
  }

  @Test
  void an_import_that_wrote_nothing_has_no_batch_and_says_of_what_kind_the_reason_is() {
    fill(risks, 1);
    var table = new Table(List.of("record", "name"), List.of(List.of("risk-1", "imported")));
    var planned = plan(table);
    var first = books.book().find("risk-1").orElseThrow();
    var meanwhile = new HashMap<>(first.newest().values());
    meanwhile.put("name", "meanwhile");
    Books.done(books.book().write(manager, Edit.edit(first, 1, meanwhile)));

    var clashing = imports.apply(manager, planned);
    var auditor = books.person("Eve Auditor", Duty.EXTERNAL_AUDITOR);
    var forbidden = imports.apply(auditor, plan(table));

    assertThat(clashing.batch()).isEmpty();
    assertThat(clashing.why()).contains(Written.Why.STALE);
    assertThat(forbidden.batch()).isEmpty();
    assertThat(forbidden.why()).contains(Written.Why.FORBIDDEN);
    assertThat(forbidden.refusals()).singleElement().asString().endsWith("nothing was written");
  }

  @Test
  void records_that_an_import_made_are_archived_when_it_is_taken_back() {
    var values = books.values(risks, "word", new Random(1));
    var names = List.copyOf(values.keySet());
    var table = new Table(names, List.of(names.stream().map(values::get).toList()));

    var outcome = imports.apply(manager, plan(table));
    imports.undo(manager, risks, outcome.batch());

    assertThat(books.book().find(outcome.records().getFirst()).orElseThrow().archived()).isTrue();
  }
}

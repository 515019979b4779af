package probity.console.aims.page;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import probity.aims.register.Register;
import probity.aims.register.Separation;
import probity.console.Input;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Upload;
import probity.console.Values;
import probity.console.Visit;
import probity.console.aims.Actor;
import probity.console.aims.Imports;
import probity.console.aims.RegisterBook;
import probity.console.aims.RegisterTable;
import probity.console.table.Csv;
import probity.console.table.Table;
import probity.console.table.Xlsx;

/// Importing tables into a register: a file, then what it would do, then doing it, then taking it
/// back if it was a mistake.
public final class ImportPages implements Pages {
  private final RegisterBook book;
  private final Imports imports;
  private final KeptTables tables;

  public ImportPages(RegisterBook book, Imports imports, RandomGenerator random) {
    this.book = book;
    this.imports = imports;
    this.tables = new KeptTables(random);
  }

  /// Choosing a file.
  public record Choosing(String path, Input file) {}

  /// What was done.
  ///
  /// @param undo where it is taken back; empty where there is nothing to take back
  public record Done(
      String back, List<Shown.Part> records, List<String> refusals, String undo, String batch) {
    public Done {
      records = List.copyOf(records);
      refusals = List.copyOf(refusals);
    }
  }

  @Override
  public void add(Routes routes) {
    routes.get("/registers/{register}/import", visit -> on(visit, this::choose));
    routes.upload("/registers/{register}/import", visit -> on(visit, this::take));
    routes.get("/registers/{register}/import/{table}", visit -> on(visit, this::show));
    routes.post("/registers/{register}/import/{table}", visit -> on(visit, this::apply));
    routes.post("/registers/{register}/undo", visit -> on(visit, this::undo));
  }

  private interface Step {
    Page on(Visit visit, Register register);
  }

  private Page on(Visit visit, Step step) {
    var register = book.registers().find(visit.place("register"));
    if (register.isEmpty()) return Page.notFound();
    return Separation.writes(register.get(), visit.member().duties()).isEmpty()
        ? Page.forbidden(
            "To import into this register you need one of these roles: "
                + Separation.words(register.get().edits())
                + ".")
        : step.on(visit, register.get());
  }

  private static Page.Heading heading(Register register, String title) {
    return new Page.Heading(title, List.of(RegisterPages.ALL, RecordPages.crumb(register)));
  }

  private Page choose(Visit visit, Register register) {
    return Page.html(heading(register, "Import a table"), "import", choosing(register, ""));
  }

  private static Choosing choosing(Register register, String mistake) {
    return new Choosing(
        Showing.path(register) + "/import",
        Input.of(Input.Kind.FILE, "file", "Table")
            .hint(
                "CSV in UTF-8, or XLSX; the first row names the columns. An export of this register"
                    + " fits as it is. Nothing is written before you have seen what would be.")
            .mistake(mistake)
            .mustHave());
  }

  private Page take(Visit visit, Register register) {
    var file = visit.files("file").stream().findFirst();
    if (file.isEmpty()) return again(register, "a file was expected");
    return switch (read(file.get())) {
      case Table.Reading.Unreadable(var sentence) -> again(register, sentence);
      case Table.Reading.Read(var table) ->
          Page.redirect(
              Showing.path(register)
                  + "/import/"
                  + tables.keep(visit.session().sessionId(), register.id(), table));
    };
  }

  private static Page again(Register register, String mistake) {
    return Page.mistaken(
        heading(register, "Import a table"), "import", choosing(register, mistake));
  }

  private static Table.Reading read(Upload file) {
    return file.fileName().toLowerCase(Locale.ROOT).endsWith(".xlsx")
        ? Xlsx.read(file.bytes())
        : Csv.read(file.bytes());
  }

  private Optional<Table> table(Visit visit, Register register) {
    return tables.find(visit.session().sessionId(), register.id(), visit.place("table"));
  }

  private static Page gone() {
    return new Page.Failure(404, "This table is no longer kept. Choose the file again.");
  }

  private Page show(Visit visit, Register register) {
    return table(visit, register)
        .map(table -> {
          var columns = columns(register, table, visit.query());
          return Page.html(
              heading(register, "What this import would do"),
              "importing",
              ImportPage.of(
                  Showing.path(register) + "/import/" + visit.place("table"),
                  table,
                  columns,
                  imports.plan(register, table, columns)));
        })
        .orElseGet(ImportPages::gone);
  }

  /// What each column is, as the form says, else as the names of the columns do.
  private static Map<Integer, String> columns(Register register, Table table, Values said) {
    boolean chosen = said.all().keySet().stream().anyMatch(name -> name.matches("c[0-9]{1,3}"));
    if (!chosen) return RegisterTable.columns(register, table.header());
    var columns = new HashMap<Integer, String>();
    var taken = new HashSet<String>();
    for (int i = 0; i < table.header().size(); i++) {
      String meaning = said.text(ImportPage.COLUMN + i);
      boolean known =
          meaning.equals(RegisterTable.RECORD)
              || meaning.equals(RegisterTable.REVISION)
              || register.field(meaning).isPresent();
      if (known && taken.add(meaning)) columns.put(i, meaning);
    }
    return columns;
  }

  private Page apply(Visit visit, Register register) {
    var table = table(visit, register);
    if (table.isEmpty()) return gone();
    var plan = imports.plan(register, table.get(), columns(register, table.get(), visit.form()));
    var outcome = imports.apply(Actor.of(visit.session()), plan);
    tables.drop(visit.place("table"));
    return done(register, "Imported", outcome, !outcome.batch().isEmpty());
  }

  private Page undo(Visit visit, Register register) {
    var outcome = imports.undo(Actor.of(visit.session()), register, visit.form().text("batch"));
    return done(register, "Taken back", outcome, false);
  }

  private Page done(Register register, String title, Imports.Outcome outcome, boolean undoable) {
    return Page.html(
        heading(register, title),
        "imported",
        new Done(
            Showing.path(register),
            outcome.records().stream()
                .flatMap(id -> book.find(id).stream())
                .map(record ->
                    new Shown.Part(record.id() + " " + record.title(), Showing.path(record)))
                .toList(),
            outcome.refusals(),
            undoable ? Showing.path(register) + "/undo" : "",
            outcome.batch()));
  }
}

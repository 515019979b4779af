package probity.console.aims.page;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.random.RandomGenerator;
import probity.aims.register.Register;
import probity.aims.register.Separation;
import probity.aims.register.StarterRecords;
import probity.aims.steer.Statement;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;
import probity.console.aims.Actor;
import probity.console.aims.ImportPlan;
import probity.console.aims.Imports;
import probity.console.aims.RegisterBook;
import probity.console.table.Csv;
import probity.console.table.Xlsx;

/// The Statement of Applicability as one document, as files, and its rows to begin with.
public final class StatementPages implements Pages {
  private final RegisterBook book;
  private final Register register;
  private final StatementPdf pdf;
  private final InstantSource clock;
  private final Imports imports;

  public StatementPages(
      RegisterBook book, StatementPdf pdf, InstantSource clock, RandomGenerator random) {
    this.book = book;
    this.register = book.registers().find(Statement.REGISTER).orElseThrow();
    this.pdf = pdf;
    this.clock = clock;
    this.imports = new Imports(book, clock, random);
  }

  @Override
  public void add(Routes routes) {
    routes.link("Management system", "Statement as a whole", StatementPage.PATH);
    routes.get(
        StatementPage.PATH, visit -> Page.html(register.title(), "statement", statement(visit)));
    routes.get(StatementPage.PATH + "/export.csv", this::csv);
    routes.get(StatementPage.PATH + "/export.xlsx", this::xlsx);
    routes.get(StatementPage.PATH + "/export.pdf", this::pdf);
    routes.post(StatementPage.PATH + "/begin", this::begin);
  }

  private StatementPage statement(Visit visit) {
    return StatementPage.of(
        book, register, visit.member(), Selection.day(visit.query().text("at")));
  }

  private Page csv(Visit visit) {
    byte[] bytes = Csv.write(StatementTable.of(statement(visit)));
    return new Page.Download(
        "text/csv; charset=utf-8", name(visit, "csv"), out -> out.write(bytes));
  }

  private Page xlsx(Visit visit) {
    byte[] bytes = Xlsx.write("Statement of Applicability", StatementTable.of(statement(visit)));
    return new Page.Download(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        name(visit, "xlsx"),
        out -> out.write(bytes));
  }

  private Page pdf(Visit visit) {
    return switch (pdf.of(statement(visit), day(visit))) {
      case StatementPdf.Printed.File(var content) ->
          new Page.Download("application/pdf", name(visit, "pdf"), content);
      case StatementPdf.Printed.Unprintable(var sentence) -> new Page.Failure(422, sentence);
    };
  }

  private String name(Visit visit, String ending) {
    return "statement-of-applicability-" + day(visit) + "." + ending;
  }

  private LocalDate day(Visit visit) {
    return Selection.day(visit.query().text("at"))
        .orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  /// An undecided row for each control that has none, as one import that can be taken back.
  private Page begin(Visit visit) {
    if (Separation.writes(register, visit.member().duties()).isEmpty()) {
      return RecordPages.mayNot(register);
    }
    var missing = StatementPage.missing(Statement.of(book.records(Statement.REGISTER)));
    var steps = new ArrayList<ImportPlan.Step>();
    for (var values : StarterRecords.statement(book.registers())) {
      String control = values.getOrDefault("control", "");
      if (missing.contains(control.substring(control.indexOf(':') + 1))) {
        steps.add(new ImportPlan.Step.Create(steps.size() + 1, values));
      }
    }
    return Starting.page(
        book,
        register,
        imports.apply(Actor.of(visit.session()), new ImportPlan(register, steps)),
        new Page.Crumb("Statement as a whole", StatementPage.PATH));
  }
}

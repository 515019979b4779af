package probity.console.aims.page;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import probity.aims.register.Field;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Revision;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;
import probity.console.aims.RegisterBook;
import probity.console.aims.RegisterJson;
import probity.console.aims.RegisterTable;
import probity.console.table.Csv;
import probity.console.table.Table;
import probity.console.table.Xlsx;

/// Lists of registers and of their records, and the same records as files.
public final class RegisterPages implements Pages {
  static final Page.Crumb ALL = new Page.Crumb("Registers", "/registers");

  private final RegisterBook book;
  private final InstantSource clock;

  public RegisterPages(RegisterBook book, InstantSource clock) {
    this.book = book;
    this.clock = clock;
  }

  @Override
  public void add(Routes routes) {
    routes.link("Management system", "All registers", ALL.path());
    for (Register register : book.registers().all()) {
      routes.link(register.group(), register.title(), Showing.path(register));
    }
    routes.get("/registers", this::registers);
    routes.get("/registers/{register}", visit -> of(visit, register -> list(visit, register)));
    routes.get(
        "/registers/{register}/export.csv",
        visit ->
            of(
                visit,
                register -> file(visit, register, "text/csv; charset=utf-8", "csv", Csv::write)));
    routes.get(
        "/registers/{register}/export.xlsx",
        visit ->
            of(
                visit,
                register ->
                    file(
                        visit,
                        register,
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        "xlsx",
                        table -> Xlsx.write(register.id(), table))));
    routes.get(
        "/registers/{register}/export.json", visit -> of(visit, register -> json(visit, register)));
  }

  private Page registers(Visit visit) {
    return Page.html("Registers", "registers", RegistersPage.of(book, today()));
  }

  private Page list(Visit visit, Register register) {
    return Page.html(
        new Page.Heading(register.title(), List.of(ALL)),
        "register",
        RegisterPage.of(book, register, visit.member(), visit.query(), today()));
  }

  private Page file(
      Visit visit, Register register, String type, String ending, Function<Table, byte[]> write) {
    byte[] bytes = write.apply(RegisterTable.of(register, records(visit, register)));
    return new Page.Download(type, register.id() + "." + ending, out -> out.write(bytes));
  }

  private Page json(Visit visit, Register register) {
    byte[] bytes =
        RegisterJson.of(register, records(visit, register)).getBytes(StandardCharsets.UTF_8);
    return new Page.Download("application/json", register.id() + ".json", out -> out.write(bytes));
  }

  /// What the visitor asked for, without what they may not see.
  private List<History> records(Visit visit, Register register) {
    var showing = new Showing(book, visit.member());
    return Selection.of(book.registers(), register, visit.query())
        .of(book, register, showing)
        .stream()
        .map(record -> seen(record, showing))
        .toList();
  }

  private static History seen(History record, Showing showing) {
    var hidden =
        record.register().fields().stream()
            .filter(field -> showing.isHidden(record.register(), field))
            .map(Field::id)
            .toList();
    if (hidden.isEmpty()) return record;
    Revision newest = record.newest();
    var values = new HashMap<>(newest.values());
    values.keySet().removeAll(hidden);
    var revisions = new java.util.ArrayList<>(record.revisions());
    revisions.set(
        revisions.size() - 1,
        new Revision(
            newest.number(),
            newest.leaf(),
            newest.base(),
            newest.change(),
            newest.author(),
            newest.role(),
            newest.time(),
            newest.batch(),
            values,
            newest.gaps()));
    return new History(record.register(), record.id(), revisions, record.remarks());
  }

  private Page of(Visit visit, Function<Register, Page> page) {
    return book.registers().find(visit.place("register")).map(page).orElseGet(Page::notFound);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}

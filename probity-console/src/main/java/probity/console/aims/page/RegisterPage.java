package probity.console.aims.page;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.aims.register.Field;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Separation;
import probity.aims.register.Standing;
import probity.console.Input;
import probity.console.Member;
import probity.console.Paging;
import probity.console.Values;
import probity.console.aims.RegisterBook;

/// The records of one register, as a table that can be narrowed.
///
/// @param moreFilters those that are folded away, unless one of them is in use
/// @param aspect heading of what is shown of each record beyond its fields; empty for nothing
/// @param exports links to the same records as files
/// @param write links to write one, or to import many; empty for those who may not
public record RegisterPage(
    String about,
    String clauses,
    String path,
    List<Input> filters,
    List<Input> moreFilters,
    boolean moreOpen,
    List<String> columns,
    String aspect,
    List<Row> rows,
    Paging paging,
    Optional<String> asOf,
    List<Link> exports,
    List<Link> write) {
  static final int SIZE = 50;

  public RegisterPage {
    filters = List.copyOf(filters);
    moreFilters = List.copyOf(moreFilters);
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    exports = List.copyOf(exports);
    write = List.copyOf(write);
  }

  public record Link(String label, String href) {}

  /// @param cells one for each column behind the record's name
  /// @param aspect there where the page has one
  public record Row(
      String id,
      String title,
      String href,
      List<String> cells,
      Optional<State> aspect,
      State state,
      String due,
      boolean over) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  static RegisterPage of(
      RegisterBook book, Register register, Member viewer, Values query, LocalDate today) {
    var showing = new Showing(book, viewer);
    var selection = Selection.of(book.registers(), register, query);
    var records = selection.of(book, register, showing);
    var paging =
        new Paging(
            Showing.path(register),
            query,
            query.number("page", 1, 1_000_000, 1),
            SIZE,
            records.size());
    var more = register.fields().stream().filter(one -> one.filtered() && !isUsual(one)).toList();
    var columns = register.fields().stream().skip(1).filter(Field::listed).toList();
    var evidence = EvidenceView.of(book, register, selection.day(), today);
    int from = Math.min(records.size(), (paging.page() - 1) * SIZE);
    var shown = records.subList(from, Math.min(records.size(), from + SIZE));
    return new RegisterPage(
        register.about(),
        String.join(", ", register.clauses()),
        Showing.path(register),
        filters(book, register, query),
        more.stream().map(field -> filter(book, field, query)).toList(),
        more.stream().anyMatch(field -> !query.text(field.id()).isEmpty()),
        columns.stream().map(Field::title).toList(),
        evidence.isPresent() ? EvidenceView.TITLE : "",
        shown.stream()
            .map(record -> row(record, columns, showing, evidence, selection, today))
            .toList(),
        paging,
        selection.day().map(LocalDate::toString),
        exports(register, query),
        write(register, viewer));
  }

  private static Row row(
      History record,
      List<Field> columns,
      Showing showing,
      Optional<EvidenceView> evidence,
      Selection selection,
      LocalDate today) {
    String due = record.archived() ? "" : Times.due(record);
    return new Row(
        record.id(),
        record.title().isEmpty() ? Showing.ERASED : record.title(),
        Showing.path(record) + selection.day().map(day -> "?at=" + day).orElse(""),
        columns.stream()
            .map(field -> showing.field(record.register(), field, record.newest()).line())
            .toList(),
        evidence.map(view -> view.state(record, record.newest())),
        State.of(record),
        due,
        Times.isOver(due, today));
  }

  private static List<Input> filters(RegisterBook book, Register register, Values query) {
    var inputs = new ArrayList<Input>();
    inputs.add(Input.text("q", "Words").value(query.text("q")));
    for (Field field : register.fields()) {
      if (field.filtered() && isUsual(field)) inputs.add(filter(book, field, query));
    }
    if (!register.approves().isEmpty()) inputs.add(standings(query.text("standing")));
    inputs.add(Input.of(Input.Kind.DATE, "at", "As of").value(query.text("at")));
    return inputs;
  }

  /// Whether a list offers to be narrowed by it at once.
  private static boolean isUsual(Field field) {
    return field.listed() && Selection.isChoice(field);
  }

  private static Input filter(RegisterBook book, Field field, Values query) {
    String value = query.text(field.id());
    return Selection.isChoice(field)
        ? Inputs.choice(book, field, field.id(), value, "Any")
        : Input.text(field.id(), field.title()).value(value);
  }

  private static Input standings(String chosen) {
    var choices = new ArrayList<Input.Choice>();
    choices.add(new Input.Choice("", "Any but archived", chosen.isEmpty()));
    for (Standing standing : Standing.values()) {
      if (standing == Standing.IN_USE) continue;
      String word = standing.name().toLowerCase(java.util.Locale.ROOT);
      choices.add(new Input.Choice(word, standing.title(), word.equals(chosen)));
    }
    return Input.of(Input.Kind.ONE_OF, "standing", "State").options(choices);
  }

  private static List<Link> exports(Register register, Values query) {
    String asked = Inputs.query(query);
    return List.of(
        new Link("CSV", Showing.path(register) + "/export.csv" + asked),
        new Link("XLSX", Showing.path(register) + "/export.xlsx" + asked),
        new Link("JSON", Showing.path(register) + "/export.json" + asked));
  }

  private static List<Link> write(Register register, Member viewer) {
    return Separation.writes(register, viewer.duties()).isEmpty()
        ? List.of()
        : List.of(
            new Link("New record", Showing.path(register) + "/new"),
            new Link("Import a table", Showing.path(register) + "/import"));
  }
}

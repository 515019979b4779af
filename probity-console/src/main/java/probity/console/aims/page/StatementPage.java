package probity.console.aims.page;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import probity.aims.register.Field;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Separation;
import probity.aims.steer.Statement;
import probity.console.Input;
import probity.console.Member;
import probity.console.Tone;
import probity.console.aims.RegisterBook;

/// The Statement of Applicability, as of now or of the end of a day.
///
/// @param asOf the day as of whose end it is shown; empty for now
/// @param lacks what it does not say yet
/// @param missing how many controls the visitor may give an undecided row; 0 for none
/// @param versions days on which it changed, the newest first
public record StatementPage(
    Optional<String> asOf,
    Input day,
    List<Count> counts,
    List<Shown.Part> lacks,
    List<Group> groups,
    int missing,
    List<Version> versions,
    List<RegisterPage.Link> exports) {
  static final String PATH = "/statement";

  private static final int VERSIONS_MAX = 24;

  public StatementPage {
    counts = List.copyOf(counts);
    lacks = List.copyOf(lacks);
    groups = List.copyOf(groups);
    versions = List.copyOf(versions);
    exports = List.copyOf(exports);
  }

  public record Count(String label, String number) {}

  public record Group(String title, List<Row> rows) {
    public Group {
      rows = List.copyOf(rows);
    }
  }

  /// One control with its row.
  ///
  /// @param href to the row; empty where there is none
  /// @param grounds of inclusion, in words
  /// @param approval who approved what the row says, and when; empty where nobody did
  /// @param leaf leaf hash of the entry that proves what the row says; empty where there is no row
  /// @param approvalLeaf of the entry that proves its approval; empty where nobody approved it
  public record Row(
      String control,
      String title,
      String record,
      String href,
      State included,
      String grounds,
      String inclusionReason,
      String exclusionReason,
      String implementation,
      String how,
      String responsible,
      List<Shown.Part> evidence,
      State state,
      String approval,
      int revision,
      String leaf,
      String approvalLeaf) {
    public Row {
      evidence = List.copyOf(evidence);
    }
  }

  /// @param acts how many acts on its rows there were on that day
  public record Version(String day, String href, int acts) {}

  static StatementPage of(
      RegisterBook book, Register register, Member viewer, Optional<LocalDate> at) {
    var all = book.records(Statement.REGISTER);
    var rows =
        at.isEmpty()
            ? all
            : all.stream().flatMap(row -> row.asOf(Times.endOf(at.get())).stream()).toList();
    var statement = Statement.of(rows);
    var showing = new Showing(book, viewer);
    String asked = at.map(day -> "?at=" + day).orElse("");
    boolean writes = at.isEmpty() && Separation.writes(register, viewer.duties()).isPresent();
    return new StatementPage(
        at.map(LocalDate::toString),
        Input.of(Input.Kind.DATE, "at", "As of").value(at.map(LocalDate::toString).orElse("")),
        counts(statement.counts()),
        statement.lacks().stream().map(lack -> lack(lack, register, asked)).toList(),
        statement.groups().stream().map(group -> group(group, register, showing, asked)).toList(),
        writes ? missing(statement).size() : 0,
        versions(all),
        List.of(
            new RegisterPage.Link("PDF", PATH + "/export.pdf" + asked),
            new RegisterPage.Link("XLSX", PATH + "/export.xlsx" + asked),
            new RegisterPage.Link("CSV", PATH + "/export.csv" + asked)));
  }

  /// Numbers of the controls that have no row.
  static List<String> missing(Statement statement) {
    return statement.lacks().stream()
        .filter(lack -> lack.kind() == Statement.Kind.NO_ROW)
        .map(Statement.Lack::control)
        .toList();
  }

  private static List<Count> counts(Statement.Counts counts) {
    var said = new ArrayList<Count>();
    said.add(new Count("Controls with a row", counts.controls() + " of 38"));
    if (counts.own() > 0) said.add(new Count("Other controls", "" + counts.own()));
    said.add(new Count("Included", "" + counts.included()));
    said.add(new Count("Excluded", "" + counts.excluded()));
    said.add(new Count("Undecided", "" + counts.undecided()));
    said.add(new Count("Implemented in full", "" + counts.implementation("full")));
    said.add(new Count("Implemented in part", "" + counts.implementation("partly")));
    said.add(new Count("Implementation planned", "" + counts.implementation("planned")));
    said.add(new Count("Implementation not begun", "" + counts.implementation("none")));
    said.add(
        new Count(
            "Decided and approved",
            counts.approved() + " of " + (counts.included() + counts.excluded())));
    return said;
  }

  private static Shown.Part lack(Statement.Lack lack, Register register, String asked) {
    String text = lack.control() + " " + lack.title() + ": " + lack.kind().words();
    String href =
        switch (lack.records().size()) {
          case 0 -> "";
          case 1 -> Showing.path(register) + "/" + lack.records().getFirst() + asked;
          default ->
              Showing.path(register)
                  + "?control="
                  + lack.control()
                  + (asked.isEmpty() ? "" : "&" + asked.substring(1));
        };
    return new Shown.Part(text, href);
  }

  private static Group group(
      Statement.Group group, Register register, Showing showing, String asked) {
    return new Group(
        (group.number() + " " + group.title()).strip(),
        group.lines().stream().map(line -> row(line, register, showing, asked)).toList());
  }

  private static Row row(Statement.Line line, Register register, Showing showing, String asked) {
    var approval = line.approval();
    return new Row(
        line.control(),
        line.title(),
        line.row().map(History::id).orElse(""),
        line.row().map(row -> Showing.path(row) + asked).orElse(""),
        included(line),
        text(line, register, showing, "grounds"),
        text(line, register, showing, "inclusion_reason"),
        text(line, register, showing, "exclusion_reason"),
        text(line, register, showing, "implementation"),
        text(line, register, showing, "how"),
        text(line, register, showing, "owner"),
        shown(line, register, showing, "evidence").map(Shown::parts).orElse(List.of()),
        line.row().map(State::of).orElse(new State("No row", Tone.BAD)),
        approval.map(one -> Times.show(one.time()) + " by " + showing.person(one.by())).orElse(""),
        line.row().map(row -> row.newest().number()).orElse(0),
        line.row().map(row -> row.newest().leaf()).orElse(""),
        approval.map(one -> one.leaf()).orElse(""));
  }

  private static State included(Statement.Line line) {
    return switch (line.decided()) {
      case INCLUDED -> new State("Included", Tone.GOOD);
      case EXCLUDED -> new State("Excluded", Tone.PLAIN);
      case UNDECIDED -> new State("Undecided", Tone.CARE);
    };
  }

  private static Optional<Shown> shown(
      Statement.Line line, Register register, Showing showing, String field) {
    Field found = register.field(field).orElseThrow();
    return line.row().map(row -> showing.field(register, found, row.newest()));
  }

  private static String text(
      Statement.Line line, Register register, Showing showing, String field) {
    return shown(line, register, showing, field)
        .map(shown -> shown.note().isEmpty() ? shown.line() : shown.note())
        .orElse("");
  }

  private static List<Version> versions(List<History> rows) {
    var days = new TreeMap<String, Integer>(Comparator.reverseOrder());
    for (History row : rows) {
      row.revisions().forEach(one -> days.merge(one.time().substring(0, 10), 1, Integer::sum));
      row.remarks().forEach(one -> days.merge(one.time().substring(0, 10), 1, Integer::sum));
    }
    return days.entrySet().stream()
        .limit(VERSIONS_MAX)
        .map((Map.Entry<String, Integer> day) ->
            new Version(day.getKey(), PATH + "?at=" + day.getKey(), day.getValue()))
        .toList();
  }
}

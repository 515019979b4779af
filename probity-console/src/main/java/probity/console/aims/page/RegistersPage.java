package probity.console.aims.page;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Standing;
import probity.console.aims.RegisterBook;

/// All registers, with what waits in each.
public record RegistersPage(List<Group> groups) {
  public RegistersPage {
    groups = List.copyOf(groups);
  }

  public record Group(String title, List<Line> lines) {
    public Group {
      lines = List.copyOf(lines);
    }
  }

  /// @param records how many are not archived
  /// @param waiting how many wait for approval
  /// @param due how many were to be looked at again before today
  public record Line(
      String title, String about, String href, String clauses, int records, int waiting, int due) {}

  static RegistersPage of(RegisterBook book, LocalDate today) {
    var groups = new LinkedHashMap<String, List<Line>>();
    for (Register register : book.registers().all()) {
      groups
          .computeIfAbsent(register.group(), _ -> new ArrayList<>())
          .add(line(book, register, today));
    }
    return new RegistersPage(
        groups.entrySet().stream().map(one -> new Group(one.getKey(), one.getValue())).toList());
  }

  private static Line line(RegisterBook book, Register register, LocalDate today) {
    var records = book.records(register.id()).stream().filter(one -> !one.archived()).toList();
    return new Line(
        register.title(),
        register.about(),
        Showing.path(register),
        String.join(", ", register.clauses()),
        records.size(),
        count(records, Standing.PROPOSED),
        (int) records.stream().filter(one -> Times.isOver(Times.due(one), today)).count());
  }

  private static int count(List<History> records, Standing standing) {
    return (int) records.stream().filter(one -> one.standing() == standing).count();
  }
}

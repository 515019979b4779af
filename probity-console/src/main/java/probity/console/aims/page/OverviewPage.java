package probity.console.aims.page;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import probity.aims.register.History;
import probity.aims.register.Remark;
import probity.aims.register.Revision;
import probity.aims.register.Standing;
import probity.console.Member;
import probity.console.aims.RegisterBook;

/// What somebody sees first: what waits for them, how each group of registers stands, and what
/// happened last.
///
/// @param waiting lists of which none is empty
public record OverviewPage(
    String name, String duties, List<Waiting> waiting, List<Group> groups, List<Act> acts) {
  static final int ITEMS_MAX = 10;
  static final int ACTS_MAX = 12;

  public OverviewPage {
    waiting = List.copyOf(waiting);
    groups = List.copyOf(groups);
    acts = List.copyOf(acts);
  }

  /// Records that wait for this person, for one reason.
  ///
  /// @param more how many are not listed
  public record Waiting(String title, List<Item> items, int more) {
    public Waiting {
      items = List.copyOf(items);
    }
  }

  /// @param note since when, why, or by when
  public record Item(String title, String href, String register, String note) {}

  /// @param proposed how many wait for anybody's approval
  /// @param overdue how many were to be looked at again before today
  public record Group(
      String title, List<Shown.Part> registers, int records, int proposed, int overdue) {
    public Group {
      registers = List.copyOf(registers);
    }
  }

  /// Something that somebody did to a record.
  public record Act(String time, String who, String what, String title, String href) {}

  static OverviewPage of(RegisterBook book, Member viewer, LocalDate today) {
    var showing = new Showing(book, viewer);
    var records =
        book.registers().all().stream()
            .flatMap(register -> book.records(register.id()).stream())
            .filter(record -> !record.archived())
            .toList();
    return new OverviewPage(
        viewer.name(),
        viewer.dutyTitles(),
        Stream.of(
                toDecide(book, records, viewer, showing),
                returned(records, viewer),
                overdue(records, viewer, today))
            .filter(one -> !one.items().isEmpty())
            .toList(),
        groups(book, records, today),
        acts(records, showing));
  }

  private static Waiting toDecide(
      RegisterBook book, List<History> records, Member viewer, Showing showing) {
    return waiting(
        "Waits for your decision",
        records.stream()
            .filter(one -> one.standing() == Standing.PROPOSED)
            .filter(one -> book.mandate(one, viewer.personId(), viewer.duties()).isPresent())
            .map(one -> item(one, proposed(one, showing)))
            .toList());
  }

  private static String proposed(History record, Showing showing) {
    return record
        .decisive()
        .map(by -> "proposed by " + showing.person(by.by()) + ", " + Times.show(by.time()))
        .orElse("");
  }

  private static Waiting returned(List<History> records, Member viewer) {
    return waiting(
        "Came back to you",
        records.stream()
            .filter(
                one -> one.standing() == Standing.RETURNED || one.standing() == Standing.REJECTED)
            .filter(one -> one.workers().contains(viewer.personId()))
            .map(one -> item(one, one.standing().title() + ": " + reason(one)))
            .toList());
  }

  private static String reason(History record) {
    return record.decisive().map(one -> one.text(Remark.REASON)).orElse("");
  }

  private static Waiting overdue(List<History> records, Member viewer, LocalDate today) {
    return waiting(
        "Yours, to be looked at again",
        records.stream()
            .filter(one -> one.newest().value("owner").equals(viewer.personId()))
            .filter(one -> Times.isOver(Times.due(one), today))
            .sorted(Comparator.comparing(Times::due))
            .map(one -> item(one, "review was due " + Times.due(one)))
            .toList());
  }

  private static Waiting waiting(String title, List<Item> items) {
    var listed = items.stream().limit(ITEMS_MAX).toList();
    return new Waiting(title, listed, items.size() - listed.size());
  }

  private static Item item(History record, String note) {
    return new Item(title(record), Showing.path(record), record.register().title(), note);
  }

  private static String title(History record) {
    return record.title().isEmpty() ? record.id() : record.title();
  }

  private static List<Group> groups(RegisterBook book, List<History> records, LocalDate today) {
    return book.registers().all().stream()
        .map(register -> register.group())
        .distinct()
        .map(group -> group(book, group, records, today))
        .toList();
  }

  private static Group group(
      RegisterBook book, String group, List<History> records, LocalDate today) {
    var inside = records.stream().filter(one -> one.register().group().equals(group)).toList();
    return new Group(
        group,
        book.registers().all().stream()
            .filter(register -> register.group().equals(group))
            .map(register -> new Shown.Part(register.title(), Showing.path(register)))
            .toList(),
        inside.size(),
        (int) inside.stream().filter(one -> one.standing() == Standing.PROPOSED).count(),
        (int) inside.stream().filter(one -> Times.isOver(Times.due(one), today)).count());
  }

  private record Happened(String time, Act act) {}

  private static List<Act> acts(List<History> records, Showing showing) {
    var happened = new ArrayList<Happened>();
    for (History record : records) {
      for (Revision one : record.revisions()) {
        happened.add(happened(record, one.time(), one.author(), one.change().word(), showing));
      }
      for (Remark one : record.remarks()) {
        happened.add(happened(record, one.time(), one.by(), one.change().word(), showing));
      }
    }
    // Of one millisecond, what was added last comes first.
    return happened.reversed().stream()
        .sorted(Comparator.comparing(Happened::time).reversed())
        .limit(ACTS_MAX)
        .map(Happened::act)
        .toList();
  }

  private static Happened happened(
      History record, String time, String who, String what, Showing showing) {
    return new Happened(
        time,
        new Act(Times.show(time), showing.person(who), what, title(record), Showing.path(record)));
  }
}

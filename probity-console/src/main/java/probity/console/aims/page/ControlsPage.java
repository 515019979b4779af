package probity.console.aims.page;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.aims.Catalogue;
import probity.aims.register.History;
import probity.console.Tone;
import probity.console.aims.RegisterBook;

/// Which evidence serves each control, and whether it still counts.
///
/// @param covered how many controls of Annex A have evidence that counts
/// @param of how many there are
/// @param own controls of other schemes that evidence serves
public record ControlsPage(int covered, int of, List<Row> rows, List<Row> own) {
  /// The most items that a row shows; the register shows all.
  private static final int ITEMS_MAX = 6;

  private static final String STANDARD = "42001:";

  public ControlsPage {
    rows = List.copyOf(rows);
    own = List.copyOf(own);
  }

  /// @param all where the register shows all of its evidence; empty where there is none
  /// @param more how many items are not shown
  public record Row(
      String number, String title, State state, List<Item> items, int more, String all) {
    public Row {
      items = List.copyOf(items);
    }
  }

  public record Item(String title, String href, State state, String until) {}

  static ControlsPage of(RegisterBook book, LocalDate today) {
    var view = EvidenceView.all(book, Optional.empty(), today);
    var byControl = new LinkedHashMap<String, List<History>>();
    Catalogue.controls().forEach(one -> byControl.put(STANDARD + one.number(), new ArrayList<>()));
    int published = byControl.size();
    for (History record : book.records(EvidenceView.REGISTER)) {
      if (record.archived()) continue;
      record
          .newest()
          .value("controls")
          .lines()
          .forEach(
              control -> byControl.computeIfAbsent(control, _ -> new ArrayList<>()).add(record));
    }
    var rows = byControl.entrySet().stream().map(one -> row(one, view)).toList();
    long covered =
        byControl.values().stream()
            .limit(published)
            .filter(records -> records.stream().anyMatch(view::counts))
            .count();
    return new ControlsPage(
        (int) covered, published, rows.subList(0, published), rows.subList(published, rows.size()));
  }

  private static Row row(Map.Entry<String, List<History>> of, EvidenceView view) {
    String control = of.getKey();
    // What counts comes first, and the newest of it.
    var records =
        of.getValue().stream()
            .sorted(
                Comparator.comparing((History record) -> !view.counts(record))
                    .thenComparing(History::number, Comparator.reverseOrder()))
            .toList();
    var shown = records.stream().limit(ITEMS_MAX).map(record -> item(record, view)).toList();
    var known = Catalogue.find(control);
    return new Row(
        known.map(Catalogue.Item::number).orElse(control),
        known.map(Catalogue.Item::title).orElse(""),
        state(records, view),
        shown,
        records.size() - shown.size(),
        records.isEmpty()
            ? ""
            : "/registers/" + EvidenceView.REGISTER + "?controls=" + Inputs.encoded(control));
  }

  private static State state(List<History> records, EvidenceView view) {
    if (records.isEmpty()) return new State("No evidence", Tone.PLAIN);
    // The first is the best that there is.
    var best = view.state(records.getFirst(), records.getFirst().newest());
    return view.counts(records.getFirst())
        ? records.stream()
            .filter(view::counts)
            .map(record -> view.state(record, record.newest()))
            .filter(one -> one.tone() == Tone.GOOD)
            .findFirst()
            .orElse(best)
        : new State("Nothing that counts", Tone.BAD);
  }

  private static Item item(History record, EvidenceView view) {
    return new Item(
        record.title().isEmpty() ? record.id() : record.title(),
        Showing.path(record),
        view.state(record, record.newest()),
        view.replacing(record.id()).isEmpty() ? view.until(record.newest()) : "");
  }
}

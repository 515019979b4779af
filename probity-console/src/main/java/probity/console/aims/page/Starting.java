package probity.console.aims.page;

import java.util.List;
import probity.aims.register.Register;
import probity.console.Page;
import probity.console.aims.Imports;
import probity.console.aims.RegisterBook;

/// The answer to a button that brings in records to begin with: what came, and that it can be taken
/// back.
final class Starting {
  private Starting() {}

  /// @param above the page with the button
  static Page page(
      RegisterBook book, Register register, Imports.Outcome outcome, Page.Crumb above) {
    return Page.html(
        new Page.Heading("Records to begin with", List.of(above)),
        "imported",
        new ImportPages.Done(
            Showing.path(register),
            outcome.records().stream()
                .flatMap(id -> book.find(id).stream())
                .map(record ->
                    new Shown.Part(record.id() + " " + record.title(), Showing.path(record)))
                .toList(),
            outcome.refusals(),
            outcome.batch().isEmpty() ? "" : Showing.path(register) + "/undo",
            outcome.batch()));
  }
}

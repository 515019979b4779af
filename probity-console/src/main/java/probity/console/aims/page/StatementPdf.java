package probity.console.aims.page;

import java.time.LocalDate;
import probity.console.Page;

/// Lays out a Statement of Applicability for paper. Calls may come from any thread, and give the
/// same bytes for the same statement and day.
@FunctionalInterface
public interface StatementPdf {
  /// @param date that the document bears
  Printed of(StatementPage statement, LocalDate date);

  /// What came of it.
  sealed interface Printed {
    record File(Page.Content content) implements Printed {}

    /// @param sentence why it cannot be printed
    record Unprintable(String sentence) implements Printed {}
  }
}

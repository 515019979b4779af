package probity.console.aims.page;

import probity.console.Page;
import probity.console.aims.Imports;

/// The answer to a button that brings in records to begin with.
final class Starting {
  private Starting() {}

  static Page page(Imports.Outcome outcome, String then) {
    return outcome.refusals().isEmpty()
        ? Page.redirect(then)
        : new Page.Failure(409, String.join("; ", outcome.refusals()));
  }
}

package probity.console.aims.page;

import java.util.Optional;
import probity.aims.register.History;
import probity.aims.register.Remark;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.aims.Decision;
import probity.console.aims.RegisterBook;
import probity.ledger.Checked;
import probity.ledger.Json;

/// What a passkey signed for a decision, with all that is needed to check it without us: what was
/// bound, whose canonical JSON has the SHA-256 that was signed, and the assertion.
public final class SignaturePages implements Pages {
  private final RegisterBook book;

  public SignaturePages(RegisterBook book) {
    this.book = book;
  }

  /// Where the signature of a decision is had; empty where no passkey signed it
  static String path(History record, Remark decision) {
    return decision.text(Remark.ASSERTION).isEmpty()
        ? ""
        : Showing.path(record) + "/signed/" + decision.leaf();
  }

  @Override
  public void add(Routes routes) {
    routes.get(
        "/registers/{register}/{record}/signed/{entry}",
        visit ->
            RecordPages.found(
                book,
                visit,
                record ->
                    record.remarks().stream()
                        .filter(one -> one.leaf().equals(visit.place("entry")))
                        .findFirst()
                        .flatMap(one -> signature(record, one))
                        .<Page>map(json -> new Page.Json(200, json.canonical() + "\n"))
                        .orElseGet(Page::notFound)));
  }

  private Optional<Json.Obj> signature(History record, Remark decision) {
    var revision = record.revision(decision.revision());
    var assertion = Json.parseCanonicalObject(decision.text(Remark.ASSERTION));
    if (revision.isEmpty() || !(assertion instanceof Checked.Valid(var signed))) {
      return Optional.empty();
    }
    var bound =
        Decision.bound(
            book.origin(),
            record.id(),
            revision.get().leaf(),
            decision.change(),
            decision.role(),
            decision.text(Remark.SENTENCE));
    return Optional.of(
        Json.object()
            .put("assertion", signed)
            .put("bound", bound)
            .put("entry", decision.leaf())
            .build());
  }
}

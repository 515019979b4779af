package probity.console.aims.page;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import probity.aims.register.Gap;
import probity.aims.register.History;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;
import probity.console.aims.RecordFiles;
import probity.console.aims.RegisterBook;

/// Files of records, and the evidence of each control.
public final class EvidencePages implements Pages {
  private final RegisterBook book;
  private final RecordFiles files;
  private final InstantSource clock;

  public EvidencePages(RegisterBook book, RecordFiles files, InstantSource clock) {
    this.book = book;
    this.files = files;
    this.clock = clock;
  }

  @Override
  public void add(Routes routes) {
    routes.link("Evidence", "Evidence by control", "/evidence/controls");
    routes.get("/evidence/controls", _ -> controls());
    routes.get(
        "/registers/{register}/{record}/file",
        visit -> RecordPages.found(book, visit, record -> file(visit, record)));
  }

  private Page controls() {
    return Page.html(
        "Evidence by control",
        "controls",
        ControlsPage.of(book, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
  }

  /// The file of a revision, of the newest where none is named.
  private Page file(Visit visit, History record) {
    int newest = record.newest().number();
    return record
        .revision(visit.query().number("revision", 1, Integer.MAX_VALUE, newest))
        .map(revision -> files.of(record, revision))
        .map(EvidencePages::given)
        .orElseGet(Page::notFound);
  }

  private static Page given(RecordFiles.Given given) {
    return switch (given) {
      case RecordFiles.Given.None() -> Page.notFound();
      case RecordFiles.Given.Whole(var name, var content) ->
          new Page.Download(FileType.of(content), name, out -> out.write(content.array()));
      case RecordFiles.Given.Withheld(var why) -> withheld(why);
    };
  }

  private static Page withheld(Gap why) {
    return switch (why) {
      case ERASED ->
          new Page.Failure(410, "The file was erased: the key that it lay under was destroyed.");
      case MISSING ->
          new Page.Failure(
              404,
              "The vault does not have this file. The ledger still says which one it was; put the"
                  + " folder vault/files back from a copy.");
      case ALTERED ->
          new Page.Failure(
              409,
              "What the vault has is not the file that the ledger commits to, so it is not given"
                  + " out.");
    };
  }
}

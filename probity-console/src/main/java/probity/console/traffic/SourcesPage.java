package probity.console.traffic;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import probity.console.Input;
import probity.source.Source;
import probity.source.SourceIndex;

/// The documents whose text is known again, and what their owners say of them.
///
/// @param version of the index
public record SourcesPage(
    String count, String version, Input search, List<Row> rows, Optional<String> next) {
  private static final int PAGE = 100;

  public SourcesPage {
    rows = List.copyOf(rows);
  }

  /// @param own fingerprints that no other document has
  public record Row(
      String id,
      String path,
      String versions,
      String classification,
      String owner,
      String licence,
      String retention,
      String fingerprints,
      String own) {}

  /// @param text of which ids have a part; empty for all
  /// @param after the id after which the page begins; empty for the first page
  static SourcesPage of(SourceIndex index, String text, String after) {
    var wanted = text.toLowerCase(Locale.ROOT);
    var fitting =
        index.catalogue().sources().stream()
            .filter(source -> source.id().contains(wanted))
            .sorted(java.util.Comparator.comparing(Source::id))
            .toList();
    var page =
        fitting.stream()
            .filter(source -> source.id().compareTo(after) > 0)
            .limit(PAGE + 1L)
            .toList();
    boolean more = page.size() > PAGE;
    var shown = more ? page.subList(0, PAGE) : page;
    return new SourcesPage(
        Told.count(fitting.size(), "document", "documents"),
        index.version().hex(),
        Input.text("id", "Part of the id").value(text),
        shown.stream().map(source -> row(source, index)).toList(),
        more
            ? Optional.of(
                "/sources?"
                    + Told.part("id", text)
                    + "&"
                    + Told.part("after", shown.getLast().id()))
            : Optional.empty());
  }

  private static Row row(Source source, SourceIndex index) {
    return new Row(
        source.id(),
        "/sources/document?" + Told.part("id", source.id()),
        Integer.toString(source.newest().number()),
        source.about().classification(),
        source.about().owner(),
        source.about().licence(),
        source.about().retention(),
        Told.number(source.newest().fingerprints()),
        Told.number(index.telling(source.id())));
  }
}

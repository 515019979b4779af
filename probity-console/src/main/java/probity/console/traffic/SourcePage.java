package probity.console.traffic;

import java.util.List;
import probity.source.Source;
import probity.source.SourceIndex;

/// One document: what its owner says of it, and its versions.
///
/// @param records the list of records that had text of it
public record SourcePage(
    String id, List<RecordPage.Pair> about, List<Version> versions, String records) {
  public SourcePage {
    about = List.copyOf(about);
    versions = List.copyOf(versions);
  }

  /// @param digest SHA-256 of its text
  public record Version(
      String number, String ingested, String letters, String fingerprints, String digest) {}

  static SourcePage of(Source source, SourceIndex index) {
    var about = source.about();
    return new SourcePage(
        source.id(),
        List.of(
            new RecordPage.Pair("Owner", Told.or(about.owner(), "–"), ""),
            new RecordPage.Pair("Classification", Told.or(about.classification(), "–"), ""),
            new RecordPage.Pair("Licence", Told.or(about.licence(), "–"), ""),
            new RecordPage.Pair("May be used for", Told.or(about.retention(), "–"), ""),
            new RecordPage.Pair("Applications call it", Told.or(about.uri(), "by its id"), ""),
            new RecordPage.Pair(
                "Fingerprints of its own", Told.number(index.telling(source.id())), ""),
            new RecordPage.Pair("Index", index.version().hex(), "")),
        source.versions().reversed().stream()
            .map(version ->
                new Version(
                    Integer.toString(version.number()),
                    Told.time(version.at()),
                    Told.number(version.letters()),
                    Told.number(version.fingerprints()),
                    version.digest().hex()))
            .toList(),
        "/records?" + Told.part("source", source.id()));
  }
}

package probity.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.source.Source.Version;

/// A source as a line of a catalogue, and back.
final class SourceJson {
  private SourceJson() {}

  static Json.Obj write(Source source) {
    var versions = new ArrayList<Json>();
    for (Version version : source.versions()) {
      versions.add(
          Json.object()
              .put("at", version.at())
              .put("digest", version.digest().hex())
              .put("fingerprints", version.fingerprints())
              .put("letters", version.letters())
              .put("number", version.number())
              .build());
    }
    var json = Json.object();
    if (!source.about().uri().isEmpty()) json.put("uri", source.about().uri());
    return json.put("classification", source.about().classification())
        .put("id", source.id())
        .put("licence", source.about().licence())
        .put("owner", source.about().owner())
        .put("retention", source.about().retention())
        .put("versions", new Json.Arr(versions))
        .build();
  }

  static Optional<Source> read(String line) {
    if (!(Json.parseCanonical(line) instanceof Checked.Valid<Json>(Json.Obj json))) {
      return Optional.empty();
    }
    var versions = new ArrayList<Version>();
    for (Json item : json.items("versions")) {
      var version = item instanceof Json.Obj one ? version(one) : Optional.<Version>empty();
      if (version.isEmpty()) return Optional.empty();
      versions.add(version.get());
    }
    return source(json, versions);
  }

  private static Optional<Source> source(Json.Obj json, List<Version> versions) {
    var id = json.text("id").filter(Source::isId);
    var owner = json.text("owner");
    var classification = json.text("classification");
    var licence = json.text("licence");
    var retention = json.text("retention");
    String uri = json.text("uri").orElse("");
    if (versions.isEmpty()
        || versions.size() > Source.VERSIONS_MAX
        || id.isEmpty()
        || owner.isEmpty()
        || classification.isEmpty()
        || licence.isEmpty()
        || retention.isEmpty()
        || !Source.isUri(uri)) {
      return Optional.empty();
    }
    return Optional.of(
        new Source(
            id.get(),
            new Source.About(
                owner.get(), classification.get(), licence.get(), retention.get(), uri),
            versions));
  }

  private static Optional<Version> version(Json.Obj json) {
    var number = json.number("number");
    var digest = json.text("digest").map(Hash::parseHex);
    var at = json.text("at");
    var letters = json.number("letters");
    var fingerprints = json.number("fingerprints");
    if (number.isEmpty()
        || !(digest.orElse(Checked.invalid(Fault.MISSING, ""))
            instanceof Checked.Valid<Hash>(var hash))
        || at.isEmpty()
        || letters.isEmpty()
        || fingerprints.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Version(
            Math.toIntExact(number.get()),
            hash,
            at.get(),
            letters.get(),
            Math.toIntExact(fingerprints.get())));
  }
}

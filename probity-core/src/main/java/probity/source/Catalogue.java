package probity.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Json;

/// The sources of an index, in the order in which they were first ingested.
///
/// Its text has one line of canonical JSON each, and a first one that says how fingerprints are
/// made. The rest of an index follows from it, so its SHA-256 is the version of the index.
public final class Catalogue {
  static final Catalogue EMPTY = new Catalogue(List.of());

  private static final Json.Obj HOW =
      Json.object()
          .put("fingerprints", 1)
          .put("length", Fingerprints.LENGTH)
          .put("window", Fingerprints.WINDOW)
          .build();

  private final List<Source> sources;
  private final Map<String, Integer> numbers;

  /// Those that have a URI, by the form in which URIs are compared.
  private final Map<String, Integer> uris = new HashMap<>();

  Catalogue(List<Source> sources) {
    this.sources = List.copyOf(sources);
    this.numbers = HashMap.newHashMap(sources.size());
    for (int i = 0; i < sources.size(); i++) numbers.put(sources.get(i).id(), i);
    if (numbers.size() != sources.size()) throw new IllegalArgumentException("an id twice");
    for (int i = 0; i < sources.size(); i++) {
      String uri = sources.get(i).about().uri();
      if (!uri.isEmpty()) uris.put(Uris.form(uri), i);
    }
  }

  public List<Source> sources() {
    return sources;
  }

  public Optional<Source> named(String id) {
    return Optional.ofNullable(numbers.get(id)).map(sources::get);
  }

  /// The source that an application means by a name: its id or its URI, with or without a fragment.
  public Optional<Source> called(String name) {
    String form = Uris.form(name);
    return exactly(form).or(() -> exactly(Uris.withoutFragment(form)));
  }

  private Optional<Source> exactly(String form) {
    return named(form).or(() -> Optional.ofNullable(uris.get(form)).map(sources::get));
  }

  Optional<Integer> number(String id) {
    return Optional.ofNullable(numbers.get(id));
  }

  public Hash version() {
    return Hash.of(text().getBytes(StandardCharsets.UTF_8));
  }

  public String text() {
    var text = new StringBuilder(HOW.canonical()).append('\n');
    for (Source source : sources) text.append(SourceJson.write(source).canonical()).append('\n');
    return text.toString();
  }

  /// Reads what [#text] wrote; another way to make fingerprints is a fault too, since the hashes
  /// would not fit.
  public static Checked<Catalogue> read(String text) {
    var sources = new ArrayList<Source>();
    var lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(HOW.canonical())) {
      return malformed("the catalogue of sources is of another version");
    }
    for (String line : lines.subList(1, lines.size())) {
      var source = SourceJson.read(line);
      if (source.isEmpty()) {
        return malformed("line " + (sources.size() + 2) + " of the catalogue is no source");
      }
      sources.add(source.get());
    }
    return Checked.valid(new Catalogue(sources));
  }

  private static Checked<Catalogue> malformed(String detail) {
    return Checked.invalid(Fault.MALFORMED, detail);
  }
}

package probity.server.traffic;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import probity.console.traffic.Asked;
import probity.console.traffic.BundleHistory;
import probity.console.traffic.Facet;
import probity.console.traffic.Listing;
import probity.console.traffic.Proven;
import probity.console.traffic.RecordSearch;
import probity.console.traffic.Recorded;
import probity.console.traffic.Unavailable;
import probity.index.Found;
import probity.index.Index;
import probity.index.IndexException;
import probity.index.LogFiles;
import probity.index.Query;
import probity.index.Query.Field;
import probity.index.Search;
import probity.index.Shown;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.Note;

/// Finds records in the index and reads their entries from the published files.
///
/// The index is opened anew for each question, since `reindex` may have put another file in its
/// place; few questions are answered at once, so that visitors do not take the cores from traffic.
public final class IndexedRecords implements RecordSearch {
  private static final String RECORDS = "records";
  private static final int AT_ONCE = 2;
  private static final long WAIT_SECONDS = 10;
  private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
  private static final Pattern PLACE = Pattern.compile("([a-z0-9._-]+):(0|[1-9][0-9]{0,17})");
  private static final Pattern LEAF = Pattern.compile("[0-9a-f]{64}");

  private static final Map<Facet, Field> FIELDS = fields();

  private final Path data;
  private final BundleHistory bundles;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  /// @param data the folder in which `ledger/` lies
  public IndexedRecords(Path data, BundleHistory bundles) {
    this.data = data;
    this.bundles = bundles;
  }

  private static Map<Facet, Field> fields() {
    var fields = new EnumMap<Facet, Field>(Facet.class);
    for (Facet facet : Facet.values()) fields.put(facet, Field.valueOf(facet.name()));
    return Map.copyOf(fields);
  }

  private <T> T ask(Function<Index, T> question) {
    try {
      if (!turns.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new Unavailable("Too many questions at once; ask again in a moment.");
      }
      try (var index = Index.open(data)) {
        return question.apply(index);
      } finally {
        turns.release();
      }
    } catch (IndexException e) {
      throw new Unavailable("Records cannot be read: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("The server is closing.", e);
    }
  }

  @Override
  public Listing find(Asked asked) {
    var query = query(asked);
    return ask(index -> {
      var search = index.search();
      var page = search.page(query);
      boolean more = page.size() > Asked.PAGE;
      var shown = more ? page.subList(0, Asked.PAGE) : page;
      var counts = search.counts(query, EnumSet.copyOf(FIELDS.values()), Asked.WORDS);
      var facets = new EnumMap<Facet, List<Listing.Count>>(Facet.class);
      FIELDS.forEach((facet, field) ->
          facets.put(
              facet,
              counts.facets().getOrDefault(field, List.of()).stream()
                  .map(one -> new Listing.Count(one.word(), one.records()))
                  .toList()));
      return new Listing(
          counts.total(),
          counts.exact(),
          facets,
          shown.stream().map(placed -> line(placed.record())).toList(),
          more ? Optional.of(text(shown.getLast().place())) : Optional.empty());
    });
  }

  private static Query query(Asked asked) {
    var terms = new ArrayList<Query.Term>();
    asked.words().forEach((facet, word) -> terms.add(new Query.Term(field(facet), word)));
    if (!asked.source().isEmpty()) terms.add(new Query.Term(Field.SOURCE, asked.source()));
    if (!asked.from().isEmpty()) terms.add(new Query.Term(Field.FROM, asked.from()));
    if (!asked.until().isEmpty()) terms.add(new Query.Term(Field.UNTIL, asked.until()));
    if (asked.exceptCanaries()) terms.add(new Query.Term(Field.EXCEPT_PURPOSE, "canary"));
    return new Query(terms, asked.before().map(IndexedRecords::place), Asked.PAGE + 1);
  }

  private static Field field(Facet facet) {
    return Field.valueOf(facet.name());
  }

  private static String text(Query.Place place) {
    return place.time() + "/" + place.row();
  }

  private static Query.Place place(String text) {
    int at = text.indexOf('/');
    return new Query.Place(text.substring(0, at), Long.parseLong(text.substring(at + 1)));
  }

  private static Listing.Line line(Found record) {
    return new Listing.Line(
        record.exchange(),
        record.time(),
        record.caller(),
        record.route(),
        record.verdict(),
        record.refusedOn(),
        record.rules(),
        record.labels(),
        record.tools().stream().anyMatch(tool -> tool.verdict().equals("refuse")),
        record.ending());
  }

  @Override
  public Optional<Recorded> record(String exchange) {
    String id = exchange.toUpperCase(Locale.ROOT);
    if (!ULID.matcher(id).matches()) return Optional.empty();
    return ask(index -> {
      var search = index.search();
      return search.find(new Query(List.of(new Query.Term(Field.EXCHANGE, id)), 1)).stream()
          .findFirst()
          .flatMap(found -> recorded(search, found));
    });
  }

  private Optional<Recorded> recorded(Search search, Found found) {
    var log = log(found.log());
    if (log.isEmpty()) return Optional.empty();
    var places = new ArrayList<Long>();
    places.add(found.intent());
    for (Found.Tool tool : found.tools()) places.add(tool.entry());
    if (found.outcome() >= 0) places.add(found.outcome());
    var entries = places.stream().flatMap(place -> Shown.read(log.get(), place).stream()).toList();
    if (entries.isEmpty()) return Optional.empty();
    String leaf = entries.getFirst().entry().leaf().hex();
    return Optional.of(
        new Recorded(
            found.exchange(),
            entries.stream().map(IndexedRecords::proven).toList(),
            bundles.bundle(found.bundleDigest()),
            search.reviews(leaf).stream()
                .map(one ->
                    new Recorded.Review(
                        one.queue(),
                        one.verdict(),
                        one.finding(),
                        one.person(),
                        one.time(),
                        one.leaf()))
                .toList()));
  }

  private Optional<LogFiles> log(String name) {
    return LogFiles.all(data.resolve("ledger")).stream()
        .filter(log -> log.name().equals(name))
        .findFirst();
  }

  private static Proven proven(Shown shown) {
    // The log's own lines bear its origin as their name.
    var checkpoint = shown.checkpoint().checkpoint();
    var cosigners =
        shown.checkpoint().note().lines().stream()
            .map(Note.Line::name)
            .filter(name -> !name.equals(checkpoint.origin()))
            .distinct()
            .toList();
    return new Proven(
        shown.log(), shown.index(), shown.entry(), checkpoint, cosigners, shown.proof().text());
  }

  @Override
  public Optional<Proven> entry(String log, long index) {
    try {
      return log(log).flatMap(files -> Shown.read(files, index)).map(IndexedRecords::proven);
    } catch (IndexException e) {
      throw new Unavailable("The entry cannot be read: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public Optional<Named> named(String text) {
    String id = text.toUpperCase(Locale.ROOT);
    if (ULID.matcher(id).matches()) {
      var found =
          ask(index ->
              index.search().find(new Query(List.of(new Query.Term(Field.EXCHANGE, id)), 1)));
      return found.stream().findFirst().map(one -> new Named.Exchange(one.exchange()));
    }
    var place = PLACE.matcher(text);
    if (place.matches()) {
      return Optional.of(new Named.Entry(place.group(1), Long.parseLong(place.group(2))));
    }
    return LEAF.matcher(text).matches() ? byLeaf(text) : Optional.empty();
  }

  /// Of intents, and of what stands in `records`, which is small.
  private Optional<Named> byLeaf(String leaf) {
    var intent = ask(index -> index.search().byIntent(leaf));
    if (intent.isPresent()) return Optional.of(new Named.Exchange(intent.get().exchange()));
    if (!(Hash.parseHex(leaf) instanceof Checked.Valid<Hash>(var hash))) return Optional.empty();
    try {
      return log(RECORDS).stream()
          .flatMapToLong(log -> log.find(hash).stream())
          .<Named>mapToObj(index -> new Named.Entry(RECORDS, index))
          .findFirst();
    } catch (IndexException e) {
      throw new Unavailable("The log cannot be read: " + e.getMessage() + ".", e);
    }
  }
}

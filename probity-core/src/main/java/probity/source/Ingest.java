package probity.source;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import probity.source.Source.Version;

/// Makes a new index from an old one and documents. The old one stays as it is.
public final class Ingest {
  /// Pairs that are held on the heap before they are merged; each needs 24 bytes then.
  private static final int BATCH_MAX = 8_000_000;

  private final Room room;
  private final List<Source> sources;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Set<String> seen = new HashSet<>();

  /// Whose URI it is, by the form in which URIs are compared.
  private final Map<String, String> uris = new HashMap<>();

  /// Versions whose place another takes, by document: their pairs fall away with the next merge.
  private final Map<Integer, Integer> dropped = new HashMap<>();

  private Pairs pairs;
  private Batch batch = new Batch();

  public Ingest(SourceIndex before, Room room) {
    this.room = room;
    this.sources = new ArrayList<>(before.catalogue().sources());
    this.pairs = before.pairs();
    note();
  }

  private void note() {
    numbers.clear();
    uris.clear();
    for (int i = 0; i < sources.size(); i++) {
      numbers.put(sources.get(i).id(), i);
      String uri = sources.get(i).about().uri();
      if (!uri.isEmpty()) uris.put(Uris.form(uri), sources.get(i).id());
    }
  }

  /// What became of a document.
  public enum Result {
    NEW,
    NEW_VERSION,
    /// The same text, of which something else is said now.
    DESCRIBED,
    UNCHANGED,
    /// Its id came before in this ingest.
    TWICE,
    /// Another source has its URI.
    URI_TAKEN,
    /// There are as many sources as an index holds.
    FULL
  }

  public Result add(Document document) {
    if (!seen.add(document.id())) return Result.TWICE;
    if (!take(document.about().uri(), document.id())) return Result.URI_TAKEN;
    var number = numbers.get(document.id());
    if (number == null) return addNew(document);
    var source = sources.get(number);
    if (!source.newest().digest().equals(document.digest())) {
      addVersion(number, source, document);
      return Result.NEW_VERSION;
    }
    if (source.about().equals(document.about())) return Result.UNCHANGED;
    sources.set(number, new Source(source.id(), document.about(), source.versions()));
    return Result.DESCRIBED;
  }

  /// One that a source had before stays its own until the next ingest.
  private boolean take(String uri, String id) {
    return uri.isEmpty() || uris.merge(Uris.form(uri), id, (had, _) -> had).equals(id);
  }

  /// Takes sources out, with their fingerprints: what others share with them may tell those others
  /// then. Before anything is added, since the others get other numbers. Gives how many that are.
  public int remove(Predicate<String> ids) {
    if (!seen.isEmpty()) throw new IllegalStateException("sources are removed before others come");
    int[] numbersThen = new int[sources.size()];
    var left = new ArrayList<Source>();
    for (int i = 0; i < numbersThen.length; i++) {
      boolean goes = ids.test(sources.get(i).id());
      numbersThen[i] = goes ? -1 : left.size();
      if (!goes) left.add(sources.get(i));
    }
    int removed = sources.size() - left.size();
    if (removed == 0) return 0;
    sources.clear();
    sources.addAll(left);
    note();
    pairs = without(numbersThen);
    return removed;
  }

  public boolean has(String id) {
    return numbers.containsKey(id);
  }

  private Pairs without(int[] numbersThen) {
    var left = Pairs.in(room, pairs.size());
    for (long at = 0; at < pairs.size(); at++) {
      int holder = pairs.holder(at);
      int number = numbersThen[Pairs.source(holder)];
      if (number >= 0) left.add(pairs.hash(at), Pairs.holder(number, Pairs.versions(holder)));
    }
    left.end();
    return left;
  }

  private Result addNew(Document document) {
    int number = sources.size();
    if (number == Pairs.SOURCES_MAX) return Result.FULL;
    var version = collect(document, number, 1);
    sources.add(new Source(document.id(), document.about(), List.of(version)));
    numbers.put(document.id(), number);
    return Result.NEW;
  }

  private void addVersion(int number, Source source, Document document) {
    var versions = new ArrayList<>(source.versions());
    if (versions.size() == Source.VERSIONS_MAX) {
      dropped.put(number, versions.removeFirst().bit());
    }
    versions.add(collect(document, number, source.newest().number() + 1));
    sources.set(number, new Source(source.id(), document.about(), versions));
  }

  private Version collect(Document document, int source, int number) {
    long[] hashes = document.fingerprints().distinct();
    var version =
        new Version(
            number,
            document.digest(),
            document.at(),
            document.fingerprints().letters(),
            hashes.length);
    for (long hash : hashes) batch.add(hash, Pairs.holder(source, version.bit()));
    if (batch.size() > BATCH_MAX) merge();
    return version;
  }

  /// The index with all documents that were added.
  public SourceIndex finish() {
    merge();
    int[] groups = Groups.of(pairs, sources.size());
    var catalogue = new Catalogue(sources);
    var making = new Holdings.Making(groups);
    var table = table(groups, making);
    return SourceIndex.of(catalogue, pairs, Holdings.read(making.in(room)), table);
  }

  /// Two rising lists to one; a document that has a fingerprint in several versions has it once.
  private void merge() {
    batch.sort();
    var merged = Pairs.in(room, pairs.size() + batch.size());
    long old = 0;
    int fresh = 0;
    while (old < pairs.size() || fresh < batch.size()) {
      int order = order(old, fresh);
      long hash = order <= 0 ? pairs.hash(old) : batch.hash(fresh);
      int holder = 0;
      if (order <= 0) holder |= kept(pairs.holder(old++));
      if (order >= 0) holder |= batch.holder(fresh++);
      if (Pairs.versions(holder) != 0) merged.add(hash, holder);
    }
    merged.end();
    pairs = merged;
    batch = new Batch();
    dropped.clear();
  }

  private int order(long old, int fresh) {
    if (old == pairs.size()) return 1;
    if (fresh == batch.size()) return -1;
    int byHash = Long.compareUnsigned(pairs.hash(old), batch.hash(fresh));
    return byHash != 0
        ? byHash
        : Integer.compare(Pairs.source(pairs.holder(old)), Pairs.source(batch.holder(fresh)));
  }

  private int kept(int holder) {
    return holder & ~dropped.getOrDefault(Pairs.source(holder), 0);
  }

  private MemorySegment table(int[] groups, Holdings.Making making) {
    long telling = telling(groups);
    long homes = telling * 100 / SourceIndex.FILLED_PERCENT + 1;
    long slots = 2 + homes + overflow(groups, homes);
    var table = room.take(Room.Part.TABLE, slots * Long.BYTES);
    table.setAtIndex(SourceIndex.SLOT, 0, homes);
    long free = 1;
    long to;
    for (long from = 0; from < pairs.size(); from = to) {
      to = pairs.endOfRun(from);
      if (!Groups.tells(pairs, from, to, groups)) continue;
      long hash = pairs.hash(from);
      long at = Math.max(free, SourceIndex.home(hash, homes));
      table.setAtIndex(
          SourceIndex.SLOT, at, SourceIndex.slot(hash, making.number(pairs, from, to)));
      free = at + 1;
    }
    return table;
  }

  private long telling(int[] groups) {
    long telling = 0;
    long to;
    for (long from = 0; from < pairs.size(); from = to) {
      to = pairs.endOfRun(from);
      if (Groups.tells(pairs, from, to, groups)) telling++;
    }
    return telling;
  }

  /// Slots behind the last home that those before push out.
  private long overflow(int[] groups, long homes) {
    long free = 1;
    long to;
    for (long from = 0; from < pairs.size(); from = to) {
      to = pairs.endOfRun(from);
      if (Groups.tells(pairs, from, to, groups)) {
        free = Math.max(free, SourceIndex.home(pairs.hash(from), homes)) + 1;
      }
    }
    return Math.max(0, free - homes - 1);
  }
}

package probity.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.EntryBundle;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Note;
import probity.ledger.TilePath;
import probity.ledger.VerifierKey;
import probity.verify.Reperformer.Performed;

/// Reads a log's entries in their order, several bundles at a time. What an entry shows by itself,
/// and its signature, are checked on all cores; what follows from the entries before it, on one.
///
/// Holds one batch: a few thousand entries, a few megabytes.
final class EntryReader {
  private static final int BATCH_ENTRIES = 4096;
  private static final int BATCH_BYTES = 4 << 20;

  /// An entry as it was read.
  ///
  /// @param complaint about its members, where there is one
  record Read(Place place, Hash leaf, Checked<Entry> entry, Optional<String> complaint) {
    long index() {
      return place.entry().orElseThrow();
    }
  }

  /// Takes the log's entries one by one.
  @FunctionalInterface
  interface Follower {
    /// Returns the key under which the entry must verify, where one is known.
    Optional<VerifierKey> follow(Read read);
  }

  /// Entries that are read and not yet checked, and where they lie.
  private final List<byte[]> batch = new ArrayList<>();

  private final List<Place> places = new ArrayList<>();

  private record Signed(Place place, Entry entry, VerifierKey key) {}

  /// What a signature and, where it is good, the decisions under it came to.
  private record Judged(Checked<Note> signature, Performed performed) {}

  private final Snapshot snapshot;
  private final boolean signatures;
  private final Findings findings;
  private final Progress progress;
  private final Optional<Reperformance> reperformance;

  /// @param signatures whether signatures of entries are checked too
  EntryReader(
      Snapshot snapshot,
      boolean signatures,
      Findings findings,
      Optional<Reperformance> reperformance,
      Progress progress) {
    this.snapshot = snapshot;
    this.signatures = signatures;
    this.findings = findings;
    this.progress = progress;
    this.reperformance = reperformance;
  }

  /// Reads all bundles; false where one cannot be read, so that nothing after it can be either.
  boolean readAll(Follower follower) {
    long size = snapshot.checkpoint().size();
    long bytes = 0;
    for (long first = 0; first < size; first += TilePath.FULL) {
      var path = snapshot.layout().tile(TilePath.ENTRIES, first / TilePath.FULL);
      Place place = snapshot.files().place(path.path());
      var bundle = snapshot.tile(path);
      if (bundle.isEmpty()) {
        check(follower);
        findings.add(
            Fault.MISSING, place, "this bundle is not there; entries from " + first + " unread");
        return false;
      }
      switch (EntryBundle.decode(bundle.get(), path.width())) {
        case Checked.Invalid<List<byte[]>>(var fault, var detail) -> {
          check(follower);
          findings.add(fault, place, detail + "; entries from " + first + " unread");
          return false;
        }
        case Checked.Valid<List<byte[]>>(var entries) -> add(entries, first, place.file());
      }
      bytes += bundle.get().length;
      long done = Math.min(size, first + TilePath.FULL);
      if (done == size || batch.size() >= BATCH_ENTRIES || bytes >= BATCH_BYTES) {
        check(follower);
        bytes = 0;
        progress.at(snapshot.origin(), done, size);
      }
    }
    return true;
  }

  private void add(List<byte[]> bundle, long first, String file) {
    long offset = 0;
    for (int i = 0; i < bundle.size(); i++) {
      batch.add(bundle.get(i));
      places.add(Place.entry(file, first + i, offset));
      offset += 2 + bundle.get(i).length;
    }
  }

  private void check(Follower follower) {
    List<Read> entries =
        IntStream.range(0, batch.size())
            .parallel()
            .mapToObj(i -> read(batch.get(i), places.get(i)))
            .toList();
    batch.clear();
    places.clear();
    var signed = new ArrayList<Signed>();
    for (Read read : entries) {
      if (read.entry() instanceof Checked.Invalid<Entry> invalid) {
        findings.add(invalid, read.place());
      }
      var key = follower.follow(read);
      if (key.isPresent() && read.entry() instanceof Checked.Valid<Entry>(var entry)) {
        signed.add(new Signed(read.place(), entry, key.get()));
      }
    }
    if (!signatures && reperformance.isEmpty()) return;
    List<Judged> judged = signed.stream().parallel().map(this::judge).toList();
    for (int i = 0; i < judged.size(); i++) {
      Place place = signed.get(i).place();
      if (judged.get(i).signature() instanceof Checked.Invalid<Note> invalid) {
        findings.add(invalid, place);
      }
      var performed = judged.get(i).performed();
      reperformance.ifPresent(all -> all.add(performed, place, findings));
    }
  }

  private Judged judge(Signed each) {
    Checked<Note> signature =
        signatures
            ? each.entry().note().check(List.of(each.key()))
            : Checked.valid(each.entry().note());
    boolean good = signature instanceof Checked.Valid<Note>;
    return new Judged(
        signature,
        reperformance
            .filter(_ -> good)
            .map(all -> all.perform(each.entry()))
            .orElse(Performed.NOTHING));
  }

  private static Read read(byte[] bytes, Place place) {
    return switch (Entry.parse(bytes)) {
      case Checked.Valid<Entry> valid ->
          new Read(
              place,
              valid.value().leaf(),
              valid,
              Shape.complaint(valid.value().kind(), valid.value().body()));
      case Checked.Invalid<Entry> invalid ->
          new Read(place, Hash.leaf(bytes), invalid, Optional.empty());
    };
  }
}

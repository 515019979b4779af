package probity.copy;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.EntryBundle;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.TilePath;

/// Brings the copy of one log from its checkpoint to a newer one.
///
/// The order keeps the copy's checkpoint true at every moment: what it will account for comes
/// before it, what it no longer accounts for goes after it. A round that was broken off leaves
/// files too many; the next one writes the same files and drops the rest.
record Round(CopyStore store, Snapshot.Log snapshot, SourceLog source) {
  private static final String HEAD = "checkpoint";

  Round(CopyStore store, Snapshot.Log snapshot) {
    this(store, snapshot, new SourceLog(snapshot.log()));
  }

  /// Copies; gives the size that is copied now.
  ///
  /// @param all whether partial tiles that an earlier process left may lie anywhere
  long run(boolean all) throws IOException {
    var to = snapshot.head().checkpoint();
    var copied = copied();
    long from = copied.map(Checkpoint::size).orElse(0L);
    check(copied, to);
    if (from < to.size()) grow(from, to.size());
    if (snapshot.policy().isPresent()) replace("policy", snapshot.policy().get());
    replace(HEAD, snapshot.head().note());
    // After the checkpoint: it states no more than that one.
    if (snapshot.cosigned().isPresent()) replace("cosigned", snapshot.cosigned().get());
    if (all || from < to.size()) dropPartials(to.size());
    return to.size();
  }

  private Optional<Checkpoint> copied() throws IOException {
    var bytes = store.read(path(HEAD));
    if (bytes.isEmpty()) return Optional.empty();
    return switch (Note.parse(bytes.get().array()).then(Checkpoint::parse)) {
      case Checked.Valid<Checkpoint>(var checkpoint) -> Optional.of(checkpoint);
      case Checked.Invalid<Checkpoint>(_, var detail) ->
          throw new CopyFault("`" + path(HEAD) + "` of the copy is damaged: " + detail);
    };
  }

  private void check(Optional<Checkpoint> copied, Checkpoint to) throws IOException {
    if (!source.root(to.size()).equals(to.root())) {
      throw new CopyFault("the tiles of `" + name() + "` do not give the root of its checkpoint");
    }
    if (copied.isEmpty()) return;
    var from = copied.get();
    if (!from.origin().equals(to.origin())) {
      throw new CopyFault("the copy is of `" + from.origin() + "`, not of `" + to.origin() + "`");
    }
    if (from.size() > to.size()) {
      throw new CopyFault(
          "log `" + name() + "` has " + to.size() + " entries, and its copy has " + from.size());
    }
    if (!source.root(from.size()).equals(from.root())) {
      throw new CopyFault(
          "log `"
              + name()
              + "` was rewritten: its first "
              + from.size()
              + " entries are not those"
              + " that were copied");
    }
  }

  private void grow(long from, long size) throws IOException {
    for (long i = from / TilePath.FULL; i < size / TilePath.FULL; i++) {
      bundle(new TilePath(TilePath.ENTRIES, i, TilePath.FULL), from);
    }
    for (int level = 0; TilePath.count(level, size) > 0; level++) {
      long full = TilePath.count(level, size) / TilePath.FULL;
      for (long i = TilePath.count(level, from) / TilePath.FULL; i < full; i++) {
        var tile = new TilePath(level, i, TilePath.FULL);
        source.checkAgainstAbove(tile);
        keep(tile, source.read(tile));
      }
    }
    for (int level = TilePath.ENTRIES; TilePath.count(level, size) > 0; level++) {
      var partial = partial(level, size);
      if (partial.isEmpty()) continue;
      if (level == TilePath.ENTRIES) {
        bundle(partial.get(), from);
      } else {
        keep(partial.get(), source.read(partial.get()));
      }
    }
  }

  private static Optional<TilePath> partial(int level, long size) {
    long count = TilePath.count(level, size);
    int width = (int) (count % TilePath.FULL);
    return width == 0
        ? Optional.empty()
        : Optional.of(new TilePath(level, count / TilePath.FULL, width));
  }

  /// A bundle, after the blobs that its new entries name.
  private void bundle(TilePath path, long from) throws IOException {
    var content = source.read(path);
    var entries =
        switch (EntryBundle.decode(content.array(), path.width())) {
          case Checked.Valid<List<byte[]>>(var decoded) -> decoded;
          case Checked.Invalid<List<byte[]>>(_, var detail) ->
              throw new CopyFault("`" + name() + "/" + path.path() + "`: " + detail);
        };
    source.checkLeaves(path, entries);
    for (int i = 0; i < entries.size(); i++) {
      if (path.index() * TilePath.FULL + i >= from) blobs(entries.get(i));
    }
    keep(path, content);
  }

  /// Copies the blobs that an entry names: whatever its kind, by a member that is the SHA-256 of a
  /// blob in the log's folder.
  private void blobs(byte[] bytes) throws IOException {
    if (!(Entry.parse(bytes) instanceof Checked.Valid<Entry>(var entry))) return;
    for (String name : entry.body().names()) {
      if (!(entry.body().get(name).orElseThrow() instanceof Json.Str(var text))
          || !(Hash.parseHex(text) instanceof Checked.Valid<Hash>(var sha256))) {
        continue;
      }
      var opened = source.log().blob(text);
      if (opened.isEmpty()) continue;
      try (var open = opened.get()) {
        var content = Bytes.wrap(open.bytes());
        if (!Hash.of(content.array()).equals(sha256)) {
          throw new CopyFault("blob `" + text + "` of the ledger does not have this SHA-256");
        }
        store.keep(path("blob/" + text), content);
      }
    }
  }

  private void dropPartials(long size) throws IOException {
    Set<String> present = new HashSet<>();
    for (int level = TilePath.ENTRIES; TilePath.count(level, size) > 0; level++) {
      partial(level, size).ifPresent(tile -> present.add(path(tile.path())));
    }
    for (String partial : store.partials(name())) {
      if (!present.contains(partial)) store.drop(partial);
    }
  }

  private void keep(TilePath tile, Bytes content) throws IOException {
    store.keep(path(tile.path()), content);
  }

  private void replace(String file, Bytes content) throws IOException {
    if (!store.read(path(file)).equals(Optional.of(content))) store.replace(path(file), content);
  }

  private String name() {
    return snapshot.log().name();
  }

  private String path(String file) {
    return name() + "/" + file;
  }
}

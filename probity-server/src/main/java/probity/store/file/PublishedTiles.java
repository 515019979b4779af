package probity.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.EntryBundle;
import probity.ledger.Hash;
import probity.ledger.TilePath;

/// The published tiles and bundles of one log, read as the store goes on from them. What cannot be
/// read or does not fit together is damage.
final class PublishedTiles {
  private final String name;
  private final Path published;

  PublishedTiles(String name, Path published) {
    this.name = name;
    this.published = published;
  }

  /// Reads the right edge of the published log and checks that it gives the published root.
  Edge edge(Checkpoint checkpoint) {
    long size = checkpoint.size();
    var tiles = new ArrayList<List<Hash>>();
    for (int level = 0; TilePath.count(level, size) > 0; level++) {
      tiles.add(hashes(level, size));
    }
    List<Bytes> bundle =
        partial(TilePath.ENTRIES, size)
            .map(this::read)
            .map(content -> bundle(content, (int) (size % TilePath.FULL)))
            .orElse(List.of());
    var edge = new Edge(size, tiles, bundle);
    if (!edge.root().equals(checkpoint.root())) {
      throw damaged("right edge of the tiles does not give the root of the checkpoint");
    }
    if (size > 0
        && !bundle.stream().map(e -> Hash.leaf(e.array())).toList().equals(tiles.getFirst())) {
      throw damaged("last bundle does not give the last tile");
    }
    return edge;
  }

  private List<Hash> hashes(int level, long size) {
    var path = partial(level, size);
    return path.isEmpty() ? List.of() : hashes(path.get());
  }

  private List<Hash> hashes(TilePath path) {
    byte[] content = read(path);
    if (content.length != path.width() * Hash.BYTES) {
      throw damaged("tile `" + path.path() + "` has " + content.length + " bytes");
    }
    var hashes = new ArrayList<Hash>(path.width());
    for (int i = 0; i < path.width(); i++) hashes.add(Hash.copyOf(content, i * Hash.BYTES));
    return List.copyOf(hashes);
  }

  /// The leaf hashes that the published tile holds in which leaf `index` stands.
  List<Hash> leaves(long index, long size) {
    long tile = index / TilePath.FULL;
    boolean full = (tile + 1) * TilePath.FULL <= size;
    return hashes(new TilePath(0, tile, full ? TilePath.FULL : (int) (size % TilePath.FULL)));
  }

  /// All published entries of a log that is small enough for it.
  List<Bytes> entries(long size) {
    var entries = new ArrayList<Bytes>();
    for (long tile = 0; tile < size / TilePath.FULL; tile++) {
      var path = new TilePath(TilePath.ENTRIES, tile, TilePath.FULL);
      entries.addAll(bundle(read(path), TilePath.FULL));
    }
    partial(TilePath.ENTRIES, size)
        .ifPresent(path -> entries.addAll(bundle(read(path), path.width())));
    return List.copyOf(entries);
  }

  private static Optional<TilePath> partial(int level, long size) {
    long count = TilePath.count(level, size);
    int width = (int) (count % TilePath.FULL);
    return width == 0
        ? Optional.empty()
        : Optional.of(new TilePath(level, count / TilePath.FULL, width));
  }

  private List<Bytes> bundle(byte[] content, int count) {
    return checked(EntryBundle.decode(content, count)).stream().map(Bytes::wrap).toList();
  }

  private byte[] read(TilePath path) {
    try {
      return Files.readAllBytes(published.resolve(path.path()));
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "log `" + name + "`: `" + path.path() + "` cannot be read",
          e);
    }
  }

  /// What the published entries leave for the next heartbeat to say, and whether the last of them
  /// closes the log. Reads back to the last heartbeat.
  Ending ending(long size) {
    var balance = new Balance();
    boolean closed = false;
    for (long tile = (size - 1) / TilePath.FULL; size > 0 && tile >= 0; tile--) {
      int width = (int) Math.min(TilePath.FULL, size - tile * TilePath.FULL);
      var entries = bundle(read(new TilePath(TilePath.ENTRIES, tile, width)), width);
      for (int i = width - 1; i >= 0; i--) {
        String kind = checked(Entry.parse(entries.get(i).array())).kind();
        if (kind.equals("heartbeat")) return new Ending(balance, closed);
        closed |= kind.equals("close");
        balance.count(kind, 1);
      }
    }
    return new Ending(balance, closed);
  }

  /// The end of a published log.
  record Ending(Balance balance, boolean closed) {}

  private <T> T checked(Checked<T> answer) {
    return switch (answer) {
      case Checked.Valid<T>(var value) -> value;
      case Checked.Invalid<T>(_, var detail) -> throw damaged(detail);
    };
  }

  private StoreException damaged(String detail) {
    return new StoreException(StoreException.Kind.DAMAGED, "log `" + name + "`: " + detail);
  }
}

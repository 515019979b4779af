package probity.store.file;

import java.util.List;
import probity.ledger.Checkpoint;
import probity.ledger.TilePath;

/// What sealing does to the folder, in this order. Each may be run again after a crash.
sealed interface Effect {
  /// Writes the tiles beside the ledger, reads them back and computes the root from what was read:
  /// nothing is signed before (a flipped bit once ended a log of the web's certificates).
  record StageTiles(Edge from, List<Edge.Tile> tiles, Checkpoint checkpoint) implements Effect {
    public StageTiles {
      tiles = List.copyOf(tiles);
    }
  }

  /// Signs the checkpoint by the keys of `policy` (SHA-256 in hex) and makes it the log's head,
  /// which never goes back. Before publishing: a reader who saw this size must find it after a
  /// restart.
  record CommitHead(Checkpoint checkpoint, String policy) implements Effect {}

  /// Moves tiles and blobs into the ledger.
  record PublishTiles(List<TilePath> tiles, List<String> blobs) implements Effect {
    public PublishTiles {
      tiles = List.copyOf(tiles);
      blobs = List.copyOf(blobs);
    }
  }

  /// Replaces the file `policy`: the checkpoint that follows is the first under it.
  record PublishPolicy(String policy) implements Effect {}

  /// Shows readers the committed head, in the same bytes.
  record PublishCheckpoint(Checkpoint checkpoint) implements Effect {}

  /// Removes the partial tiles of sizes from `from` on that are not those of `size`.
  record DropPartials(long from, long size) implements Effect {}
}

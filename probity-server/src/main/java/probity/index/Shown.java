package probity.index;

import java.util.List;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.ProofFile;
import probity.ledger.Proofs;
import probity.ledger.TilePath;
import probity.ledger.TileTree;

/// An entry with the proof that it stands in its log.
///
/// @param witnessed whether the proof leads to a checkpoint that witnesses cosigned
public record Shown(
    String log,
    long index,
    Entry entry,
    LogFiles.Published checkpoint,
    boolean witnessed,
    List<Hash> path) {

  public Shown {
    path = List.copyOf(path);
  }

  /// Reads entry `index`; its proof leads to the cosigned checkpoint where that covers it, else to
  /// the newest one. Empty where the log has no such entry.
  ///
  /// @throws IndexException `DAMAGED` if files of the log do not fit each other
  public static Optional<Shown> read(LogFiles log, long index) {
    var newest = log.checkpoint();
    if (index < 0 || index >= newest.checkpoint().size()) return Optional.empty();
    var cosigned = log.cosigned().filter(note -> note.checkpoint().size() > index);
    var checkpoint = cosigned.orElse(newest);
    long size = checkpoint.checkpoint().size();
    long tile = index / TilePath.FULL;
    byte[] bytes = log.entries(tile, LogFiles.width(tile, size)).get((int) (index % TilePath.FULL));
    var entry =
        switch (Entry.parse(bytes)) {
          case Checked.Valid<Entry>(var read) -> read;
          case Checked.Invalid<Entry>(_, var detail) ->
              throw log.damaged("entry " + index + ": " + detail);
        };
    var path = new TileTree(size, log::hashTile).inclusion(index);
    if (!Proofs.includes(checkpoint.checkpoint(), index, entry.leaf(), path)) {
      throw log.damaged("its tiles do not lead from entry " + index + " to the root");
    }
    return Optional.of(new Shown(log.name(), index, entry, checkpoint, cosigned.isPresent(), path));
  }

  /// The proof as a C2SP tlog-proof.
  public ProofFile proof() {
    return new ProofFile(Optional.empty(), index, path, checkpoint.note());
  }

  /// Entry and proof verbatim.
  public Json.Obj json() {
    return Json.object()
        .put("index", index)
        .put("kind", entry.kind())
        .put("leaf", entry.leaf().hex())
        .put("log", log)
        .put("note", entry.note().whole())
        .put("proof", proof().text())
        .put("seq", entry.seq())
        .put("series", entry.series())
        .put("time", entry.time())
        .put("witnessed", witnessed)
        .build();
  }
}

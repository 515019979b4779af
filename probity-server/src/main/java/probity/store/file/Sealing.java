package probity.store.file;

import java.util.List;
import probity.ledger.Checkpoint;

/// The pure half of sealing: from a log's edge and its next entries to the effects that publish
/// them.
record Sealing(String origin, Edge edge) {
  /// What comes next, and what must be done for it.
  record Step(Sealing next, List<Effect> effects) {
    Step {
      effects = List.copyOf(effects);
    }
  }

  /// The checkpoint of the edge, unsigned.
  Checkpoint checkpoint() {
    return new Checkpoint(origin, edge.size(), edge.root());
  }

  Step seal(List<Placed> entries) {
    if (entries.isEmpty()) return new Step(this, List.of());
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).index() != edge.size() + i) {
        throw new IllegalStateException(
            "entry " + entries.get(i).index() + " where " + (edge.size() + i) + " is next");
      }
    }
    var grown = edge.grow(entries.stream().map(e -> new Edge.Leaf(e.entry(), e.leaf())).toList());
    var next = new Sealing(origin, grown.edge());
    var checkpoint = next.checkpoint();
    return new Step(
        next,
        List.of(
            new Effect.StageTiles(edge, grown.tiles(), checkpoint),
            new Effect.CommitHead(checkpoint),
            new Effect.PublishTiles(
                grown.tiles().stream().map(Edge.Tile::path).toList(),
                entries.stream().flatMap(entry -> entry.blobs().stream()).distinct().toList()),
            new Effect.PublishCheckpoint(checkpoint),
            new Effect.DropPartials(edge.size(), grown.edge().size())));
  }
}

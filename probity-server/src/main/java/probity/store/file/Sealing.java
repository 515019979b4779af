package probity.store.file;

import java.util.ArrayList;
import java.util.List;
import probity.ledger.Checkpoint;

/// The pure half of sealing: from a log's edge and its next entries to the effects that publish
/// them.
///
/// @param policy SHA-256, in hex, of the policy in force; empty before the log's first step
record Sealing(String origin, Edge edge, String policy) {
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
    String inForce =
        entries.stream()
            .flatMap(entry -> entry.policy().stream())
            .reduce(policy, (_, later) -> later);
    var next = new Sealing(origin, grown.edge(), inForce);
    var checkpoint = next.checkpoint();
    var effects = new ArrayList<Effect>();
    effects.add(new Effect.StageTiles(edge, grown.tiles(), checkpoint));
    effects.add(new Effect.CommitHead(checkpoint, inForce));
    effects.add(
        new Effect.PublishTiles(
            grown.tiles().stream().map(Edge.Tile::path).toList(),
            entries.stream().flatMap(entry -> entry.blobs().stream()).distinct().toList()));
    if (!inForce.equals(policy)) effects.add(new Effect.PublishPolicy(inForce));
    effects.add(new Effect.PublishCheckpoint(checkpoint));
    effects.add(new Effect.DropPartials(edge.size(), grown.edge().size()));
    return new Step(next, effects);
  }
}

package probity.store.file;

import java.util.Optional;
import java.util.Set;
import probity.evidence.Draft;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.KeyName;

/// Whether a draft can become an entry that verifies. One bad entry would spoil its log for good,
/// so this is looked at before anything is written.
final class Shape {
  private static final Set<String> OURS =
      Set.of("v", "log", "series", "seq", "prev", "time", "skew", "kind");
  private static final int NESTING_MAX = 31;

  private Shape() {}

  /// What is wrong with the draft; says nothing of its content.
  ///
  /// @param known whether its log is open, so that the log's name needs no look
  static Optional<String> fault(Draft draft, boolean known) {
    if (!known && LogName.parse(draft.log()).isEmpty()) {
      return Optional.of("log has no name of a log");
    }
    if (!KeyName.isValid(draft.kind())) return Optional.of("kind is no name");
    if (draft.body().members().stream().anyMatch(member -> OURS.contains(member.name()))) {
      return Optional.of("body has a member that the writer adds");
    }
    for (var blob : draft.blobs()) {
      var digest = Optional.of(Hash.of(blob.array()).hex());
      if (!draft.kind().equals("bundle") || !draft.body().text("digest").equals(digest)) {
        return Optional.of("a blob is not the one that `digest` of a bundle names");
      }
    }
    return fault(draft.body(), NESTING_MAX);
  }

  private static Optional<String> fault(Json json, int levels) {
    if (levels == 0) return Optional.of("body nests too deep");
    return switch (json) {
      case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> Optional.empty();
      case Json.Arr(var items) -> {
        if (items.size() > Entry.LIST_MAX) {
          yield Optional.of("a list has " + items.size() + " items, at most " + Entry.LIST_MAX);
        }
        for (Json item : items) {
          var fault = fault(item, levels - 1);
          if (fault.isPresent()) yield fault;
        }
        yield Optional.empty();
      }
      case Json.Obj(var members) -> {
        for (Json.Member member : members) {
          var fault = fault(member.value(), levels - 1);
          if (fault.isPresent()) yield fault;
        }
        yield Optional.empty();
      }
    };
  }
}

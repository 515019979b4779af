package probity.store.file;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Checked;
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

  /// The most bytes of a blob; a bundle has 4 MiB at most.
  static final int BLOB_BYTES_MAX = 6 << 20;

  private Shape() {}

  /// What is wrong with the draft; says nothing of its content.
  static Optional<String> fault(Draft draft) {
    if (LogName.parse(draft.log()).isEmpty()) {
      return Optional.of("log has no name of a log");
    }
    if (!KeyName.isValid(draft.kind())) return Optional.of("kind is no name");
    if (draft.body().members().stream().anyMatch(member -> OURS.contains(member.name()))) {
      return Optional.of("body has a member that the writer adds");
    }
    var blobs = blobs(draft.kind(), draft.body(), draft.blobs());
    return blobs.isPresent() ? blobs : fault(draft.body(), NESTING_MAX);
  }

  /// What is wrong with the blobs that an entry names or brings.
  static Optional<String> blobs(String kind, Json.Obj body, List<Bytes> given) {
    var named = blobs(kind, body);
    // They become names of files.
    if (!named.stream().allMatch(digest -> Hash.parseHex(digest) instanceof Checked.Valid)) {
      return Optional.of("a blob is not named by its SHA-256 in hex");
    }
    if (given.stream().mapToLong(Bytes::length).sum() > BLOB_BYTES_MAX) {
      return Optional.of("the blobs of an entry have over " + BLOB_BYTES_MAX + " bytes");
    }
    for (var blob : given) {
      if (!named.contains(Hash.of(blob.array()).hex())) {
        return Optional.of("a blob is none of those that the entry names");
      }
    }
    return Optional.empty();
  }

  /// The blobs that an entry names, by their SHA-256 in hex.
  static List<String> blobs(String kind, Json.Obj body) {
    var members =
        switch (kind) {
          case "bundle" -> List.of("digest");
          case "policy" -> List.of("policy", "before", "handover");
          case "anchor" -> List.of("note", "timestamp");
          default -> List.<String>of();
        };
    return members.stream()
        .flatMap(member -> body.text(member).stream())
        .filter(digest -> !digest.isEmpty())
        .distinct()
        .toList();
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

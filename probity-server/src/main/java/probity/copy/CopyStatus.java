package probity.copy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import probity.ledger.Json;
import probity.ledger.UtcTime;

/// How a copy stands after its last round. A value, so that a page or a command can show it.
///
/// @param place where the copy is, for people; without any secret
/// @param failing whether the last round failed
/// @param succeeded when a round last copied all that was published
/// @param failed the last round that did not; it stays after a later success
public record CopyStatus(
    String name,
    String place,
    CopyStore.Protection protection,
    boolean failing,
    Optional<Instant> succeeded,
    Optional<Failure> failed,
    List<Log> logs) {

  public CopyStatus {
    logs = List.copyOf(logs);
  }

  /// @param fault whether a person has to look: trying again will not help
  public record Failure(Instant at, boolean fault, String message) {}

  /// @param published entries that the ledger had in the last round
  /// @param copied entries that the copy has
  public record Log(String folder, long published, long copied) {}

  /// Entries that are published and not copied yet.
  public long lag() {
    return logs.stream().mapToLong(log -> log.published() - log.copied()).sum();
  }

  /// As it stands in `copies/<name>.json`.
  public Json.Obj json() {
    return Json.object()
        .put("name", name)
        .put("place", place)
        .put("protection", protectionWord())
        .put("failing", failing)
        .put("succeeded", time(succeeded))
        .put("failed", time(failed.map(Failure::at)))
        .put("failure", failed.map(Failure::message).orElse(""))
        .put("fault", failed.map(Failure::fault).orElse(false))
        .put("lag", lag())
        .put(
            "logs",
            new Json.Arr(
                logs.stream()
                    .<Json>map(log ->
                        Json.object()
                            .put("folder", log.folder())
                            .put("published", log.published())
                            .put("copied", log.copied())
                            .build())
                    .toList()))
        .build();
  }

  /// In words that promise no more than was seen.
  public String protectionWord() {
    return switch (protection) {
      case READ_ONLY_FILES -> "read-only files, no lock";
      case LOCK_PROVEN -> "object lock proven: a deletion was refused";
      case LOCK_NOT_ENFORCED -> "object lock not enforced by this store";
      case NO_LOCK -> "no lock";
      case UNKNOWN -> "not tried yet";
    };
  }

  private static String time(Optional<Instant> at) {
    return at.map(instant -> UtcTime.text(instant.toEpochMilli())).orElse("");
  }
}

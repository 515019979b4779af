package probity.console.aims;

/// An erasure that the ledger has: an `erasure` entry.
///
/// @param reason in words; empty where the vault has it no more, or another one
/// @param requestedBy, approvedBy ids of people; empty where that person was erased
/// @param time UTC, in the form of entries
/// @param leaf leaf hash of the entry, in hex
public record Erased(
    ErasableKeys.What what,
    String reason,
    String requestedBy,
    String approvedBy,
    String time,
    String leaf) {
  /// Does not say the reason.
  @Override
  public String toString() {
    return "erasure of a " + what.word() + " at " + time;
  }
}

package probity.console.traffic;

import java.util.List;

/// One entry of the ledger, as it stands there, and how anybody can check it.
///
/// @param record the page of the record to which it belongs; empty for none
/// @param members name and value, in the order of the entry
/// @param note the whole entry, byte for byte
/// @param path below which proof and entry can be had
public record EntryPage(
    RecordPage.Stands stands,
    String record,
    String series,
    String checkpoint,
    List<RecordPage.Pair> members,
    String note,
    String path,
    String fileName) {
  public EntryPage {
    members = List.copyOf(members);
  }
}

package probity.review;

import java.util.List;
import probity.ledger.Json;

/// The file in which items outlive the process. One thread calls.
public interface ItemFile {
  /// Its lines, without a torn last one; none where there is no file.
  List<Json.Obj> read();

  /// Adds lines; they are on stable storage on return.
  ///
  /// @throws RuntimeException if the disk fails; then the lines may be there or not
  void append(List<Json.Obj> lines);

  /// Puts lines in place of all others, or changes nothing.
  void replace(List<Json.Obj> lines);
}

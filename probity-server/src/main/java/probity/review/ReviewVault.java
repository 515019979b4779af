package probity.review;

import java.util.List;
import java.util.Optional;
import probity.evidence.SubjectKey;
import probity.exchange.Bytes;
import probity.ledger.Hash;

/// The vault as reviews need it. All but [#name] and [#keyed] block on the disk.
public interface ReviewVault {
  /// The vault's name for a subject, which tells nothing to whoever lacks the master key.
  String name(String subject);

  /// A digest under a key of the vault, in hex, so that nobody can guess what it is of.
  String keyed(Hash digest);

  /// The key of the subject with this name; empty once it is destroyed.
  Optional<SubjectKey> key(String name);

  /// Keeps the reason of a decision under the subject's key.
  void keepReason(SubjectKey key, String exchange, String text);

  /// Reasons that were kept for an exchange.
  List<String> reasons(SubjectKey key, String exchange);

  /// Keeps a part of an exchange's content under the subject's key.
  void keep(SubjectKey key, Place place, Bytes content);

  /// A part that was kept; empty where it was not, or cannot be opened any more.
  Optional<Bytes> read(SubjectKey key, Place place);

  /// Removes the content of a log's exchanges from before a day, such as `2026-11-25`.
  ///
  /// @return how many days went
  int sweep(String log, String day);

  /// Folders of the logs of whose exchanges there is content.
  List<String> logs();

  /// Where content is.
  ///
  /// @param log folder of the log that the exchange is in: the content ends with it
  /// @param part such as `request`
  record Place(String log, String exchange, String part) {}
}

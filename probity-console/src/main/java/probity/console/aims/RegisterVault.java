package probity.console.aims;

import java.util.List;
import java.util.Optional;
import probity.aims.register.Gap;
import probity.evidence.SubjectKey;
import probity.exchange.Bytes;
import probity.ledger.reveal.Disclosure;

/// The vault as registers need it: keys of records and people, the texts that acts withhold, and
/// files of records.
///
/// All calls block on the disk and may come from any thread.
public interface RegisterVault {
  /// The key of a subject, made where there is none. A new key is durable when this returns.
  SubjectKey key(String subject);

  /// The key of a subject; empty where none was made, or where it was destroyed.
  Optional<SubjectKey> find(String subject);

  /// Keeps texts of one act, all of them or none, durable when this returns. Keys that their
  /// subjects lack are made.
  ///
  /// @param act a ULID in lower case
  void keep(String act, List<Value> values);

  /// All texts that were kept for an act, in the order of keeping.
  List<Held> values(String act);

  /// Keeps a file of a subject, durable when this returns; one that is kept already is kept once. A
  /// key that the subject lacks is made. Where this throws, nothing of the file is left that takes
  /// room for good.
  ///
  /// @param digest that of `content`
  void keepFile(String subject, FileDigest digest, Bytes content);

  /// The file of a subject that was kept under this digest.
  HeldFile file(String subject, FileDigest digest);

  /// A text in a field, under the key of a subject.
  record Value(String subject, String field, String text) {
    /// Says nothing of the text.
    @Override
    public String toString() {
      return "value of " + field;
    }
  }

  /// What is left of a file.
  sealed interface HeldFile {
    record Kept(Bytes content) implements HeldFile {}

    record Lacking(Gap why) implements HeldFile {}
  }

  /// What is left of a text: its disclosure, or nothing where the key was destroyed.
  record Held(String field, Optional<Disclosure> disclosure) {}
}

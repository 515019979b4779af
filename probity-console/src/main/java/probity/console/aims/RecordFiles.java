package probity.console.aims;

import java.util.Optional;
import probity.aims.register.Field;
import probity.aims.register.Filled;
import probity.aims.register.Gap;
import probity.aims.register.History;
import probity.aims.register.Revision;
import probity.exchange.Bytes;

/// Files of records, given out only as the ledger commits to them.
public final class RecordFiles {
  private final RegisterVault vault;

  public RecordFiles(RegisterVault vault) {
    this.vault = vault;
  }

  /// What became of a file.
  public sealed interface Given {
    /// It is the one that the ledger commits to.
    record Whole(String name, Bytes content) implements Given {}

    /// The record says that it has one, and it cannot be given out.
    record Withheld(Gap why) implements Given {}

    /// The revision has no file.
    record None() implements Given {}
  }

  /// The file that a record had in a revision.
  public Given of(History record, Revision revision) {
    var digestField = record.register().filled(Filled.FILE_DIGEST).map(Field::id);
    if (digestField.isEmpty()) return new Given.None();
    var gap = Optional.ofNullable(revision.gaps().get(digestField.get()));
    if (gap.isPresent()) return new Given.Withheld(gap.get());
    var digest = FileDigest.parse(revision.value(digestField.get()));
    if (digest.isEmpty()) return new Given.None();
    String name =
        record
            .register()
            .filled(Filled.FILE_NAME)
            .map(field -> revision.value(field.id()))
            .filter(text -> !text.isEmpty())
            .orElse("file");
    return switch (vault.file(Names.subject(record.register().id(), record.id()), digest.get())) {
      case RegisterVault.HeldFile.Lacking(var why) -> new Given.Withheld(why);
      // The vault is not believed: what it has is hashed again.
      case RegisterVault.HeldFile.Kept(var content)
          when FileDigest.of(content).equals(digest.get()) ->
          new Given.Whole(name, content);
      case RegisterVault.HeldFile.Kept _ -> new Given.Withheld(Gap.ALTERED);
    };
  }
}

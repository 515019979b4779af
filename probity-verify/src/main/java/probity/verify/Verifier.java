package probity.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// Verifies a ledger folder. The way in for programs; [Main] is the one for people.
///
/// Reads only, holds a bundle of entries at a time, and may run while a gateway writes.
public final class Verifier {
  private final Trust trust;
  private final List<Path> expected;
  private final Patience patience;
  private final Progress progress;

  /// @param expected files with checkpoints that were seen earlier
  public Verifier(Trust trust, List<Path> expected, Patience patience, Progress progress) {
    this.trust = trust;
    this.expected = List.copyOf(expected);
    this.patience = patience;
    this.progress = progress;
  }

  /// Verifies `folder`, a `ledger/` folder or that of one log.
  ///
  /// Throws [UncheckedIOException] or [UnreadableException] where the folder or an expected
  /// checkpoint cannot be read; what is wrong with evidence that can be read is in the report.
  public static Report verify(Path folder, Trust trust, Path... expected) {
    return new Verifier(trust, List.of(expected), Patience.DEFAULT, Progress.NONE).verify(folder);
  }

  /// As [#verify(Path, Trust, Path...)], with the trust, patience and progress of this verifier.
  public Report verify(Path folder) {
    try {
      return new LedgerCheck(folder.toRealPath(), trust, patience, progress).run(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package probity.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// Verifies a ledger folder. The way in for programs; [Main] is the one for people.
///
/// Reads only, holds some bundles of entries at a time, and may run while a gateway writes. There
/// is no way to call it without saying whom to trust.
public final class Verifier {
  private final Trust trust;
  private final Options options;

  public Verifier(Trust trust, Options options) {
    this.trust = trust;
    this.options = options;
  }

  /// Verifies `folder`, a `ledger/` folder or that of one log.
  ///
  /// Throws [UncheckedIOException] or [UnreadableException] where the folder or an expected
  /// checkpoint cannot be read; what is wrong with evidence that can be read is in the report.
  ///
  /// @param expected files with checkpoints that were seen earlier
  public static Report verify(Path folder, Trust trust, Path... expected) {
    return new Verifier(trust, Options.DEFAULT.expecting(List.of(expected))).verify(folder);
  }

  /// As [#verify(Path, Trust, Path...)], with the trust and options of this verifier.
  public Report verify(Path folder) {
    try {
      return new LedgerCheck(folder.toRealPath(), trust, options).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

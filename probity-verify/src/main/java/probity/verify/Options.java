package probity.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How to verify, beside whom to trust. Begin with [#DEFAULT] and change what differs.
///
/// @param expected files with checkpoints that were seen earlier; each log must still contain its
/// @param required grades that every entry must have
/// @param receipts files with receipts that the gateway gave; each must be an entry
/// @param fast leaves out the signatures of entries, and says so
/// @param timestamps what checks RFC 3161 tokens
/// @param reperformer what decides again, where that is asked for
public record Options(
    List<Path> expected,
    Required required,
    List<Path> receipts,
    boolean fast,
    TimestampChecker timestamps,
    Optional<Reperformer> reperformer,
    Patience patience,
    Progress progress) {

  /// Checks everything but timestamp tokens, which takes more than the JDK, and is silent.
  public static final Options DEFAULT =
      new Options(
          List.of(),
          Required.NOTHING,
          List.of(),
          false,
          (_, _) -> new TimestampChecker.Result.NotChecked("the JDK alone reads no tokens"),
          Optional.empty(),
          Patience.DEFAULT,
          Progress.NONE);

  public Options {
    expected = List.copyOf(expected);
    receipts = List.copyOf(receipts);
  }

  public Options expecting(List<Path> files) {
    return new Options(
        files, required, receipts, fast, timestamps, reperformer, patience, progress);
  }

  public Options requiring(Required grades) {
    return new Options(
        expected, grades, receipts, fast, timestamps, reperformer, patience, progress);
  }

  public Options withReceipts(List<Path> files) {
    return new Options(
        expected, required, files, fast, timestamps, reperformer, patience, progress);
  }

  public Options fast(boolean value) {
    return new Options(
        expected, required, receipts, value, timestamps, reperformer, patience, progress);
  }

  public Options timestamps(TimestampChecker checker) {
    return new Options(
        expected, required, receipts, fast, checker, reperformer, patience, progress);
  }

  public Options reperforming(Optional<Reperformer> by) {
    return new Options(expected, required, receipts, fast, timestamps, by, patience, progress);
  }

  public Options patience(Patience value) {
    return new Options(
        expected, required, receipts, fast, timestamps, reperformer, value, progress);
  }

  public Options progress(Progress value) {
    return new Options(
        expected, required, receipts, fast, timestamps, reperformer, patience, value);
  }
}

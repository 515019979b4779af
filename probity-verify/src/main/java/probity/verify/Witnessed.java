package probity.verify;

/// How far witnesses vouch for a log: its first `entries` are those of a checkpoint that
/// `cosigners` of `of` witnesses have cosigned.
public record Witnessed(long entries, int cosigners, int of, By by) {
  /// Who says which witnesses count.
  public enum By {
    /// The trust file names them.
    TRUST_FILE,
    /// Only the policy in the log's own folder names them.
    FOLDER
  }

  String words() {
    return "witnessed " + cosigners + " of " + of;
  }
}

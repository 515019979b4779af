package probity.index;

/// The index cannot be used; the message says why and what to do.
public final class IndexException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What kind of failure it is.
  public enum Kind {
    /// The index no longer tells of this ledger: `reindex` makes it anew.
    STALE,
    /// The ledger's files do not fit each other: `verify` says where.
    DAMAGED,
    /// Disk or database failed.
    FAILED
  }

  private final Kind kind;

  IndexException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  IndexException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

package probity.store.file;

import org.jspecify.annotations.Nullable;

/// The folder cannot be used as it is, or the disk failed.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What kind of failure, for callers that treat them differently.
  public enum Kind {
    /// Another process has the folder.
    LOCKED,
    /// What lies in the folder contradicts itself; only a person can say what is true.
    DAMAGED,
    /// A read or write failed.
    FAILED
  }

  private final Kind kind;

  StoreException(Kind kind, String detail) {
    this(kind, detail, null);
  }

  StoreException(Kind kind, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

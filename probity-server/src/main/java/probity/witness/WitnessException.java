package probity.witness;

/// A witness cannot begin or go on: its folder is damaged, is used by another process, or the disk
/// failed. The message says what to do.
public final class WitnessException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WitnessException(String detail) {
    super(detail);
  }

  WitnessException(String detail, Exception cause) {
    super(detail, cause);
  }
}

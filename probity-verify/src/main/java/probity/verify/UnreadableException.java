package probity.verify;

/// The folder could not be read to the end, so nothing can be said about it.
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableException(String message) {
    super(message);
  }
}

package probity.control;

/// What `records` holds cannot be acted on, or cannot be written.
public final class ControlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ControlException(String message) {
    super(message);
  }

  public ControlException(String message, Throwable cause) {
    super(message, cause);
  }
}

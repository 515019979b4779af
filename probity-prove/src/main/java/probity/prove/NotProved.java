package probity.prove;

/// There is nothing to prove; the message says what came and what was expected.
final class NotProved extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotProved(String message) {
    super(message);
  }

  NotProved(String message, Throwable cause) {
    super(message, cause);
  }
}

package probity.server;

/// The gateway does not start; the message says what came, what was expected and what to do.
final class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  StartRefused(String message) {
    super(message);
  }

  StartRefused(String message, Throwable cause) {
    super(message, cause);
  }
}

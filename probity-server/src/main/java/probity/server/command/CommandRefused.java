package probity.server.command;

/// A command does not do what was asked; the message says what came, what was expected and what to
/// do.
public final class CommandRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CommandRefused(String message) {
    super(message);
  }

  public CommandRefused(String message, Throwable cause) {
    super(message, cause);
  }
}

package probity.console.traffic;

/// What a page is made from cannot be read now; the message says in our words why, and what to do.
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Unavailable(String message) {
    super(message);
  }

  public Unavailable(String message, Throwable cause) {
    super(message, cause);
  }
}

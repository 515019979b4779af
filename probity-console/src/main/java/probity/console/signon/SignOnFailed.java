package probity.console.signon;

/// Nobody was signed on. The message is for the person and for the log: it holds nothing that the
/// provider or the browser sent but words of the protocol.
public final class SignOnFailed extends Exception {
  private static final long serialVersionUID = 1L;

  public SignOnFailed(String message) {
    super(message);
  }

  public SignOnFailed(String message, Throwable cause) {
    super(message, cause);
  }
}

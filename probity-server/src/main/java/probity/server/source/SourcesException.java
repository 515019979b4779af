package probity.server.source;

/// The folder of the sources could not be read or written.
public final class SourcesException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SourcesException(String message) {
    super(message);
  }

  SourcesException(String message, Throwable cause) {
    super(message, cause);
  }
}

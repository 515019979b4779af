package probity.classify;

/// A model that could not be asked: its files are damaged, its library does not load, it broke.
public final class ModelFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ModelFailed(String detail, Throwable cause) {
    super(detail, cause);
  }

  public ModelFailed(String detail) {
    super(detail);
  }
}

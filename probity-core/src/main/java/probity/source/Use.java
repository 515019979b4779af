package probity.source;

/// A document whose text a prompt has.
///
/// @param score 0 to 100; of fingerprints the highest of its parts ([Span#score])
public record Use(String source, int version, Method method, int score) {
  /// What shows it.
  public enum Method {
    FINGERPRINT("fingerprint");

    private final String word;

    Method(String word) {
      this.word = word;
    }

    /// Its name on entries.
    public String word() {
      return word;
    }
  }
}

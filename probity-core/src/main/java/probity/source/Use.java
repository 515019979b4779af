package probity.source;

/// A document whose text a prompt has.
///
/// @param score 0 to 100; of fingerprints the highest of its parts ([Span#score]), 100 of all else
public record Use(String source, int version, Method method, int score) {
  /// What shows it, what is hardest to make up first.
  public enum Method {
    /// Its fingerprints stand in a text.
    FINGERPRINT("fingerprint"),

    /// A typed block, or the call of a tool that answered, names it.
    STRUCTURAL("structural"),

    /// A header declares it, and fingerprints or a name confirm that.
    DECLARED("declared"),

    /// A text has the marker of it that a connector adds.
    MARKER("marker");

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

package probity.verify;

/// Where the key of a log's checkpoint was got.
public enum KeySource {
  /// The trust file names the log.
  TRUST_FILE("the trust file"),
  /// The `records` log, whose own key the trust file names, has a `key` entry for it.
  RECORDS("its key entry in records, whose key the trust file names"),
  /// The folder that the key should prove.
  FOLDER("the folder itself");

  private final String words;

  KeySource(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}

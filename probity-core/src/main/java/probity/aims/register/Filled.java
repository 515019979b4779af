package probity.aims.register;

import java.util.Arrays;
import java.util.Optional;

/// What the product itself writes into a field, so that nobody types it.
public enum Filled {
  /// The name of the file that was uploaded.
  FILE_NAME("file-name"),

  /// SHA-256 of the file in hex, and its length: what the ledger commits to.
  FILE_DIGEST("file-digest"),

  /// The day on which it was uploaded.
  FILE_DAY("file-day");

  private final String word;

  Filled(String word) {
    this.word = word;
  }

  /// As descriptions have it.
  public String word() {
    return word;
  }

  static Optional<Filled> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }
}

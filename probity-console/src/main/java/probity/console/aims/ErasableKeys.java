package probity.console.aims;

import java.util.Arrays;
import java.util.Optional;

/// The vault as erasing needs it. Calls block on the disk and may come from any thread.
public interface ErasableKeys {
  /// Whose key it is: the word that an `erasure` entry has for it.
  enum What {
    /// A person of the register `people`.
    PERSON("person"),
    /// Words of a record that name somebody who is in no register.
    PERSONAL("personal"),
    /// A caller, or a person on whose behalf one asked.
    SUBJECT("subject");

    private final String word;

    What(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    public static Optional<What> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }
  }

  /// The id of a subject's key; empty where there is none.
  Optional<String> id(What what, String subject);

  /// Destroys the key with this id, durably when it returns. A newer key of the subject stays. From
  /// then on nothing gives it out, and no text under it can be read; that holds for this process
  /// too where the disk fails, and the next start destroys it.
  void destroy(What what, String subject, String id);
}

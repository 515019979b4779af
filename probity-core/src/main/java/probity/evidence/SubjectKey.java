package probity.evidence;

import java.util.Arrays;
import java.util.HexFormat;
import probity.ledger.reveal.Disclosure;

/// The random key of one subject, from which salts and pseudonyms are derived.
///
/// Destroying it makes every digest and pseudonym of the subject meaningless
/// (docs/formats/ledger.md section 3). Never printed.
public final class SubjectKey {
  public static final int BYTES = 32;

  private final byte[] key;

  public SubjectKey(byte[] key) {
    if (key.length != BYTES) throw new IllegalArgumentException("a subject key has 32 bytes");
    this.key = key.clone();
  }

  /// What names the key and tells nothing of it: 32 hex digits. An `erasure` entry bears it.
  public String id() {
    byte[] mac = Disclosure.hmac(key, "probity vault key id");
    return HexFormat.of().formatHex(Arrays.copyOf(mac, 16));
  }

  /// A pseudonym of `value` for one log: 32 hex digits. `kind` is `subject`, `conversation` or
  /// `case`.
  public String pseudonym(String log, String kind, String value) {
    byte[] mac = Disclosure.hmac(key, "pseudonym\n" + log + "\n" + kind + "\n" + value);
    return HexFormat.of().formatHex(Arrays.copyOf(mac, 16));
  }

  /// Bytes from which a token for a found text is made: the same wherever the same subject says it
  /// in the same conversation.
  ///
  /// @param conversation empty where none is declared: then all that the subject says is one
  /// @param label of what was found; it has no line ends
  /// @param attempt 0, and more where the token before would not do
  public byte[] token(String conversation, String label, String value, int attempt) {
    String said = conversation.length() + "\n" + conversation + "\n" + value;
    return Disclosure.hmac(key, "token\n" + label + "\n" + attempt + "\n" + said);
  }

  /// The disclosure of one withheld field of an exchange.
  public Disclosure withhold(String exchange, String field, String value) {
    return Disclosure.of(key, exchange, field, value);
  }

  /// The salt of that field, for a person who is to withhold a text in it.
  public String salt(String exchange, String field) {
    return Disclosure.salt(key, exchange, field);
  }

  public byte[] bytes() {
    return key.clone();
  }

  @Override
  public String toString() {
    return "subject key";
  }
}

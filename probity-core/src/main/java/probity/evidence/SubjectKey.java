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

  /// A pseudonym of `value` for one log: 32 hex digits. `kind` is `subject`, `conversation` or
  /// `case`.
  public String pseudonym(String log, String kind, String value) {
    byte[] mac = Disclosure.hmac(key, "pseudonym\n" + log + "\n" + kind + "\n" + value);
    return HexFormat.of().formatHex(Arrays.copyOf(mac, 16));
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

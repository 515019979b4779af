package probity.ledger;

import java.util.Base64;

/// Standard base64 in its one canonical form; the JDK's decoder also takes missing padding and
/// stray bits, which would let two texts stand for the same bytes.
final class Base64s {
  private Base64s() {}

  static Checked<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) return Checked.valid(bytes);
    } catch (IllegalArgumentException e) {
      return Checked.invalid(Fault.MALFORMED, Quoted.of(text) + " is not base64");
    }
    return Checked.invalid(Fault.MALFORMED, Quoted.of(text) + " is not canonical base64");
  }
}

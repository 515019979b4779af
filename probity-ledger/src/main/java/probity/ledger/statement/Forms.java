package probity.ledger.statement;

import java.util.regex.Pattern;
import probity.ledger.KeyName;
import probity.ledger.Ulid;
import probity.ledger.UtcTime;

/// Forms of the values on statements.
final class Forms {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}");
  private static final Pattern COMMITMENT = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  private Forms() {}

  /// A person's name, which is the name of the key.
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /// An id in a register, a version, a reference: one word.
  static boolean isWord(String text) {
    return WORD.matcher(text).matches();
  }

  static boolean isWordOrNone(String text) {
    return text.equals("-") || isWord(text);
  }

  static boolean isHex(String text) {
    return HEX.matcher(text).matches();
  }

  static boolean isHexOrNone(String text) {
    return text.equals("-") || isHex(text);
  }

  static boolean isTimeOrNone(String text) {
    return text.equals("-") || UtcTime.isValid(text);
  }

  static boolean isUlid(String text) {
    return Ulid.isUpperCase(text);
  }

  /// The digest of a withheld text (docs/formats/ledger.md section 3).
  static boolean isCommitment(String text) {
    return COMMITMENT.matcher(text).matches();
  }

  static boolean isLog(String text) {
    return KeyName.isValid(text);
  }
}

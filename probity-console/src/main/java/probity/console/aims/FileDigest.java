package probity.console.aims;

import java.util.Optional;
import java.util.regex.Pattern;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Hash;

/// What a record says of its file, and so what the ledger commits to: whoever has the file and the
/// disclosure of this text can check that it is this one.
///
/// @param bytes its length
public record FileDigest(Hash sha256, int bytes) {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{64}) (0|[1-9][0-9]{0,8})");

  public static FileDigest of(Bytes content) {
    return new FileDigest(Hash.of(content.array()), content.length());
  }

  static Optional<FileDigest> parse(String text) {
    var form = FORM.matcher(text);
    return form.matches() && Hash.parseHex(form.group(1)) instanceof Checked.Valid<Hash>(var hash)
        ? Optional.of(new FileDigest(hash, Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  /// As the field has it: SHA-256 in hex, a blank, the length in bytes.
  String text() {
    return sha256.hex() + " " + bytes;
  }
}

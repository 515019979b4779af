package probity.console.aims.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import probity.exchange.Bytes;

/// As what a file is given out: by its own bytes, never by what somebody called it, and nothing
/// that a browser would run.
final class FileType {
  private static final String UNKNOWN = "application/octet-stream";
  private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
  private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ff");

  private FileType() {}

  static String of(Bytes content) {
    if (begins(content, PDF)) return "application/pdf";
    if (begins(content, PNG)) return "image/png";
    if (begins(content, JPEG)) return "image/jpeg";
    return isText(content) ? "text/plain;charset=utf-8" : UNKNOWN;
  }

  private static boolean begins(Bytes content, byte[] with) {
    if (content.length() < with.length) return false;
    for (int i = 0; i < with.length; i++) if (content.at(i) != with[i]) return false;
    return true;
  }

  private static boolean isText(Bytes content) {
    for (byte one : content.array()) {
      boolean control = one >= 0 && one < ' ' && one != '\n' && one != '\r' && one != '\t';
      if (control || one == 0x7F) return false;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content.array()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}

package probity.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The text that the value of a header stands for.
public final class HeaderText {
  private static final String OPEN = "=?base64?";
  private static final String CLOSE = "?=";

  private HeaderText() {}

  /// The value itself, or what it holds where it is of the form `=?base64?…?=` in which MCP sends
  /// texts that no header can hold (revision 2026-07-28, "Value Encoding"). A value of that form
  /// that does not decode stands for itself.
  public static String of(String value) {
    if (!isEncoded(value)) return value;
    String inner = value.substring(OPEN.length(), value.length() - CLOSE.length());
    try {
      byte[] bytes = Base64.getDecoder().decode(inner);
      // Other readers take less than ours, so only the one spelling counts.
      boolean canonical = Base64.getEncoder().encodeToString(bytes).equals(inner);
      return canonical && Utf8.valid(bytes, 0, bytes.length)
          ? new String(bytes, StandardCharsets.UTF_8)
          : value;
    } catch (IllegalArgumentException undecodable) {
      return value;
    }
  }

  private static boolean isEncoded(String value) {
    return value.length() >= OPEN.length() + CLOSE.length()
        && value.startsWith(OPEN)
        && value.endsWith(CLOSE);
  }
}

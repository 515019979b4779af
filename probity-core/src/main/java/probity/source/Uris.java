package probity.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The form in which names of documents are compared: what is percent-encoded is spelled out, so
/// that a path and an address with this path are the same.
final class Uris {
  private Uris() {}

  static String form(String uri) {
    if (uri.indexOf('%') < 0) return uri;
    byte[] bytes = uri.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(bytes.length);
    for (int at = 0; at < bytes.length; at++) {
      int value = bytes[at] == '%' && at + 2 < bytes.length ? hex(bytes, at + 1) : -1;
      out.write(value < 0 ? bytes[at] : value);
      if (value >= 0) at += 2;
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /// A part of a document, such as `#page=3`, is the document.
  static String withoutFragment(String uri) {
    int end = uri.indexOf('#');
    return end < 0 ? uri : uri.substring(0, end);
  }

  private static int hex(byte[] bytes, int at) {
    int high = Character.digit(bytes[at], 16);
    int low = Character.digit(bytes[at + 1], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}

package probity.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The header `x-forwarded-client-cert`: `Key=value` pairs of one certificate, parted by `;`, where
/// a value may be in quotes with `\"` for a quote; certificates are parted by `,`.
final class ForwardedCertificate {
  private static final int LENGTH_MAX = 16 << 10;

  private ForwardedCertificate() {}

  /// The only `URI` of the only certificate.
  static Optional<String> uri(String header) {
    if (header.length() > LENGTH_MAX) return Optional.empty();
    var uris = new ArrayList<String>();
    for (String pair : pairs(header)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) return Optional.empty();
      if (pair.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("uri")) {
        uris.add(unquoted(pair.substring(equals + 1).strip()));
      }
    }
    return uris.size() == 1 ? Optional.of(uris.getFirst()) : Optional.empty();
  }

  /// The pairs of a header with one certificate; a list with an empty one for anything else.
  private static List<String> pairs(String header) {
    var pairs = new ArrayList<String>();
    var pair = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (quoted && c == '\\' && i + 1 < header.length()) {
        pair.append(c).append(header.charAt(++i));
      } else if (!quoted && c == ',') {
        return List.of("");
      } else if (!quoted && c == ';') {
        pairs.add(pair.toString());
        pair.setLength(0);
      } else {
        quoted ^= c == '"';
        pair.append(c);
      }
    }
    pairs.add(pair.toString());
    return quoted ? List.of("") : pairs;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}

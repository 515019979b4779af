package probity.timestamp;

import java.security.cert.X509Certificate;

/// Texts that an authority chose, as they may stand in a message: printable ASCII, and cut.
final class Names {
  private static final int MAX = 300;

  private Names() {}

  static String subject(X509Certificate certificate) {
    return printable(certificate.getSubjectX500Principal().getName());
  }

  /// The subject in backticks.
  static String of(X509Certificate certificate) {
    return "`" + subject(certificate) + "`";
  }

  static String printable(String text) {
    String line = text.replaceAll("[^ -_a-~]", "?");
    return line.length() <= MAX ? line : line.substring(0, MAX) + "...";
  }
}

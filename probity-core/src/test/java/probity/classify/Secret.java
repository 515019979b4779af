package probity.classify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// A thing that must not leave, one for each form that a detector knows.
record Secret(String label, String text) {
  static final List<Secret> SAMPLES =
      List.of(
          new Secret("personal.email", "anna.schmidt@example.co.uk"),
          new Secret("personal.phone", "+49 30 901820"),
          new Secret("personal.phone", "+1 (212) 736-5000"),
          new Secret("payment.card", "4111 1111 1111 1111"),
          new Secret("payment.card", "378282246310005"),
          new Secret("payment.iban", "DE89 3704 0044 0532 0130 00"),
          new Secret("payment.iban", "gb29nwbk60161331926819"),
          new Secret("credential.api-key", "sk-proj-" + "Ab3".repeat(20)),
          new Secret("credential.api-key", "AKIA" + "Q7XJ".repeat(4)),
          new Secret("credential.private-key", pem(3)));

  static String pem(int lines) {
    return "-----BEGIN RSA PRIVATE KEY-----\n"
        + ("MIIEpAIBAAKCAQEA".repeat(4) + "\n").repeat(lines)
        + "-----END RSA PRIVATE KEY-----";
  }

  /// Runs of eight characters of it that stand in `texts`.
  List<String> partsIn(Map<String, String> texts) {
    var found = new ArrayList<String>();
    for (String each : texts.values()) {
      for (int i = 0; i + 8 <= text.length(); i++) {
        if (each.contains(text.substring(i, i + 8))) found.add(text.substring(i, i + 8));
      }
    }
    return Collections.unmodifiableList(found);
  }
}

package probity.conformance;

import java.util.ArrayList;
import java.util.List;

/// What is planted. Each is found by one detector, and its telling part stands in nothing else.
enum Secret {
  EMAIL("personal.email", true, "Jq7x.Zw9k@Vh3yq.Xzem", 4),
  CARD("payment.card", true, "4556737586899855", 7),
  /// In two parts for the sake of scanners.
  KEY("credential.api-key", false, "sk-" + "Qz7vKx2mW9pLr4tYn8bJ", 4),
  PRIVATE_KEY("credential.private-key", false, privateKey("Gw5nXc8zHk2pVd7rTq4j"), 4);

  private static final String BEGIN = "-----BEGIN ";

  final String label;

  /// Whether the rules mask it; they refuse and cut the others.
  final boolean masked;

  final String text;

  /// So many characters of it in a row, and it counts as delivered. Digits may follow on each other
  /// by chance, as in the id of a record.
  final int run;

  Secret(String label, boolean masked, String text, int run) {
    this.label = label;
    this.masked = masked;
    this.text = text;
    this.run = run;
  }

  private static String privateKey(String inside) {
    return BEGIN + "PRIVATE KEY-----\n" + inside + "\n-----END " + "PRIVATE KEY-----";
  }

  boolean isOneLine() {
    return text.indexOf('\n') < 0;
  }

  /// What stands in its place once it is masked.
  String mask() {
    return "[redacted:" + label + "]";
  }

  /// The part that nobody may learn: of a key in armour what is inside.
  String telling() {
    return isOneLine() ? text : text.split("\n", -1)[1];
  }

  /// Every run of characters that counts as delivered.
  List<String> runs() {
    String telling = telling();
    var runs = new ArrayList<String>();
    for (int at = 0; at + run <= telling.length(); at++) {
      runs.add(telling.substring(at, at + run));
    }
    return runs;
  }
}

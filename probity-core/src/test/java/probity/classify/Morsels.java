package probity.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/// Random texts of things that stand close to each other in ways that tempt a detector to look
/// across a border.
final class Morsels {
  /// Labels of a bundle, whose words lie in each other and end in letters outside of ASCII.
  static final OwnLabels OWN =
      OwnLabels.of(
          List.of(
              new OwnLabel(
                  "business.project",
                  1,
                  List.of("nord", "Nord Stern", "Über"),
                  List.of("ACME"),
                  List.of("PRJ-\\d{4,6}", "x(-a)*"),
                  List.of(),
                  90),
              new OwnLabel(
                  "business.code",
                  1,
                  List.of(),
                  List.of(),
                  List.of("\\d{4}"),
                  List.of("tel", "nord"),
                  80)));

  private static final List<String> MORSELS =
      List.of(
          "a",
          "4",
          " ",
          "-",
          ".",
          "@",
          "_",
          "x@y",
          "@ex.com",
          "anna@example.com",
          ".de",
          "\n",
          "4111 1111 1111 1111",
          "4111",
          "+49 30 901820",
          "030 901820",
          "212-736-5000",
          "tel ",
          "Nord",
          " Stern",
          "über",
          "ACME",
          "PRJ-12",
          "+",
          "(",
          " ext. 12",
          "1111-",
          "0.",
          "12 ",
          "5555555555554444",
          "DE89",
          "DE89370400440532013000",
          " 3704 0044 0532 0130 00",
          "GB",
          "sk-",
          "sk-proj-",
          "Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3",
          "AKIA",
          "QWERTYUIOPASDFG7",
          "hf_",
          "pk_app_",
          "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
          "-----BEGIN ",
          "RSA ",
          "PRIVATE KEY",
          "-----",
          "-----END ",
          "\u00e9",
          "\ud83d\ude00",
          "\u00a0",
          "\\n",
          "\\u003c",
          "\\",
          "xoxb-12",
          "SG.");

  private Morsels() {}

  static String text(Random random) {
    var text = new StringBuilder();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) text.append(MORSELS.get(random.nextInt(MORSELS.size())));
    return text.toString();
  }

  /// Cut at characters, not between the halves of a pair.
  static List<String> pieces(String text, Random random) {
    var cuts = new TreeSet<Integer>();
    int count = random.nextInt(2) == 0 ? text.length() : random.nextInt(5);
    for (int i = 0; i < count; i++) {
      cuts.add(text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()))));
    }
    cuts.add(text.length());
    var pieces = new ArrayList<String>();
    int from = 0;
    for (int cut : cuts) {
      pieces.add(text.substring(from, cut));
      from = cut;
    }
    return pieces;
  }
}

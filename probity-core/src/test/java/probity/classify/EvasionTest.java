package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import probity.wire.PlainText;

/// Ways to hide a thing from detectors, and whether it is found: what `docs/evasion.md` says.
class EvasionTest {
  private static final Path PAGE = Path.of("../docs/evasion.md");
  private static final Detectors ALL = Detectors.of(Detectors.known());

  /// Each technique gives the texts that a thing is hidden in, which are read each by itself.
  private static Map<String, Function<String, List<String>>> techniques() {
    Map<String, Function<String, List<String>>> all = new LinkedHashMap<>();
    all.put("as it is", List::of);
    all.put("characters of no width between all characters", one(Disguise.ZERO_WIDTH::all));
    all.put("letters and digits of other scripts that look alike", one(Disguise.LOOK_ALIKES::all));
    all.put("full width", one(Disguise.FULL_WIDTH::all));
    all.put("mathematical letters", one(Disguise.MATHEMATICAL::all));
    all.put("marks on every letter", one(Disguise.MARKS::all));
    all.put("marks of direction", one(Disguise.DIRECTIONS::all));
    all.put("Unicode tags", one(Disguise.TAGS::all));
    all.put("escapes of JSON inside the text", one(Disguise.ESCAPES::all));
    all.put("escapes inside escapes", one(Disguise.ESCAPES_IN_ESCAPES::all));
    all.put("in capitals", one(text -> text.toUpperCase(Locale.ROOT)));
    all.put("percent signs", one(EvasionTest::percent));
    all.put("entities of HTML", one(EvasionTest::entities));
    all.put("base64", one(EvasionTest::base64));
    all.put(
        "hexadecimal",
        one(text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8))));
    all.put("rot13", one(EvasionTest::rot13));
    all.put("leet (a 4, e 3, i 1, o 0, s 5, t 7)", one(EvasionTest::leet));
    all.put("backwards", one(text -> new StringBuilder(text).reverse().toString()));
    all.put("a space between all characters", one(text -> String.join(" ", text.split(""))));
    all.put(
        "a line break in the middle",
        one(text -> halves(text).get(0) + "\n" + halves(text).get(1)));
    all.put("in two messages or fields", EvasionTest::halves);
    return all;
  }

  @Test
  void what_hides_and_what_does_not_is_what_the_page_says() throws IOException {
    var page =
        new StringBuilder(
            """
            # Ways to hide a thing, and whether it is found

            Held to by `EvasionTest`, over the same things as `docs/conformance.md`: mail addresses, telephone numbers, cards, IBANs, API keys, a private key. Every split of a streamed answer is another matter: there a thing is found wherever the pieces end (`HoldBackTest`). Names and orders to the model are found by models and are not on this page.

            | technique | found |
            |---|---|
            """);
    techniques()
        .forEach((name, hide) -> {
          long found =
              Secret.SAMPLES.stream().filter(each -> finds(each, hide.apply(each.text()))).count();
          page.append("| %s | %s |%n".formatted(name, share(found, Secret.SAMPLES.size())));
        });
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).content().isEqualTo(page.toString());
  }

  private static String share(long found, int all) {
    return found == all ? "all" : found == 0 ? "none" : found + " of " + all;
  }

  private static boolean finds(Secret secret, List<String> texts) {
    return texts.stream()
        .flatMap(text -> ALL.inspect(PlainText.texts("see " + text + " there")).stream())
        .anyMatch(finding -> finding.label().equals(secret.label()));
  }

  private static Function<String, List<String>> one(Function<String, String> hide) {
    return text -> List.of(hide.apply(text));
  }

  private static List<String> halves(String text) {
    return List.of(text.substring(0, text.length() / 2), text.substring(text.length() / 2));
  }

  private static String percent(String text) {
    var out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) out.append("%%%02X".formatted(b));
    return out.toString();
  }

  private static String entities(String text) {
    var out = new StringBuilder();
    text.chars().forEach(c -> out.append("&#").append(c).append(';'));
    return out.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String rot13(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int base = c >= 'a' && c <= 'z' ? 'a' : c >= 'A' && c <= 'Z' ? 'A' : 0;
      out.append(base == 0 ? c : (char) (base + (c - base + 13) % 26));
    }
    return out.toString();
  }

  private static String leet(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int at = "aeiostAEIOST".indexOf(c);
      out.append(at < 0 ? c : "431057431057".charAt(at));
    }
    return out.toString();
  }
}

package probity.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import probity.yaml.Text;

/// The controls that rules may name. Of scheme `42001` these are the 38 of ISO/IEC 42001:2023,
/// Annex A; other schemes are not known here, and their references are taken as they are.
///
/// The product's first outline numbered five topics otherwise than the published standard does.
/// Those labels are read under a scheme of their own, `seed`, and become the published number;
/// under `42001` the same numbers mean what the standard says.
public final class Controls {
  private static final String STANDARD = "42001:";
  private static final String SEED = "seed:";
  private static final Map<String, String> PUBLISHED_BY_SEED =
      Map.of(
          "A.6.2.4", "A.5.2",
          "A.7.2", "A.7.5",
          "A.7.4", "A.6.2.2",
          "A.8.2", "A.9.2",
          "A.8.4", "A.8.5");
  private static final Map<String, String> TITLES = titles();

  /// By number as the standard orders them, then other schemes by name.
  public static final Comparator<String> ORDER =
      Comparator.comparingInt(Controls::position).thenComparing(Comparator.naturalOrder());

  private Controls() {}

  /// All 38 controls of Annex A as `42001:<number>`, in published order.
  public static List<String> annexA() {
    return List.copyOf(TITLES.keySet());
  }

  /// The published title, or nothing for a scheme that is not known here.
  public static Optional<String> title(String control) {
    return Optional.ofNullable(TITLES.get(control));
  }

  /// The published form of a control as a rule writes it; nothing after a mistake.
  static Optional<String> published(Text written) {
    String control = written.value();
    if (control.startsWith(SEED)) return ofSeed(written, control.substring(SEED.length()));
    if (!control.startsWith(STANDARD) || TITLES.containsKey(control)) return Optional.of(control);
    written.mistake("`" + control + "` is none of the 38 controls of ISO/IEC 42001:2023, Annex A");
    return Optional.empty();
  }

  private static Optional<String> ofSeed(Text written, String label) {
    String number = PUBLISHED_BY_SEED.get(label);
    if (number != null) return Optional.of(STANDARD + number);
    written.mistake(
        "there is no control under `"
            + written.value()
            + "`; use the published number, such as `42001:A.6.2.8`");
    return Optional.empty();
  }

  private static int position(String control) {
    int at = 0;
    for (String known : TITLES.keySet()) {
      if (known.equals(control)) return at;
      at++;
    }
    return at;
  }

  private static Map<String, String> titles() {
    var titles = new LinkedHashMap<String, String>();
    text()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> {
          int blank = line.indexOf(' ');
          titles.put(STANDARD + line.substring(0, blank), line.substring(blank + 1));
        });
    return Collections.unmodifiableMap(titles);
  }

  private static String text() {
    try (InputStream file = Controls.class.getResourceAsStream("iso-42001-annex-a.txt")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package probity.policy;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.aims.Catalogue;
import probity.yaml.Text;

/// The controls that rules may name. Of scheme `42001` these are the 38 of ISO/IEC 42001:2023,
/// Annex A; other schemes are not known here, and their references are taken as they are.
///
/// The product's first outline numbered five topics otherwise than the published standard does.
/// Those labels are read under a scheme of their own, `seed`, and become the first published number
/// of their topic ([Catalogue.Alias]); under `42001` the same numbers mean what the standard says.
public final class Controls {
  private static final String STANDARD = "42001:";
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
    if (control.startsWith(Catalogue.SEED))
      return ofSeed(written, control.substring(Catalogue.SEED.length()));
    if (!control.startsWith(STANDARD) || TITLES.containsKey(control)) return Optional.of(control);
    written.mistake("`" + control + "` is none of the 38 controls of ISO/IEC 42001:2023, Annex A");
    return Optional.empty();
  }

  private static Optional<String> ofSeed(Text written, String label) {
    var alias = Catalogue.alias(label);
    if (alias.isPresent()) return Optional.of(STANDARD + alias.get().controls().getFirst());
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
    Catalogue.controls()
        .forEach(control -> titles.put(STANDARD + control.number(), control.title()));
    return Collections.unmodifiableMap(titles);
  }
}

package probity.aims.register;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.aims.Catalogue;

/// How fields name controls: as rules of bundles do, so that registers and rules meet. A number
/// without a scheme is one of Annex A.
final class ControlNumbers {
  /// By number as the standard orders them, then other schemes by name.
  static final Comparator<String> ORDER =
      Comparator.comparingInt(ControlNumbers::position).thenComparing(Comparator.naturalOrder());

  private static final String STANDARD = "42001:";
  private static final Pattern OTHER =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,31}:[A-Za-z0-9][A-Za-z0-9.()/_-]{0,63}");
  private static final List<String> ANNEX_A =
      Catalogue.controls().stream().map(control -> STANDARD + control.number()).toList();

  private ControlNumbers() {}

  /// The control that is written so, as `<scheme>:<ref>`. A label of the first outline, under
  /// `seed:`, is the first published number of its topic, as in bundles.
  static Optional<String> published(String written) {
    if (written.startsWith(Catalogue.SEED)) {
      return Catalogue.alias(written.substring(Catalogue.SEED.length()))
          .map(alias -> STANDARD + alias.controls().getFirst());
    }
    if (!written.contains(":")) return annexA(STANDARD + written.toUpperCase(Locale.ROOT));
    if (written.startsWith(STANDARD)) {
      return annexA(STANDARD + written.substring(STANDARD.length()).toUpperCase(Locale.ROOT));
    }
    return Optional.of(written).filter(control -> OTHER.matcher(control).matches());
  }

  static String shown(String control) {
    return control.startsWith(STANDARD) ? control.substring(STANDARD.length()) : control;
  }

  private static Optional<String> annexA(String control) {
    return Optional.of(control).filter(ANNEX_A::contains);
  }

  private static int position(String control) {
    int at = ANNEX_A.indexOf(control);
    return at < 0 ? ANNEX_A.size() : at;
  }
}

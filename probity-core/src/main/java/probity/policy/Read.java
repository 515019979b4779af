package probity.policy;

import java.util.Optional;
import probity.yaml.Text;

/// Values to go on with after a mistake. A bundle with a mistake is never loaded, so that none of
/// them is ever decided on.
final class Read {
  private Read() {}

  static String value(Optional<Text> text) {
    return text.map(Text::value).orElse("");
  }
}

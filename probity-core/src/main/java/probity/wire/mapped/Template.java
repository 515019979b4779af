package probity.wire.mapped;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import probity.exchange.Bytes;
import probity.wire.StrictJson;

/// An object of JSON in which words in braces, such as `{message}`, stand for values.
///
/// @param text at most 4,096 characters; with values in their places it is one object
public record Template(String text) {
  public static final int CHARACTERS_MAX = 4096;
  private static final Pattern SLOT = Pattern.compile("\\{([a-z]+)\\}");

  /// Empty where the text names other words than `slots`, or is no object with them filled in.
  public static Optional<Template> read(String text, Set<String> slots) {
    boolean known =
        text.length() <= CHARACTERS_MAX
            && SLOT.matcher(text).results().allMatch(slot -> slots.contains(slot.group(1)));
    if (!known) return Optional.empty();
    return isObjectWith(text, "0") && isObjectWith(text, "\"x\"")
        ? Optional.of(new Template(text))
        : Optional.empty();
  }

  /// A word inside of a string, or in the place of a name, would make an object with one kind of
  /// value alone.
  private static boolean isObjectWith(String text, String value) {
    return StrictJson.isObject(Bytes.utf8(SLOT.matcher(text).replaceAll(value)));
  }

  /// The object with a value, as JSON, in the place of each word.
  String with(Map<String, String> values) {
    return SLOT.matcher(text)
        .replaceAll(slot -> Matcher.quoteReplacement(values.getOrDefault(slot.group(1), "null")));
  }
}

package probity.wire;

import java.util.List;
import probity.exchange.Bytes;

/// The texts in which a probe looks at the arguments of a tool call.
public final class ArgumentTexts {
  private ArgumentTexts() {}

  /// The arguments as they were written and, where they are an object of JSON, with no more escapes
  /// than it needs. Not the strings in it one by one: a pattern that permits arguments as a whole
  /// would be met by a string that repeats such ones.
  public static List<String> of(String written) {
    if (!StrictJson.isObject(Bytes.utf8(written))) return List.of(written);
    String plain = PlainJson.text(written);
    return plain.equals(written) ? List.of(written) : List.of(written, plain);
  }
}

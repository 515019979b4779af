package probity.policy;

import java.util.Optional;
import java.util.regex.Pattern;
import probity.yaml.Text;
import probity.yaml.Value;

/// The forms of names in a bundle. Names stand on entries in the clear, so they are short and
/// plain.
final class Forms {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}");
  private static final Pattern CONTROL =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,31}:[A-Za-z0-9][A-Za-z0-9.()/_-]{0,63}");
  private static final String SEGMENTS = "[A-Za-z0-9._~!$&'()*+,;=:@/-]{0,255}";
  private static final Pattern PATH =
      Pattern.compile("/" + SEGMENTS + "(\\{model\\}" + SEGMENTS + ")?");

  private Forms() {}

  /// What the bundle names itself.
  static Optional<Text> id(Value value) {
    return value.name(ID, "an id (`[a-z0-9][a-z0-9._-]*`, at most 64 characters)");
  }

  /// What registers outside of the bundle name: requirements, risks.
  static Optional<Text> reference(Value value) {
    return value.name(REFERENCE, "an id (`[A-Za-z0-9][A-Za-z0-9._-]*`, at most 64 characters)");
  }

  /// What others name: models, tools, versions.
  static Optional<Text> word(Value value) {
    return value.name(WORD, "a word (`[A-Za-z0-9][A-Za-z0-9._:/@-]*`, at most 128 characters)");
  }

  static Optional<Text> control(Value value) {
    return value.name(CONTROL, "a control (`<scheme>:<ref>`, such as `42001:A.9.4`)");
  }

  /// The exact path of a request: nothing in it that two readers could read in two ways.
  static Optional<Text> path(Value value) {
    return value
        .name(PATH, "a path (begins with `/`, without `%`, `?` and `#`, `{model}` once at most)")
        .filter(path -> {
          boolean plain = !path.value().contains("//") && !path.value().contains("..");
          if (!plain) path.mistake("a path without `//` and `..` was expected");
          return plain;
        });
  }
}

package probity.wire.mapped;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/// The path of a route, in which `{model}` may stand once for the name of a model.
///
/// A name has the characters of a word without `/`: what is encoded (`%2F`) or climbs (`..`) is
/// none. It has no `:` where one follows it.
///
/// @param before what stands before the model, or the whole path
/// @param model whether a model stands in it
/// @param after what stands behind the model
public record PathTemplate(String before, boolean model, String after) {
  public static final String MODEL = "{model}";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}");

  public static PathTemplate of(String path) {
    int at = path.indexOf(MODEL);
    return at < 0
        ? new PathTemplate(path, false, "")
        : new PathTemplate(path.substring(0, at), true, path.substring(at + MODEL.length()));
  }

  /// The model that a path names; empty where the path is none of these or names none.
  public Optional<String> model(String path) {
    boolean fits =
        model
            && path.length() > before.length() + after.length()
            && path.startsWith(before)
            && path.endsWith(after);
    if (!fits) return Optional.empty();
    String name = path.substring(before.length(), path.length() - after.length());
    boolean word = NAME.matcher(name).matches() && !name.contains("..");
    return word && !(after.startsWith(":") && name.contains(":"))
        ? Optional.of(name)
        : Optional.empty();
  }

  public boolean matches(String path) {
    return model ? model(path).isPresent() : path.equals(before);
  }

  /// Whether a path can be one of both. It may say so of two that only seem to meet, never the
  /// other way round.
  public boolean meets(PathTemplate other) {
    if (!model) return other.matches(before);
    if (!other.model) return matches(other.before);
    return oneSegment(before, other.before, String::startsWith)
        && oneSegment(after, other.after, String::endsWith);
  }

  /// Whether one is a part of the other, and what it lacks could stand in a name.
  private static boolean oneSegment(String a, String b, BiPredicate<String, String> has) {
    String longer = a.length() >= b.length() ? a : b;
    String shorter = a.length() >= b.length() ? b : a;
    if (!has.test(longer, shorter)) return false;
    int slashes = (int) longer.chars().filter(c -> c == '/').count();
    return slashes == shorter.chars().filter(c -> c == '/').count();
  }

  @Override
  public String toString() {
    return with(MODEL);
  }

  /// A path of this form.
  public String with(String name) {
    return model ? before + name + after : before;
  }
}

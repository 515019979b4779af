package probity.render;

import java.util.Locale;
import probity.policy.render.Span.Tone;

/// How tones look where a style sheet does not reach, and the shape that tells them apart without
/// colour.
final class Tones {
  private Tones() {}

  /// The name of its class in the style sheet.
  static String name(Tone tone) {
    return tone.name().toLowerCase(Locale.ROOT);
  }

  /// On white at least 4.5 to 1.
  static String colour(Tone tone) {
    return switch (tone) {
      case PERMITS, GOOD -> "#116329";
      case REFUSES, BAD -> "#a1160c";
      case HOLDS, OPEN -> "#7a4d00";
      case CHANGES -> "#5b2fb0";
      case NOTES -> "#0a4f96";
    };
  }

  static String tint(Tone tone) {
    return switch (tone) {
      case PERMITS, GOOD -> "#e3f3e6";
      case REFUSES, BAD -> "#fdeae8";
      case HOLDS, OPEN -> "#faf0d7";
      case CHANGES -> "#f0eafc";
      case NOTES -> "#e4eff9";
    };
  }

  /// One character in the shape of its mark.
  static String sign(Tone tone) {
    return switch (tone) {
      case PERMITS, GOOD -> "●";
      case REFUSES, BAD -> "■";
      case HOLDS, OPEN -> "□";
      case CHANGES -> "◊";
      case NOTES -> "▲";
    };
  }
}

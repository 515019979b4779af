package probity.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.yaml.Value;

/// Durations as bundles write them: `90s`, `15m`, `4h`, `31d`.
final class Durations {
  private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,5}[smhd]");

  private Durations() {}

  /// A duration from `min` to `max`, or nothing after a mistake.
  static Optional<Duration> read(Value value, Duration min, Duration max) {
    String expected = "a duration from `" + text(min) + "` to `" + text(max) + "`";
    return value
        .name(FORM, expected)
        .flatMap(text -> {
          var duration = parsed(text.value());
          if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
            return Optional.of(duration);
          }
          text.mistake(expected + " was expected");
          return Optional.empty();
        });
  }

  private static Duration parsed(String text) {
    long amount = Long.parseLong(text, 0, text.length() - 1, 10);
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(amount);
      case 'm' -> Duration.ofMinutes(amount);
      case 'h' -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /// In the largest unit that says it whole.
  static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 86_400 == 0) return seconds / 86_400 + "d";
    if (seconds % 3_600 == 0) return seconds / 3_600 + "h";
    if (seconds % 60 == 0) return seconds / 60 + "m";
    return seconds + "s";
  }
}

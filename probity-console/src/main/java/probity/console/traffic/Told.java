package probity.console.traffic;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import probity.ledger.Json;
import probity.ledger.UtcTime;

/// How pages write times, numbers and values.
final class Told {
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private static final char NO_BREAK = '\u00a0';

  private Told() {}

  /// A time of an entry, `2026-11-25T09:00:00.000Z`, to the second: `25 Nov 2026, 09:00:00 UTC`,
  /// which breaks between day and time alone.
  static String time(String utc) {
    if (!UtcTime.isValid(utc)) return utc.isEmpty() ? "–" : utc;
    String day =
        Integer.parseInt(utc.substring(8, 10))
            + " "
            + MONTHS.get(Integer.parseInt(utc.substring(5, 7)) - 1)
            + " "
            + utc.substring(0, 4);
    String time = utc.substring(11, 19) + " UTC";
    return day.replace(' ', NO_BREAK) + ", " + time.replace(' ', NO_BREAK);
  }

  static String time(long millis) {
    return time(UtcTime.text(millis));
  }

  /// With a thin space between thousands.
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
  }

  /// A number of things, in words: `1 record`, `2 records`.
  static String count(long number, String one, String many) {
    return number(number) + " " + (number == 1 ? one : many);
  }

  /// A length of time in its two largest units.
  static String length(long millis) {
    var time = Duration.ofMillis(millis);
    if (time.toDays() > 0) return time.toDays() + " d " + time.toHoursPart() + " h";
    if (time.toHours() > 0) return time.toHours() + " h " + time.toMinutesPart() + " min";
    if (time.toMinutes() > 0) return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    return time.toSeconds() + " s";
  }

  /// A sentence of the program, whose words stand in backticks, as pages quote them.
  static String quoted(String sentence) {
    return sentence.replaceAll("`([^`]*)`", "“$1”");
  }

  static String or(String word, String none) {
    return word.isEmpty() ? none : word;
  }

  /// The first letters of a digest, enough to tell it from others by eye.
  static String brief(String hex) {
    return hex.length() <= 12 ? hex : hex.substring(0, 12) + "…";
  }

  /// A part of a query.
  static String part(String name, String text) {
    return name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// A value of an entry in words; empty where it says nothing.
  static String value(Json value) {
    return switch (value) {
      case Json.Str(var text) -> text;
      case Json.Arr(var items) -> items.stream().map(Told::value).collect(Collectors.joining(", "));
      case Json.Obj(var members) ->
          members.stream()
              .map(member -> member.name() + " " + value(member.value()))
              .collect(Collectors.joining(", "));
      case Json.Bool(var yes) -> yes ? "yes" : "";
      case Json.Num(var number) -> number == 0 ? "" : Long.toString(number);
      case Json.Null() -> "";
    };
  }
}

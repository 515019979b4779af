package probity.aims.register;

import static probity.aims.register.PlainText.quoted;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Forms of types that have one value.
final class SingleValues {
  private static final int RAW_MAX = 200;
  private static final int ADDRESS_MAX = 2000;
  private static final int YEAR_MIN = 1900;
  private static final int YEAR_MAX = 2199;

  /// A whole number; spreadsheets write it as `3.0`.
  private static final Pattern NUMBER = Pattern.compile("([+-]?)0*([0-9]{1,18})(?:\\.0+)?");

  private static final Pattern DAY = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
  private static final Pattern EXCHANGE = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
  private static final Pattern ADDRESS =
      Pattern.compile("https://([^/?#]+)(.*)", Pattern.CASE_INSENSITIVE);

  private SingleValues() {}

  static FieldValue number(String raw, long min, long max) {
    return single(
        raw,
        RAW_MAX,
        text -> {
          var matcher = NUMBER.matcher(text);
          if (matcher.matches()) {
            long size = Long.parseLong(matcher.group(2));
            long value = matcher.group(1).equals("-") ? -size : size;
            if (value >= min && value <= max) return canonical(Long.toString(value));
          }
          return wrong("a whole number from " + min + " to " + max, text);
        });
  }

  static FieldValue day(String raw) {
    return single(
        raw,
        RAW_MAX,
        text -> {
          var matcher = DAY.matcher(text);
          if (!matcher.matches()) return wrong("a day such as `2026-11-27`", text);
          try {
            var day =
                LocalDate.of(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)));
            if (day.getYear() >= YEAR_MIN && day.getYear() <= YEAR_MAX) {
              return canonical(day.toString());
            }
          } catch (DateTimeException e) {
            return new FieldValue.Wrong(quoted(text) + " is no day of the calendar");
          }
          return wrong("a day of the years " + YEAR_MIN + " to " + YEAR_MAX, text);
        });
  }

  static FieldValue yesNo(String raw) {
    return single(
        raw,
        RAW_MAX,
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "yes", "true" -> canonical("yes");
              case "no", "false" -> canonical("no");
              default -> wrong("`yes` or `no`", text);
            });
  }

  static FieldValue exchange(String raw) {
    return single(
        raw,
        RAW_MAX,
        text -> {
          String id = text.toUpperCase(Locale.ROOT);
          return EXCHANGE.matcher(id).matches()
              ? canonical(id)
              : wrong("the id of a record of the gateway, which has 26 letters and digits,", text);
        });
  }

  static FieldValue query(String raw) {
    return single(raw, ADDRESS_MAX, RecordQuery::read);
  }

  /// Scheme and host in small letters, the rest as it is. Nothing that names a user: it would look
  /// like another host, or be a password.
  static FieldValue address(String raw) {
    return single(
        raw,
        ADDRESS_MAX,
        text -> {
          var matcher = ADDRESS.matcher(text);
          if (matcher.matches() && absolute(text)) {
            return canonical(
                "https://" + matcher.group(1).toLowerCase(Locale.ROOT) + matcher.group(2));
          }
          return wrong("an address such as `https://example.org/page`", text);
        });
  }

  private static boolean absolute(String text) {
    try {
      var uri = new URI(text);
      return uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getPort() <= 65_535
          && text.codePoints().allMatch(c -> c > ' ' && c < 0x7F);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /// Looks at a text of one line, if there is one.
  private static FieldValue single(String raw, int max, Function<String, FieldValue> form) {
    return switch (PlainText.line(raw, max)) {
      case FieldValue.Canonical(var text) when text.isEmpty() -> FieldValue.NONE;
      case FieldValue.Canonical(var text) -> form.apply(text);
      case FieldValue.Wrong wrong -> wrong;
    };
  }

  private static FieldValue canonical(String text) {
    return new FieldValue.Canonical(text);
  }

  private static FieldValue wrong(String expected, String came) {
    return new FieldValue.Wrong(expected + " was expected, not " + quoted(came));
  }
}

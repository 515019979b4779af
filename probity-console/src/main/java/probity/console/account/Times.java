package probity.console.account;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people read them, in UTC like all of the ledger.
final class Times {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  static String day(Instant at) {
    return DAY.format(at);
  }

  static String day(LocalDate day) {
    return day(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  static String minute(Instant at) {
    return MINUTE.format(at);
  }
}

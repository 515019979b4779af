package probity.store.file;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a log's folder, taken apart: `records`, or `traffic-<class>-<yyyy>h<1|2>`.
///
/// @param retention the retention class; `records` for that log
/// @param period the half-year; empty for `records`
record LogName(String folder, String retention, String period) {
  static final String RECORDS = "records";

  private static final Pattern TRAFFIC =
      Pattern.compile("traffic-([a-z0-9_-]{1,64})-([0-9]{4}h[12])");

  static Optional<LogName> parse(String folder) {
    if (folder.equals(RECORDS)) return Optional.of(new LogName(folder, RECORDS, ""));
    var match = TRAFFIC.matcher(folder);
    return match.matches()
        ? Optional.of(new LogName(folder, match.group(1), match.group(2)))
        : Optional.empty();
  }

  /// The half-year of a moment, in UTC.
  static String period(Instant moment) {
    var day = moment.atOffset(ZoneOffset.UTC);
    return "%04dh%d".formatted(day.getYear(), day.getMonthValue() <= 6 ? 1 : 2);
  }

  boolean isTraffic() {
    return !period.isEmpty();
  }

  /// Whether `other` is an earlier log of the same class.
  boolean follows(LogName other) {
    return isTraffic()
        && other.isTraffic()
        && retention.equals(other.retention)
        && other.period.compareTo(period) < 0;
  }
}

package probity.gateway;

import java.time.Instant;
import java.time.ZoneOffset;

/// Which log an exchange belongs to: one per retention class and half-year (UTC) of its start.
public final class TrafficLog {
  private TrafficLog() {}

  /// The folder's name, `traffic-standard-2026h2`.
  public static String folder(String retention, long epochMillis) {
    var date = Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC);
    return "traffic-"
        + retention
        + "-"
        + date.getYear()
        + (date.getMonthValue() <= 6 ? "h1" : "h2");
  }
}

package probity.console.aims.page;

import java.time.LocalDate;
import java.time.Period;
import probity.aims.register.History;

/// Times of entries as pages show them, and days that are due.
final class Times {
  private Times() {}

  /// `2026-11-27 10:15 UTC`.
  static String show(String time) {
    return time.length() < 16
        ? time
        : time.substring(0, 10) + " " + time.substring(11, 16) + " UTC";
  }

  /// The last millisecond of a day, in the form of entries.
  static String endOf(LocalDate day) {
    return day + "T23:59:59.999Z";
  }

  /// The day on which a record is to be looked at again: the one that it names, or so many months
  /// after it was last written or approved; empty where its register has none.
  static String due(History record) {
    String named = record.newest().value("review");
    if (!named.isEmpty()) return named;
    int months = record.register().reviewMonths();
    if (months == 0) return "";
    String last = record.approval().map(one -> one.time()).orElse(record.newest().time());
    return LocalDate.parse(last.substring(0, 10)).plus(Period.ofMonths(months)).toString();
  }

  static boolean isOver(String due, LocalDate today) {
    return !due.isEmpty() && due.compareTo(today.toString()) < 0;
  }
}

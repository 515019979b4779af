package probity.exchange;

import java.util.Locale;

/// Why the exchange happens. Set by configuration, never by a header.
public enum Purpose {
  LIVE,
  CANARY,
  DEMO,
  TEST;

  /// The word on entries and in facts.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

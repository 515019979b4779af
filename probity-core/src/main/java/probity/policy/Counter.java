package probity.policy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import probity.exchange.Facts;

/// Something that is counted over a sliding window, for rules that limit it.
///
/// @param counts what is added up
/// @param per whose counts are kept apart; none of them: all callers share one
/// @param window from a minute to 31 days
/// @param routes the routes that count and are asked; all where there is none
public record Counter(
    String id, Counts counts, List<Dimension> per, Duration window, List<String> routes) {

  /// What is added up.
  public enum Counts {
    /// Requests that were permitted.
    REQUESTS,
    /// Tokens of question and answer, as the provider counted them.
    TOKENS,
    /// Their price, in millionths of the bundle's currency.
    COST;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What tells two counts of one counter apart.
  public enum Dimension {
    CALLER,
    /// Whom the application acts for; where it does not say, its caller.
    PERSON,
    ROUTE,
    SYSTEM,
    USE,
    MODEL,
    PROVIDER;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Counter {
    per = List.copyOf(per);
    routes = List.copyOf(routes);
  }

  /// Whether exchanges on the route of these facts are counted.
  public boolean covers(Facts facts) {
    return routes.isEmpty() || routes.contains(facts.route());
  }
}

package probity.server.replay;

import java.util.Set;
import probity.ledger.Entry;
import probity.replay.Replay;
import probity.replay.Tally;

/// Which entries are replayed.
///
/// @param from, until as entries write times; from this one on, and before that one; a shorter text
///   is the earliest time that begins with it
/// @param routes ids; all where there is none
record Period(String from, String until, Set<String> routes) {
  Period {
    routes = Set.copyOf(routes);
  }

  boolean has(Entry entry) {
    return entry.time().compareTo(from) >= 0
        && (until.isEmpty() || entry.time().compareTo(until) < 0)
        && (routes.isEmpty() || routes.contains(entry.body().text("route").orElse("")));
  }

  void add(Entry entry, Replay replay, Tally tally) {
    if (has(entry)) replay.add(entry, tally);
  }
}

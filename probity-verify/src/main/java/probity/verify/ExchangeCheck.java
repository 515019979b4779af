package probity.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Hash;

/// Balances intents with their steps and outcomes: each of these refers to an earlier intent of the
/// same log that has no outcome yet.
///
/// Holds the intents that are open.
final class ExchangeCheck {
  private record Open(String exchange, long steps) {}

  private final Findings findings;
  private final Map<Hash, Open> open = new HashMap<>();

  ExchangeCheck(Findings findings) {
    this.findings = findings;
  }

  long open() {
    return open.size();
  }

  void follow(Entry entry, Place place) {
    switch (entry.kind()) {
      case "intent" -> open.put(entry.leaf(), new Open(exchange(entry), 0));
      case "step" -> {
        var intent = intent(entry, place);
        if (intent.isEmpty()) return;
        long number = entry.body().number("number").orElse(-1L);
        long expected = intent.get().getValue().steps();
        if (number != expected) {
          findings.add(
              Fault.INCONSISTENT,
              place,
              "step has number " + number + ", " + expected + " expected");
        }
        open.put(intent.get().getKey(), new Open(exchange(entry), expected + 1));
      }
      case "outcome" -> intent(entry, place).ifPresent(intent -> open.remove(intent.getKey()));
      default -> {
        // Other kinds belong to no exchange.
      }
    }
  }

  private static String exchange(Entry entry) {
    return entry.body().text("exchange").orElse("");
  }

  private Optional<Map.Entry<Hash, Open>> intent(Entry entry, Place place) {
    if (!(Hash.parseHex(entry.body().text("intent").orElse(""))
        instanceof Checked.Valid<Hash>(var leaf))) {
      return Optional.empty();
    }
    Open intent = open.get(leaf);
    if (intent == null) {
      findings.add(
          Fault.INCONSISTENT,
          place,
          entry.kind()
              + " refers to the intent "
              + leaf
              + ", which is not before it in this log or has its outcome already");
      return Optional.empty();
    }
    if (!intent.exchange().equals(exchange(entry))) {
      findings.add(
          Fault.INCONSISTENT, place, entry.kind() + " is of another exchange than its intent");
    }
    return Optional.of(Map.entry(leaf, intent));
  }
}

package probity.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.UtcTime;

/// Compares the grants of human review with the intents that used them: each is an entry of
/// `records` that grants, had not ended, was given for such a request, and is used once
/// (`docs/review.md`).
///
/// The digest by which the gateway knows a request again has a key of its vault, and no intent
/// bears it. So a request is compared by what both intents say of it: caller, method, length of the
/// body, and the subject where both stand in one log.
///
/// Holds for each grant some words, and of intents those that a grant is for or that use one.
final class GrantCheck {
  /// An intent is written a little after its request took the grant.
  private static final Duration GRACE = Duration.ofMinutes(1);

  private record Grant(String review, Optional<Hash> intent, String until) {}

  private record Request(
      String log,
      String exchange,
      Optional<String> caller,
      Optional<String> subject,
      Optional<String> method,
      Optional<Long> bytes) {
    static Request of(Entry entry) {
      var body = entry.body();
      var facts = body.object("facts");
      return new Request(
          entry.log(),
          body.text("exchange").orElse(""),
          body.text("caller"),
          body.text("subject"),
          facts.flatMap(all -> all.text("method")),
          facts.flatMap(all -> all.number("body_bytes")));
    }

    boolean mayBe(Request other) {
      return caller.equals(other.caller)
          && method.equals(other.method)
          && bytes.equals(other.bytes)
          && (!log.equals(other.log) || subject.equals(other.subject));
    }
  }

  private record Use(Request request, Place place) {}

  private final Map<Hash, Grant> grants = new HashMap<>();

  /// Intents that a grant is for, once they are met.
  private final Map<Hash, Optional<Request>> held = new HashMap<>();

  private final Map<Hash, Use> uses = new LinkedHashMap<>();

  /// Takes an entry of `records`.
  void follow(Entry entry) {
    var body = entry.body();
    if (!entry.kind().equals("grant") || !body.text("verdict").equals(Optional.of("granted"))) {
      return;
    }
    var intent = hash(body.text("intent").orElse(""));
    intent.ifPresent(leaf -> held.put(leaf, Optional.empty()));
    grants.put(
        entry.leaf(),
        new Grant(body.text("review").orElse(""), intent, body.text("until").orElse("")));
  }

  /// Takes an intent of a traffic log, after all of `records`.
  void intent(Entry entry, Place place, Findings findings) {
    if (held.containsKey(entry.leaf())) held.put(entry.leaf(), Optional.of(Request.of(entry)));
    for (Json item : entry.body().items("grants")) {
      var leaf = item instanceof Json.Str(var hex) ? hash(hex) : Optional.<Hash>empty();
      var grant = leaf.map(grants::get);
      if (leaf.isEmpty() || grant.isEmpty()) {
        findings.add(
            Fault.INCONSISTENT,
            place,
            "`grants` names no entry of `records` that grants a request");
        continue;
      }
      if (earliest(entry).compareTo(grant.get().until()) >= 0) {
        findings.add(
            Fault.INCONSISTENT,
            place,
            "the grant ended at `" + grant.get().until() + "`, before this");
      }
      var first = uses.putIfAbsent(leaf.get(), new Use(Request.of(entry), place));
      if (first != null) {
        findings.add(Fault.INCONSISTENT, place, "the grant was used before, by " + first.place());
      }
    }
  }

  /// When the request may have taken its grant at the earliest.
  private static String earliest(Entry entry) {
    long skew = Math.clamp(entry.body().number("skew").orElse(0L), 0, 1L << 40);
    var written = Instant.parse(entry.time()).minusMillis(skew);
    return UtcTime.text(written.minus(GRACE).toEpochMilli());
  }

  /// Compares each use with the request that waited, once all logs were read.
  void finish(Findings findings) {
    uses.forEach((leaf, use) -> {
      Grant grant = grants.get(leaf);
      if (grant == null) return;
      var waited = grant.intent().flatMap(intent -> held.getOrDefault(intent, Optional.empty()));
      if (waited.isEmpty()) {
        findings.addPassing(
            Fault.INCONSISTENT, use.place(), "the grant is for an intent that no log has");
      } else if (!waited.get().exchange().equals(grant.review())
          || !waited.get().mayBe(use.request())) {
        findings.add(Fault.INCONSISTENT, use.place(), "the grant is for another request");
      }
    });
  }

  private static Optional<Hash> hash(String hex) {
    return Hash.parseHex(hex) instanceof Checked.Valid<Hash>(var hash)
        ? Optional.of(hash)
        : Optional.empty();
  }
}

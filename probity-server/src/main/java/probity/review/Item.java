package probity.review;

import java.util.Locale;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.policy.ReviewQueue;

/// One record in one review queue.
///
/// Nothing in it is a text of traffic: words of the bundle, ids, and digests under keys of the
/// vault.
///
/// @param exchange its id; of one that is held, the ticket
/// @param queue with its role and times, as the bundle had them that decided
/// @param request by which a held request is known again: an HMAC of its digest; empty for one that
///   is looked at afterwards
/// @param log folder of the traffic log that has its intent
/// @param subject the vault's name for whose key the content is under
/// @param since when it was decided, in milliseconds since 1970
/// @param grant leaf of the `grant` entry by which it is granted or denied
/// @param until when the grant ends; 0 where there is none
record Item(
    String exchange,
    ReviewQueue queue,
    String request,
    Hash intent,
    String log,
    String caller,
    String route,
    String rule,
    String subject,
    long since,
    State state,
    Optional<Hash> grant,
    long until) {

  /// How far it has come. What was decided stays until its deadline, so that it can be seen.
  enum State {
    WAITING,
    GRANTED,
    DENIED,
    /// Its grant is used, or is about to be.
    TAKEN,
    LOOKED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// An exchange can be in several queues, and in each once.
  record Key(String exchange, String queue) {}

  Key key() {
    return new Key(exchange, queue.id());
  }

  /// Whether a caller waits for it.
  boolean isHeld() {
    return !request.isEmpty();
  }

  /// When it has to be decided.
  long deadline() {
    return since + queue.deadline().toMillis();
  }

  /// Whether it is over by time alone: what nobody granted stays refused, and a grant that nobody
  /// used is none. What nobody looked at stays.
  boolean isOver(long millis) {
    return switch (state) {
      case WAITING -> isHeld() && millis >= deadline();
      case DENIED, LOOKED -> millis >= deadline();
      case GRANTED -> millis >= until;
      case TAKEN -> millis >= Math.max(until, deadline());
    };
  }

  Item with(State next) {
    return decided(next, grant, until);
  }

  Item decided(State next, Optional<Hash> by, long end) {
    return new Item(
        exchange, queue, request, intent, log, caller, route, rule, subject, since, next, by, end);
  }

  /// Its line in the file of items.
  Json.Obj json() {
    return Json.object()
        .put("caller", caller)
        .put("deadline", queue.deadline().toSeconds())
        .put("exchange", exchange)
        .put("grant", grant.map(Hash::hex).orElse(""))
        .put("grant_for", queue.grant().toSeconds())
        .put("intent", intent.hex())
        .put("log", log)
        .put("queue", queue.id())
        .put("request", request)
        .put("role", queue.role())
        .put("route", route)
        .put("rule", rule)
        .put("since", since)
        .put("state", state.word())
        .put("subject", subject)
        .put("until", until)
        .build();
  }

  /// Reads a line back; empty where it is none.
  static Optional<Item> read(Json.Obj line) {
    if (!(Hash.parseHex(line.text("intent").orElse(""))
        instanceof Checked.Valid<Hash>(var intent))) {
      return Optional.empty();
    }
    String word = line.text("state").orElse("");
    for (State state : State.values()) {
      if (state.word().equals(word)) return Optional.of(read(line, intent, state));
    }
    return Optional.empty();
  }

  private static Item read(Json.Obj line, Hash intent, State state) {
    var queue =
        new ReviewQueue(
            text(line, "queue"),
            text(line, "role"),
            java.time.Duration.ofSeconds(line.number("deadline").orElse(0L)),
            java.time.Duration.ofSeconds(line.number("grant_for").orElse(0L)));
    var grant =
        Hash.parseHex(text(line, "grant")) instanceof Checked.Valid<Hash>(var leaf)
            ? Optional.of(leaf)
            : Optional.<Hash>empty();
    return new Item(
        text(line, "exchange"),
        queue,
        text(line, "request"),
        intent,
        text(line, "log"),
        text(line, "caller"),
        text(line, "route"),
        text(line, "rule"),
        text(line, "subject"),
        line.number("since").orElse(0L),
        state,
        grant,
        line.number("until").orElse(0L));
  }

  private static String text(Json.Obj line, String member) {
    return line.text(member).orElse("");
  }
}

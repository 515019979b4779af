package probity.console.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import probity.console.Ask;
import probity.console.Fresh;
import probity.console.Freshness;
import probity.console.Page;
import probity.console.SignedIn;
import probity.console.Visit;

/// Remembers what people were asked, and how they proved who they are for it. What a person is
/// shown and signs comes from the page that asks, never from an address that somebody could send.
final class KeptFreshness implements Freshness {
  private static final int KEPT_MAX = 4_096;

  /// Questions that wait in one session.
  private static final int ASKED_MAX = 16;

  private record Asked(String sessionId, Ask ask, Instant at) {}

  /// Whose proof it is, for what.
  private record Purpose(String sessionId, Ask ask) {}

  private final AccountStore store;
  private final AccountSettings settings;
  private final InstantSource clock;
  private final Tokens tokens;
  // Both the oldest first, and guarded by `this`.
  private final Map<String, Asked> asked = new LinkedHashMap<>();
  private final Map<Purpose, Fresh> proved = new LinkedHashMap<>();

  KeptFreshness(AccountStore store, AccountSettings settings, InstantSource clock, Tokens tokens) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.tokens = tokens;
  }

  @Override
  public Optional<Fresh> of(Visit visit, Ask ask) {
    var who = visit.session();
    if (ask.challenge().isPresent()) {
      var answer = proved(new Purpose(who.sessionId(), ask));
      if (answer.isPresent()) return answer;
      if (hasPasskey(who)) return Optional.empty();
    }
    var proof = who.proof();
    return recent(proof.at())
        ? Optional.of(new Fresh(proof.method(), proof.at(), Optional.empty()))
        : Optional.empty();
  }

  private synchronized Optional<Fresh> proved(Purpose purpose) {
    return Optional.ofNullable(proved.get(purpose)).filter(fresh -> recent(fresh.at()));
  }

  private boolean hasPasskey(SignedIn who) {
    return store.byId(who.accountId()).filter(account -> !account.passkeys().isEmpty()).isPresent();
  }

  private boolean recent(Instant at) {
    return clock.instant().isBefore(at.plus(settings.fresh()));
  }

  @Override
  public Page ask(Visit visit, Ask ask) {
    var id = tokens.id();
    synchronized (this) {
      var own =
          asked.entrySet().stream()
              .filter(one -> one.getValue().sessionId().equals(visit.session().sessionId()))
              .map(Map.Entry::getKey)
              .toList();
      if (own.size() >= ASKED_MAX) asked.remove(own.getFirst());
      trim(asked);
      asked.put(id, new Asked(visit.session().sessionId(), ask, clock.instant()));
    }
    return Page.redirect("/account/again/" + id);
  }

  /// What the visitor was asked under this id a short while ago.
  synchronized Optional<Ask> asked(SignedIn who, String id) {
    return Optional.ofNullable(asked.get(id))
        .filter(each -> each.sessionId.equals(who.sessionId()) && recent(each.at))
        .map(Asked::ask);
  }

  /// Notes that the visitor proved who they are for it.
  synchronized void prove(SignedIn who, String id, Ask ask, Fresh fresh) {
    asked.remove(id);
    trim(proved);
    proved.put(new Purpose(who.sessionId(), ask), fresh);
  }

  private static void trim(Map<?, ?> kept) {
    if (kept.size() >= KEPT_MAX) kept.remove(kept.keySet().iterator().next());
  }
}

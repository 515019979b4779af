package probity.console.account;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import probity.console.Directory;
import probity.console.Page;
import probity.console.Proof;
import probity.console.Sessions;
import probity.console.SignedIn;

/// Sessions that outlive a restart. A token is new at each sign-in, each time that its owner proves
/// again who they are ([AgainPages] has the exception), and after some changes of what they sign in
/// with, so one that was planted or seen before is worth nothing.
final class KeptSessions implements Sessions {
  private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
  static final int PER_ACCOUNT_MAX = 20;

  private final AccountStore store;
  private final Directory directory;
  private final AccountSettings settings;
  private final InstantSource clock;
  private final Tokens tokens;

  KeptSessions(
      AccountStore store,
      Directory directory,
      AccountSettings settings,
      InstantSource clock,
      Tokens tokens) {
    this.store = store;
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
    this.tokens = tokens;
  }

  @Override
  public Optional<SignedIn> find(String token) {
    var now = clock.instant();
    return store
        .session(Tokens.digest(token))
        .filter(session -> now.isBefore(session.began().plus(settings.longest())))
        .filter(session -> now.isBefore(session.used().plus(settings.idle())))
        .flatMap(session -> {
          var account = store.byId(session.accountId()).filter(Account::active);
          var member = account.flatMap(known -> directory.member(known.personId()));
          if (member.isPresent() && session.used().plus(NOTED_EVERY).isBefore(now)) {
            store.used(session.token(), now);
          }
          return member.map(who ->
              new SignedIn(
                  who, session.accountId(), session.id(), session.csrf(), session.proof()));
        });
  }

  /// Begins a session; the cookie that it needs.
  Page.Session begin(Account account, Proof.Method method, String address) {
    var now = clock.instant();
    store.forget(now.minus(settings.longest()), now.minus(settings.idle()), now);
    store.sessions(account.id()).stream()
        .skip(PER_ACCOUNT_MAX - 1L)
        .forEach(old -> store.end(account.id(), old.id()));
    var token = tokens.token();
    store.begin(
        new Session(
            Tokens.digest(token),
            tokens.id(),
            account.id(),
            tokens.token(),
            new Proof(method, now),
            now,
            now,
            address));
    return new Page.Session.Begun(token);
  }

  /// The same session under a new token, with the last proof of who its owner is. It does not live
  /// longer for that.
  Page.Session renew(SignedIn who, Proof proof) {
    var now = clock.instant();
    var old =
        store.sessions(who.accountId()).stream()
            .filter(session -> session.id().equals(who.sessionId()))
            .findFirst();
    if (old.isEmpty()) return new Page.Session.Ended();
    store.end(who.accountId(), who.sessionId());
    var token = tokens.token();
    store.begin(
        new Session(
            Tokens.digest(token),
            old.get().id(),
            who.accountId(),
            old.get().csrf(),
            proof,
            old.get().began(),
            now,
            old.get().address()));
    return new Page.Session.Begun(token);
  }

  Page.Session end(SignedIn who) {
    store.end(who.accountId(), who.sessionId());
    return new Page.Session.Ended();
  }
}

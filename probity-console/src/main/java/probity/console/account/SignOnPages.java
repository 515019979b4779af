package probity.console.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import probity.console.Ask;
import probity.console.Directory;
import probity.console.Fresh;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Proof;
import probity.console.Routes;
import probity.console.SignedIn;
import probity.console.Visit;
import probity.console.signon.Errand;
import probity.console.signon.SignedOn;

/// Single sign-on: signing in, proving anew who one is, making an account that one was invited to,
/// and linking one's own account. An identity that nobody linked opens nothing, whatever name or
/// address the provider has for it.
final class SignOnPages implements Pages {
  private static final String SIGN_IN = "sign-in";
  private static final String LINK = "link";
  private static final String AGAIN = "again";
  private static final String JOIN = "join";
  private static final Ask LINKING =
      new Ask("sign-on", "Have single sign-on open your account", Optional.empty(), "/account");
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
  private static final String UNKNOWN =
      "Nobody here has this identity. Sign in as before and link it under Your account, or ask an"
          + " administrator to invite you.";
  private static final String TAKEN = "This identity opens another account already.";
  private static final String GONE = "What you were sent for is no longer open. Begin anew.";

  private final AccountStore store;
  private final Directory directory;
  private final KeptSessions sessions;
  private final KeptFreshness freshness;
  private final AccountSettings settings;
  private final Tokens tokens;
  private final InstantSource clock;
  private final SignOn signOn;

  SignOnPages(
      AccountStore store,
      Directory directory,
      KeptSessions sessions,
      KeptFreshness freshness,
      AccountSettings settings,
      Tokens tokens,
      InstantSource clock,
      SignOn signOn) {
    this.store = store;
    this.directory = directory;
    this.sessions = sessions;
    this.freshness = freshness;
    this.settings = settings;
    this.tokens = tokens;
    this.clock = clock;
    this.signOn = signOn;
  }

  @Override
  public void add(Routes routes) {
    if (signOn.title().isEmpty()) return;
    var open = routes.open();
    open.get("/sign-on", visit -> signOn.away(SIGN_IN, visit.query().text("to"), false));
    open.get(SignOn.BACK, visit -> signOn.back(visit, (errand, who) -> back(visit, errand, who)));
    open.get("/invited/{token}/sign-on", this::join);
    routes.get("/account/again/{id}/sign-on", this::again);
    // By a form alone: an address that somebody sent links nothing.
    routes.post("/account/sign-on", this::link);
    routes.post("/account/sign-on/remove", this::unlink);
  }

  private Page back(Visit visit, Errand errand, SignedOn who) {
    var parts = List.of(errand.purpose().split(" ", 2));
    String about = parts.size() == 2 ? parts.getLast() : "";
    return switch (parts.getFirst()) {
      case SIGN_IN -> signedIn(visit, errand, who);
      case JOIN -> joined(visit, about, who);
      case LINK -> here(visit, about).map(self -> linked(self, who)).orElseGet(SignOnPages::gone);
      case AGAIN -> proved(visit, about, who);
      default -> gone();
    };
  }

  private static Page gone() {
    return new Page.Failure(409, GONE);
  }

  private Page signedIn(Visit visit, Errand errand, SignedOn who) {
    var account =
        store
            .bySignOn(signOn.identity(who))
            .filter(Account::active)
            .filter(one -> directory.member(one.personId()).isPresent());
    if (account.isEmpty()) return new Page.Failure(403, UNKNOWN);
    return in(visit, account.get(), errand.to());
  }

  private Page in(Visit visit, Account account, String to) {
    visit.signedIn().ifPresent(sessions::end);
    return new Page.Redirect(to, sessions.begin(account, Proof.Method.SIGN_ON, visit.address()));
  }

  private Page join(Visit visit) {
    String token = visit.place("token");
    return invitation(token).isPresent()
        ? signOn.away(JOIN + " " + token, "/account", true)
        : new Page.Failure(404, JoinPages.USED);
  }

  private Optional<Invitation> invitation(String token) {
    return store
        .invitation(Tokens.digest(token), clock.instant())
        .filter(found -> directory.member(found.personId()).isPresent());
  }

  private Page joined(Visit visit, String token, SignedOn who) {
    var invitation = invitation(token);
    if (invitation.isEmpty()) return new Page.Failure(404, JoinPages.USED);
    String identity = signOn.identity(who);
    if (store.bySignOn(identity).isPresent()) return new Page.Failure(409, TAKEN);
    String id = tokens.id();
    var account =
        new Account(
            id,
            invitation.get().personId(),
            "sign-on-" + id,
            "",
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.of(new Account.SignOn(identity, clock.instant())),
            Account.State.ACTIVE,
            clock.instant());
    return store.accept(invitation.get().token(), clock.instant(), account)
        ? in(visit, account, "/account")
        : new Page.Failure(404, JoinPages.USED);
  }

  private Page link(Visit visit) {
    if (freshness.of(visit, LINKING).isEmpty()) return freshness.ask(visit, LINKING);
    return signOn.away(LINK + " " + visit.session().sessionId(), "/account", true);
  }

  /// Whoever looks, if it is in the session that sent them.
  private static Optional<SignedIn> here(Visit visit, String sessionId) {
    return visit.signedIn().filter(who -> who.sessionId().equals(sessionId));
  }

  private Page linked(SignedIn self, SignedOn who) {
    String identity = signOn.identity(who);
    if (store.bySignOn(identity).filter(one -> !one.id().equals(self.accountId())).isPresent()) {
      return new Page.Failure(409, TAKEN);
    }
    var link = new Account.SignOn(identity, clock.instant());
    store.change(self.accountId(), account -> account.signOn(Optional.of(link)));
    return Page.redirect("/account?said=sign-on");
  }

  private Page unlink(Visit visit) {
    if (freshness.of(visit, LINKING).isEmpty()) return freshness.ask(visit, LINKING);
    var removed = new AtomicBoolean();
    store.change(
        visit.session().accountId(),
        account -> {
          // Without a password nothing else may open it.
          removed.set(account.hasPassword());
          return account.hasPassword() ? account.signOn(Optional.empty()) : account;
        });
    return removed.get()
        ? Page.redirect("/account?said=no-sign-on")
        : new Page.Failure(409, "Nothing else opens your account, so it stays linked.");
  }

  private Page again(Visit visit) {
    String id = visit.place("id");
    return freshness.asked(visit.session(), id).isPresent()
        ? signOn.away(
            AGAIN + " " + visit.session().sessionId() + " " + id, "/account/again/" + id, true)
        : new Page.Failure(404, AgainPages.GONE);
  }

  private Page proved(Visit visit, String about, SignedOn who) {
    int blank = about.indexOf(' ');
    var self = here(visit, about.substring(0, Math.max(0, blank)));
    if (self.isEmpty()) return gone();
    String id = about.substring(blank + 1);
    var ask = freshness.asked(self.get(), id);
    if (ask.isEmpty()) return new Page.Failure(404, AgainPages.GONE);
    boolean same =
        store
            .byId(self.get().accountId())
            .flatMap(Account::signOn)
            .filter(one -> one.identity().equals(signOn.identity(who)))
            .isPresent();
    if (!same) return new Page.Failure(403, "Somebody else signed on than whose account this is.");
    var at = who.authenticated().filter(this::isNow);
    if (at.isEmpty()) {
      return new Page.Failure(
          403, "The provider does not say that you proved it just now. Use a password or passkey.");
    }
    freshness.prove(
        self.get(), id, ask.get(), new Fresh(Proof.Method.SIGN_ON, at.get(), Optional.empty()));
    return new Page.Redirect(
        ask.get().then(), sessions.renew(self.get(), new Proof(Proof.Method.SIGN_ON, at.get())));
  }

  private boolean isNow(Instant at) {
    var now = clock.instant();
    return at.isAfter(now.minus(settings.fresh())) && at.isBefore(now.plus(CLOCKS_DIFFER));
  }
}

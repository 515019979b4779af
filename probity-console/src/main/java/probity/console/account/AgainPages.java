package probity.console.account;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import probity.console.Ask;
import probity.console.Assertion;
import probity.console.Fresh;
import probity.console.Input;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Proof;
import probity.console.Routes;
import probity.console.Visit;
import probity.ledger.Hash;

/// Asks somebody who is signed in to prove again who they are.
public final class AgainPages implements Pages {
  static final String GONE = "This question is no longer open. Go back to the page that asked it.";

  private final AccountStore store;
  private final Entrance entrance;
  private final KeptSessions sessions;
  private final KeptFreshness freshness;
  private final InstantSource clock;
  private final Supplier<AccountSettings.Site> site;
  private final SignOn signOn;

  AgainPages(
      AccountStore store,
      Entrance entrance,
      KeptSessions sessions,
      KeptFreshness freshness,
      InstantSource clock,
      Supplier<AccountSettings.Site> site,
      SignOn signOn) {
    this.store = store;
    this.entrance = entrance;
    this.sessions = sessions;
    this.freshness = freshness;
    this.clock = clock;
    this.site = site;
    this.signOn = signOn;
  }

  /// @param sentence what it is for
  /// @param fields empty where the account has no password
  /// @param passkey empty where the account has none
  /// @param signOn by which the account's owner can prove it too; empty for nothing
  public record Model(
      String action,
      String sentence,
      String mistake,
      List<Input> fields,
      Optional<PasskeyForm> passkey,
      Optional<SignOnLink> signOn) {}

  @Override
  public void add(Routes routes) {
    routes.get("/account/again/{id}", visit -> page(200, visit, ""));
    routes.post("/account/again/{id}", this::byPassword);
    routes.post("/account/again/{id}/passkey", this::byPasskey);
  }

  private Page page(int status, Visit visit, String mistake) {
    var id = visit.place("id");
    var ask = freshness.asked(visit.session(), id);
    var account = store.byId(visit.session().accountId());
    if (ask.isEmpty() || account.isEmpty()) return new Page.Failure(404, GONE);
    var password =
        Input.of(Input.Kind.PASSWORD, "password", "Password")
            .autocomplete("current-password")
            .mustHave();
    var code =
        Input.of(Input.Kind.CODE, "code", "One-time code").autocomplete("one-time-code").mustHave();
    return new Page.Html(
        status,
        new Page.Heading("Is it you?", List.of()),
        "account/again",
        new Model(
            "/account/again/" + id,
            ask.get().sentence(),
            mistake,
            !account.get().hasPassword()
                ? List.of()
                : account.get().totp().isPresent() ? List.of(password, code) : List.of(password),
            passkey(id, ask.get(), account.get()),
            account.get().signOn().flatMap(_ -> signOn.link("/account/again/" + id + "/sign-on"))));
  }

  private Optional<PasskeyForm> passkey(String id, Ask ask, Account account) {
    if (account.passkeys().isEmpty()) return Optional.empty();
    return Optional.of(
        new PasskeyForm(
            "/account/again/" + id + "/passkey",
            Passkeys.encoded(challenge(id, ask)),
            site.get().relyingParty(),
            account.passkeys().stream().map(Account.Passkey::credentialId).toList()));
  }

  /// The challenge of the purpose, else the digest of this question, which is asked once.
  private static Hash challenge(String id, Ask ask) {
    return ask.challenge().orElseGet(() -> Tokens.digest(id));
  }

  private Page byPassword(Visit visit) {
    var account = store.byId(visit.session().accountId());
    var form = visit.form();
    if (account.isEmpty()) return new Page.Failure(404, GONE);
    return switch (entrance.byPassword(
        account.get().login(), form.raw("password"), form.text("code"), visit.address())) {
      case Admission.Welcome(_, var method) -> proved(visit, method, Optional.empty());
      case Admission.Refused() -> page(401, visit, "That did not work: password or code is wrong.");
      case Admission.Later(var delay) -> page(429, visit, SignInPages.later(delay));
    };
  }

  private Page byPasskey(Visit visit) {
    var id = visit.place("id");
    var ask = freshness.asked(visit.session(), id);
    if (ask.isEmpty()) return new Page.Failure(404, GONE);
    return entrance
        .byPasskey(visit.form(), site.get(), challenge(id, ask.get())::equals)
        .filter(found -> found.account().id().equals(visit.session().accountId()))
        .map(found -> proved(visit, Proof.Method.PASSKEY, Optional.of(found.signed().assertion())))
        .orElseGet(() -> page(401, visit, SignInPages.PASSKEY_REFUSED));
  }

  private Page proved(Visit visit, Proof.Method method, Optional<Assertion> assertion) {
    var who = visit.session();
    var id = visit.place("id");
    var ask = freshness.asked(who, id);
    if (ask.isEmpty()) return new Page.Failure(404, GONE);
    var now = clock.instant();
    freshness.prove(who, id, ask.get(), new Fresh(method, now, assertion));
    // What was signed for one purpose can be read by others, and proves nothing beyond it.
    boolean bound = assertion.isPresent() && ask.get().challenge().isPresent();
    return new Page.Redirect(
        ask.get().then(),
        bound ? new Page.Session.Same() : sessions.renew(who, new Proof(method, now)));
  }
}

package probity.console.account;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import probity.console.Input;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Proof;
import probity.console.Routes;
import probity.console.Visit;

/// One's own account: what it has, its sessions, its password.
public final class OwnPages implements Pages {
  private static final Page.Crumb ACCOUNT = new Page.Crumb("Your account", "/account");

  private final AccountStore store;
  private final Entrance entrance;
  private final KeptSessions sessions;
  private final InstantSource clock;
  private final SignOn signOn;

  OwnPages(
      AccountStore store,
      Entrance entrance,
      KeptSessions sessions,
      InstantSource clock,
      SignOn signOn) {
    this.store = store;
    this.entrance = entrance;
    this.sessions = sessions;
    this.clock = clock;
    this.signOn = signOn;
  }

  /// @param recovery how many recovery codes are left
  /// @param said what was just done; empty for nothing
  public record Model(
      String name,
      String duties,
      String login,
      boolean password,
      Optional<SignOnState> signOn,
      boolean app,
      int recovery,
      List<Key> passkeys,
      List<Place> sessions,
      List<Token> tokens,
      String said) {}

  /// Single sign-on, where there is an OpenID provider.
  ///
  /// @param since when it was linked to this account; empty where it is not
  /// @param removable whether something else opens the account too
  public record SignOnState(String title, String since, boolean removable) {}

  public record Key(String id, String label, String added) {}

  /// A session.
  ///
  /// @param here whether it is the one that looks
  public record Place(
      String id, boolean here, String began, String used, String address, String method) {}

  /// An access token.
  ///
  /// @param used the last day, or `never`
  public record Token(String id, String name, String made, String used, String until) {}

  /// The page on which a password is changed.
  public record PasswordModel(List<Input> fields, String mistake) {}

  @Override
  public void add(Routes routes) {
    routes.get("/account", this::show);
    routes.get("/account/password", visit -> password(200, visit, "", ""));
    routes.post("/account/password", this::changePassword);
    routes.post("/account/sessions/{id}/end", this::endSession);
    routes.post(
        "/account/sessions/end-others",
        visit -> {
          store.endAll(visit.session().accountId(), visit.session().sessionId());
          return Page.redirect("/account?said=ended");
        });
  }

  private Page show(Visit visit) {
    var who = visit.session();
    var account = store.byId(who.accountId());
    if (account.isEmpty()) return Page.notFound();
    return Page.html("Your account", "account/own", model(visit, account.get()));
  }

  private Model model(Visit visit, Account account) {
    var who = visit.session();
    return new Model(
        who.member().name(),
        who.member().dutyTitles(),
        account.login(),
        account.hasPassword(),
        signOn
            .title()
            .map(title ->
                new SignOnState(
                    title,
                    account.signOn().map(one -> Times.day(one.added())).orElse(""),
                    account.hasPassword())),
        account.totp().isPresent(),
        account.recovery().size(),
        account.passkeys().stream()
            .map(key -> new Key(key.credentialId(), key.label(), Times.day(key.added())))
            .toList(),
        store.sessions(account.id()).stream()
            .map(session ->
                new Place(
                    session.id(),
                    session.id().equals(who.sessionId()),
                    Times.minute(session.began()),
                    Times.minute(session.used()),
                    session.address(),
                    session.proof().method().title()))
            .toList(),
        tokens(account),
        said(visit.query().text("said")));
  }

  private List<Token> tokens(Account account) {
    var now = clock.instant();
    return store.accessTokens(account.id()).stream()
        .filter(token -> now.isBefore(token.until()))
        .map(token ->
            new Token(
                token.id(),
                token.name(),
                Times.day(token.made()),
                token.used().map(Times::day).orElse("never"),
                Times.minute(token.until())))
        .toList();
  }

  private static String said(String word) {
    return switch (word) {
      case "ended" -> "The sessions have ended.";
      case "password" ->
          "Your password is changed, and all your other sessions have ended. Access tokens stay"
              + " until you revoke them.";
      case "app" -> "Your account asks for a code of your app from now on.";
      case "no-app" -> "Your account no longer asks for a code.";
      case "revoked" -> "The access token is revoked.";
      case "passkey" -> "The passkey is added.";
      case "sign-on" -> "From now on single sign-on opens your account too.";
      case "no-sign-on" -> "Single sign-on no longer opens your account.";
      case "no-passkey" -> "The passkey is removed.";
      default -> "";
    };
  }

  private Page endSession(Visit visit) {
    var who = visit.session();
    var id = visit.place("id");
    if (id.equals(who.sessionId())) return new Page.Redirect("/sign-in", sessions.end(who));
    return store.end(who.accountId(), id) ? Page.redirect("/account?said=ended") : Page.notFound();
  }

  private Page password(int status, Visit visit, String mistake, String newMistake) {
    var account = store.byId(visit.session().accountId());
    if (account.isEmpty() || !account.get().hasPassword()) return Page.notFound();
    var current =
        Input.of(Input.Kind.PASSWORD, "current", "Present password")
            .autocomplete("current-password")
            .mustHave();
    var code =
        Input.of(Input.Kind.CODE, "code", "One-time code").autocomplete("one-time-code").mustHave();
    var next =
        Input.of(Input.Kind.PASSWORD, "password", "New password")
            .hint("At least " + Passwords.CHARACTERS_MIN + " characters of any kind.")
            .mistake(newMistake)
            .autocomplete("new-password")
            .mustHave();
    boolean app = account.get().totp().isPresent();
    return new Page.Html(
        status,
        new Page.Heading("Change your password", List.of(ACCOUNT)),
        "account/password",
        new PasswordModel(app ? List.of(current, code, next) : List.of(current, next), mistake));
  }

  private Page changePassword(Visit visit) {
    var who = visit.session();
    var form = visit.form();
    var account = store.byId(who.accountId());
    if (account.isEmpty()) return Page.notFound();
    Optional<String> mistake = Passwords.mistake(form.raw("password"), account.get().login());
    if (mistake.isPresent()) return password(422, visit, "", mistake.get());
    return switch (entrance.byPassword(
        account.get().login(), form.raw("current"), form.text("code"), visit.address())) {
      case Admission.Refused() ->
          password(422, visit, "The present password or the code is wrong.", "");
      case Admission.Later(var delay) -> password(429, visit, SignInPages.later(delay), "");
      case Admission.Welcome(_, var method) -> {
        var hash = entrance.passwords().hash(form.raw("password"));
        store.change(who.accountId(), kept -> kept.password(hash));
        store.endAll(who.accountId(), who.sessionId());
        yield new Page.Redirect(
            "/account?said=password", sessions.renew(who, new Proof(method, clock.instant())));
      }
    };
  }
}

package probity.console.account;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import probity.console.Ask;
import probity.console.Freshness;
import probity.console.Input;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;

/// Adds an authenticator app to one's own account, and takes it away.
public final class AppPages implements Pages {
  private static final Ask ADD =
      new Ask("app", "Add an authenticator app to your account", Optional.empty(), "/account/app");
  private static final Ask REMOVE =
      new Ask("app", "Remove the authenticator app", Optional.empty(), "/account");
  private static final Page.Heading HEADING =
      new Page.Heading("Authenticator app", List.of(new Page.Crumb("Your account", "/account")));

  private final AccountStore store;
  private final KeptSessions sessions;
  private final Freshness freshness;
  private final SecureRandom random;
  private final InstantSource clock;

  AppPages(
      AccountStore store,
      KeptSessions sessions,
      Freshness freshness,
      SecureRandom random,
      InstantSource clock) {
    this.store = store;
    this.sessions = sessions;
    this.freshness = freshness;
    this.random = random;
    this.clock = clock;
  }

  /// @param secret in base32, in groups of four for reading
  public record Model(String secret, String grouped, String link, Input code) {}

  /// Shown once.
  public record CodesModel(List<String> codes) {}

  @Override
  public void add(Routes routes) {
    routes.get(
        "/account/app",
        visit ->
            freshness.of(visit, ADD).isPresent()
                ? page(200, visit, Totp.secret(random), "")
                : freshness.ask(visit, ADD));
    routes.post("/account/app", this::confirm);
    routes.post("/account/app/remove", this::remove);
  }

  private Page page(int status, Visit visit, String secret, String mistake) {
    var login = store.byId(visit.session().accountId()).map(Account::login).orElse("");
    var code =
        Input.of(Input.Kind.CODE, "code", "Code that the app shows now")
            .mistake(mistake)
            .autocomplete("one-time-code")
            .mustHave();
    var grouped = secret.replaceAll("(.{4})(?=.)", "$1 ");
    return new Page.Html(
        status, HEADING, "account/app", new Model(secret, grouped, Totp.link(secret, login), code));
  }

  private Page confirm(Visit visit) {
    if (freshness.of(visit, ADD).isEmpty()) return freshness.ask(visit, ADD);
    var secret = visit.form().text("secret");
    if (!Totp.isSecret(secret)) return new Page.Failure(400, "The secret is missing.");
    var code = visit.form().text("code").replace(" ", "");
    var step = Totp.step(secret, code, clock.instant(), 0);
    if (step.isEmpty()) {
      return page(422, visit, secret, "is not the code that the app should show now");
    }
    var recovery = RecoveryCodes.make(random);
    var who = visit.session();
    store.change(
        who.accountId(),
        account ->
            account.totp(
                Optional.of(new Account.Totp(secret, step.getAsLong())), recovery.digests()));
    store.endAll(who.accountId(), who.sessionId());
    return Page.html(
        new Page.Heading("Recovery codes", HEADING.above()),
        "account/codes",
        new CodesModel(recovery.codes()));
  }

  private Page remove(Visit visit) {
    if (freshness.of(visit, REMOVE).isEmpty()) return freshness.ask(visit, REMOVE);
    var who = visit.session();
    store.change(who.accountId(), account -> account.totp(Optional.empty(), List.of()));
    return new Page.Redirect("/account?said=no-app", sessions.renew(who, who.proof()));
  }
}

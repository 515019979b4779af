package probity.console.account;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import probity.console.Input;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Proof;
import probity.console.Routes;
import probity.console.Visit;

/// Signing in and out.
public final class SignInPages implements Pages {
  private static final String PURPOSE = "sign-in";
  static final String REFUSED =
      "That did not work: login name, password or code is wrong, or the account is disabled.";
  static final String PASSKEY_REFUSED =
      "That did not work: the passkey is not known here, or too much time has passed.";

  private final Entrance entrance;
  private final KeptSessions sessions;
  private final Challenges challenges;
  private final Supplier<AccountSettings.Site> site;
  private final SignOn signOn;

  SignInPages(
      Entrance entrance,
      KeptSessions sessions,
      Challenges challenges,
      Supplier<AccountSettings.Site> site,
      SignOn signOn) {
    this.entrance = entrance;
    this.sessions = sessions;
    this.challenges = challenges;
    this.site = site;
    this.signOn = signOn;
  }

  /// @param to the page to go on to
  /// @param mistake empty where nothing went wrong yet
  /// @param signOn empty where there is no OpenID provider
  public record Model(
      List<Input> fields,
      String to,
      String mistake,
      PasskeyForm passkey,
      Optional<SignOnLink> signOn) {}

  @Override
  public void add(Routes routes) {
    var open = routes.open();
    open.get(
        "/sign-in",
        visit ->
            visit.signedIn().isPresent()
                ? Page.redirect("/")
                : page(200, visit.query().text("to"), "", ""));
    open.post("/sign-in", this::signIn);
    open.post("/sign-in/passkey", this::byPasskey);
    routes.post("/sign-out", visit -> new Page.Redirect("/sign-in", sessions.end(visit.session())));
  }

  private Page page(int status, String to, String login, String mistake) {
    var fields =
        List.of(
            Input.text("login", "Login name").autocomplete("username").value(login).mustHave(),
            Input.of(Input.Kind.PASSWORD, "password", "Password")
                .autocomplete("current-password")
                .mustHave(),
            Input.of(Input.Kind.CODE, "code", "One-time code")
                .hint("Only if your account has an authenticator app. A recovery code also does.")
                .autocomplete("one-time-code"));
    var passkey =
        new PasskeyForm(
            "/sign-in/passkey",
            Passkeys.encoded(challenges.issue(PURPOSE)),
            site.get().relyingParty(),
            List.of());
    return new Page.Html(
        status,
        new Page.Heading("Sign in", List.of()),
        "account/signin",
        new Model(
            fields,
            Page.localOr(to, "/"),
            mistake,
            passkey,
            signOn.link("/sign-on?to=" + encoded(Page.localOr(to, "/")))));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Page signIn(Visit visit) {
    var form = visit.form();
    var login = Entrance.login(form.text("login"));
    return switch (entrance.byPassword(
        login, form.raw("password"), form.text("code"), visit.address())) {
      case Admission.Welcome(var account, var method) -> in(visit, account, method);
      case Admission.Refused() -> page(401, form.text("to"), login, REFUSED);
      case Admission.Later(var delay) -> page(429, form.text("to"), login, later(delay));
    };
  }

  static String later(Duration wait) {
    long seconds = wait.toSeconds() + 1;
    return "There were many attempts that failed. Wait "
        + (seconds > 90 ? (seconds + 59) / 60 + " minutes" : seconds + " seconds")
        + ", or use a passkey.";
  }

  private Page byPasskey(Visit visit) {
    return entrance
        .byPasskey(visit.form(), site.get(), challenge -> challenges.spend(PURPOSE, challenge))
        .map(found -> in(visit, found.account(), Proof.Method.PASSKEY))
        .orElseGet(() -> page(401, visit.form().text("to"), "", PASSKEY_REFUSED));
  }

  private Page in(Visit visit, Account account, Proof.Method method) {
    visit.signedIn().ifPresent(sessions::end);
    return new Page.Redirect(
        Page.localOr(visit.form().text("to"), "/"),
        sessions.begin(account, method, visit.address()));
  }
}

package probity.console.account;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import probity.console.Ask;
import probity.console.Freshness;
import probity.console.Input;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;

/// Adds passkeys to one's own account, and takes them away.
public final class PasskeyPages implements Pages {
  private static final int PER_ACCOUNT_MAX = 10;
  private static final Ask ADD =
      new Ask("passkey", "Add a passkey to your account", Optional.empty(), "/account/passkeys");
  private static final Ask REMOVE =
      new Ask("passkey", "Remove a passkey of your account", Optional.empty(), "/account");

  private final AccountStore store;
  private final Passkeys passkeys;
  private final KeptSessions sessions;
  private final Freshness freshness;
  private final Challenges challenges;
  private final InstantSource clock;
  private final Supplier<AccountSettings.Site> site;

  PasskeyPages(
      AccountStore store,
      Passkeys passkeys,
      KeptSessions sessions,
      Freshness freshness,
      Challenges challenges,
      InstantSource clock,
      Supplier<AccountSettings.Site> site) {
    this.store = store;
    this.passkeys = passkeys;
    this.sessions = sessions;
    this.freshness = freshness;
    this.challenges = challenges;
    this.clock = clock;
    this.site = site;
  }

  /// @param userId under which the authenticator files it
  public record Model(
      Input label, String mistake, PasskeyForm form, String userId, String login, String name) {}

  @Override
  public void add(Routes routes) {
    routes.get(
        "/account/passkeys",
        visit ->
            freshness.of(visit, ADD).isPresent()
                ? page(200, visit, "")
                : freshness.ask(visit, ADD));
    routes.post("/account/passkeys", this::register);
    routes.post("/account/passkeys/{id}/remove", this::remove);
  }

  private Page page(int status, Visit visit, String mistake) {
    var account = store.byId(visit.session().accountId());
    if (account.isEmpty()) return Page.notFound();
    var form =
        new PasskeyForm(
            "/account/passkeys",
            Passkeys.encoded(challenges.issue(purpose(visit))),
            site.get().relyingParty(),
            account.get().passkeys().stream().map(Account.Passkey::credentialId).toList());
    var label =
        Input.text("label", "Name of the passkey")
            .hint("Such as the device that it is on.")
            .mustHave();
    return new Page.Html(
        status,
        new Page.Heading("Add a passkey", List.of(new Page.Crumb("Your account", "/account"))),
        "account/passkey",
        new Model(
            label,
            mistake,
            form,
            account.get().id(),
            account.get().login(),
            visit.member().name()));
  }

  private static String purpose(Visit visit) {
    return "passkey " + visit.session().sessionId();
  }

  private Page register(Visit visit) {
    if (freshness.of(visit, ADD).isEmpty()) return freshness.ask(visit, ADD);
    var who = visit.session();
    var made =
        passkeys.register(
            visit.form(),
            site.get(),
            challenge -> challenges.spend(purpose(visit), challenge),
            clock.instant());
    if (made.isEmpty()) {
      return page(422, visit, "The authenticator's answer could not be taken.");
    }
    if (store.byCredential(made.get().credentialId()).isPresent()) {
      return page(422, visit, "This passkey belongs to an account already.");
    }
    var after = store.change(who.accountId(), account -> with(account, made.get()));
    boolean added = after.filter(account -> account.passkeys().contains(made.get())).isPresent();
    return added
        ? new Page.Redirect("/account?said=passkey", sessions.renew(who, who.proof()))
        : page(422, visit, "An account has at most " + PER_ACCOUNT_MAX + " passkeys.");
  }

  private static Account with(Account account, Account.Passkey made) {
    if (account.passkeys().size() >= PER_ACCOUNT_MAX) return account;
    var all = new ArrayList<>(account.passkeys());
    all.add(made);
    return account.passkeys(all);
  }

  private Page remove(Visit visit) {
    if (freshness.of(visit, REMOVE).isEmpty()) return freshness.ask(visit, REMOVE);
    var id = visit.place("id");
    store.change(
        visit.session().accountId(),
        account ->
            account.passkeys(
                account.passkeys().stream()
                    .filter(passkey -> !passkey.credentialId().equals(id))
                    .toList()));
    return Page.redirect("/account?said=no-passkey");
  }
}

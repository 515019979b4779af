package probity.console.account;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import probity.aims.register.Duty;
import probity.console.Ask;
import probity.console.Directory;
import probity.console.Freshness;
import probity.console.Input;
import probity.console.Member;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Tone;
import probity.console.Values;
import probity.console.Visit;

/// Accounts of everybody, for administrators: inviting, ending sessions, disabling.
public final class AdministratorPages implements Pages {
  private static final Page.Crumb ACCOUNTS = new Page.Crumb("Accounts", "/accounts");
  private static final Ask INVITE =
      new Ask("invite", "Invite somebody to this console", Optional.empty(), "/accounts/invite");
  private static final Ask CHANGE =
      new Ask("accounts", "Change somebody's account", Optional.empty(), "/accounts");

  private final AccountStore store;
  private final Directory directory;
  private final Freshness freshness;
  private final Tokens tokens;
  private final AccountSettings settings;
  private final InstantSource clock;
  private final Supplier<AccountSettings.Site> site;

  AdministratorPages(
      AccountStore store,
      Directory directory,
      Freshness freshness,
      Tokens tokens,
      AccountSettings settings,
      InstantSource clock,
      Supplier<AccountSettings.Site> site) {
    this.store = store;
    this.directory = directory;
    this.freshness = freshness;
    this.tokens = tokens;
    this.settings = settings;
    this.clock = clock;
    this.site = site;
  }

  public record Model(List<Row> rows) {}

  /// One account.
  ///
  /// @param own whether it is that of who looks, which stays enabled
  public record Row(
      String id,
      String name,
      String login,
      String duties,
      String factors,
      int sessions,
      boolean active,
      boolean own) {
    public Tone tone() {
      return active ? Tone.GOOD : Tone.PLAIN;
    }
  }

  public record InviteModel(Input person, List<Input> fields) {}

  /// A link that is shown once.
  public record LinkModel(String name, String link, String until) {}

  @Override
  public void add(Routes routes) {
    var administrator = routes.only(Duty.ADMINISTRATOR);
    administrator.link("Console", "Accounts", "/accounts");
    administrator.get("/accounts", visit -> Page.html("Accounts", "account/all", model(visit)));
    administrator.get(
        "/accounts/invite",
        visit ->
            freshness.of(visit, INVITE).isPresent()
                ? invitePage(200, Values.NONE, Values.NONE)
                : freshness.ask(visit, INVITE));
    administrator.post("/accounts/invite", this::invite);
    administrator.post("/accounts/{id}/disable", visit -> set(visit, Account.State.DISABLED));
    administrator.post("/accounts/{id}/enable", visit -> set(visit, Account.State.ACTIVE));
    administrator.post("/accounts/{id}/end-sessions", visit -> change(visit, account -> account));
  }

  private Model model(Visit visit) {
    return new Model(
        store.all().stream()
            .map(account -> {
              var member = directory.member(account.personId());
              return new Row(
                  account.id(),
                  member.map(Member::name).orElse("(no longer there)"),
                  account.login(),
                  member.map(Member::dutyTitles).orElse(""),
                  factors(account),
                  store.sessions(account.id()).size(),
                  account.active(),
                  account.id().equals(visit.session().accountId()));
            })
            .toList());
  }

  private static String factors(Account account) {
    var factors = new ArrayList<String>(List.of("password"));
    if (account.totp().isPresent()) factors.add("app");
    int keys = account.passkeys().size();
    if (keys > 0) factors.add(keys == 1 ? "1 passkey" : keys + " passkeys");
    return String.join(", ", factors);
  }

  private Page invitePage(int status, Values said, Values mistakes) {
    var people = new ArrayList<Input.Choice>();
    people.add(
        new Input.Choice("", "Somebody who is not listed yet", said.text("person").isEmpty()));
    for (Member member : directory.members()) {
      people.add(
          new Input.Choice(
              member.personId(),
              member.name() + " (" + member.personId() + ")",
              member.personId().equals(said.text("person"))));
    }
    var person =
        Input.of(Input.Kind.ONE_OF, "person", "Who")
            .hint("Two accounts of one person are one person: choose them if they are here.")
            .mistake(mistakes.text("person"))
            .options(people);
    var duties =
        Arrays.stream(Duty.values())
            .map(duty ->
                new Input.Choice(
                    duty.word(), duty.title(), said.texts("duties").contains(duty.word())))
            .toList();
    return new Page.Html(
        status,
        new Page.Heading("Invite somebody", List.of(ACCOUNTS)),
        "account/invite",
        new InviteModel(
            person,
            List.of(
                Input.text("name", "Name").value(said.text("name")).mistake(mistakes.text("name")),
                Input.of(Input.Kind.EMAIL, "email", "E-mail")
                    .value(said.text("email"))
                    .mistake(mistakes.text("email")),
                Input.of(Input.Kind.ANY_OF, "duties", "Duties").options(duties))));
  }

  private Page invite(Visit visit) {
    if (freshness.of(visit, INVITE).isEmpty()) return freshness.ask(visit, INVITE);
    var said = visit.form();
    var known = directory.member(said.text("person"));
    if (known.isEmpty()) {
      var mistakes = mistakes(said);
      if (!mistakes.all().isEmpty()) return invitePage(422, said, mistakes);
    }
    if (known.isPresent() && hasAccount(known.get().personId())) {
      // Whoever holds the link would sign in as this person beside them, and they would not see it.
      return invitePage(
          422,
          said,
          Values.of("person", "has an account; disable it before you invite them again"));
    }
    var personId = known.map(Member::personId).orElseGet(() -> enrol(visit));
    var token = tokens.token();
    var until = clock.instant().plus(settings.invited());
    store.invite(new Invitation(Tokens.digest(token), personId, until, visit.member().personId()));
    return Page.html(
        new Page.Heading("Invitation", List.of(ACCOUNTS)),
        "account/link",
        new LinkModel(
            directory.member(personId).map(Member::name).orElse(personId),
            site.get().address() + "/invited/" + token,
            Times.minute(until)));
  }

  private boolean hasAccount(String personId) {
    return store.all().stream().anyMatch(one -> one.active() && one.personId().equals(personId));
  }

  private static Values mistakes(Values said) {
    var mistakes = new ArrayList<String>();
    if (!said.text("person").isEmpty()) mistakes.addAll(List.of("person", "is not known"));
    mistakes.addAll(Newcomer.mistakes(said));
    return Values.of(mistakes.toArray(String[]::new));
  }

  private String enrol(Visit visit) {
    var said = visit.form();
    Set<Duty> duties = EnumSet.noneOf(Duty.class);
    said.texts("duties").forEach(word -> Duty.of(word).ifPresent(duties::add));
    return directory.enrol(said.text("name"), said.text("email"), duties, visit.signedIn());
  }

  private Page set(Visit visit, Account.State state) {
    if (visit.place("id").equals(visit.session().accountId())) {
      return Page.forbidden(
          "Your own account stays as it is; another administrator can change it.");
    }
    return change(visit, account -> account.state(state));
  }

  /// Changes an account; whatever is changed, its sessions end.
  private Page change(Visit visit, UnaryOperator<Account> how) {
    if (freshness.of(visit, CHANGE).isEmpty()) return freshness.ask(visit, CHANGE);
    var changed = store.change(visit.place("id"), how);
    if (changed.isEmpty()) return Page.notFound();
    var who = visit.session();
    boolean own = changed.get().id().equals(who.accountId());
    store.endAll(changed.get().id(), own ? who.sessionId() : "");
    // For good: who is enabled again makes new ones.
    if (!changed.get().active()) store.revokeAccessTokens(changed.get().id());
    return Page.redirect("/accounts");
  }
}

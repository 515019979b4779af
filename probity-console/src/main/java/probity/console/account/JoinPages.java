package probity.console.account;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.aims.register.Duty;
import probity.console.Directory;
import probity.console.Input;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Proof;
import probity.console.Routes;
import probity.console.Values;
import probity.console.Visit;

/// Where accounts are made: the first one, and those of people who were invited.
public final class JoinPages implements Pages {
  static final String USED =
      "This link is not good, or no longer: each one works once, and for a limited time.";

  private final AccountStore store;
  private final Directory directory;
  private final Passwords passwords;
  private final KeptSessions sessions;
  private final FirstLink firstLink;
  private final Tokens tokens;
  private final InstantSource clock;
  private final SignOn signOn;

  JoinPages(
      AccountStore store,
      Directory directory,
      Passwords passwords,
      KeptSessions sessions,
      FirstLink firstLink,
      Tokens tokens,
      InstantSource clock,
      SignOn signOn) {
    this.store = store;
    this.directory = directory;
    this.passwords = passwords;
    this.sessions = sessions;
    this.firstLink = firstLink;
    this.tokens = tokens;
    this.clock = clock;
    this.signOn = signOn;
  }

  /// @param signOn by which it works without a password; empty for nothing
  public record Model(
      String lead, String button, List<Input> fields, Optional<SignOnLink> signOn) {}

  @Override
  public void add(Routes routes) {
    var open = routes.open();
    open.get(
        "/first/{token}",
        visit ->
            firstLink.opens(visit.place("token")) ? first(200, Values.NONE, Values.NONE) : gone());
    open.post("/first/{token}", this::makeFirst);
    open.get(
        "/invited/{token}",
        visit ->
            invitation(visit)
                .map(invitation ->
                    invited(200, visit.place("token"), invitation, Values.NONE, Values.NONE))
                .orElseGet(JoinPages::gone));
    open.post("/invited/{token}", this::makeInvited);
  }

  private static Page gone() {
    return new Page.Failure(404, USED);
  }

  private Page first(int status, Values said, Values mistakes) {
    var fields = new ArrayList<Input>();
    fields.add(
        field("name", "Your name", "As others are to see it.", said, mistakes)
            .autocomplete("name"));
    fields.add(
        Input.of(Input.Kind.EMAIL, "email", "E-mail")
            .value(said.text("email"))
            .mistake(mistakes.text("email"))
            .autocomplete("email")
            .mustHave());
    fields.addAll(credentials(said, mistakes));
    return page(
        status,
        "Set up this console",
        "You become its administrator and the manager of the management system. Both duties can"
            + " be given to others later.",
        fields,
        Optional.empty());
  }

  private Page invited(
      int status, String token, Invitation invitation, Values said, Values mistakes) {
    var name =
        directory.member(invitation.personId()).map(member -> member.name()).orElse("somebody");
    return page(
        status,
        "Make your account",
        "This link is for " + name + ". If that is not you, close the page and tell who sent it.",
        credentials(said, mistakes),
        signOn.link("/invited/" + token + "/sign-on"));
  }

  private static Page page(
      int status, String title, String lead, List<Input> fields, Optional<SignOnLink> signOn) {
    return new Page.Html(
        status,
        new Page.Heading(title, List.of()),
        "account/join",
        new Model(lead, "Make the account", fields, signOn));
  }

  private static List<Input> credentials(Values said, Values mistakes) {
    return List.of(
        field(
                "login",
                "Login name",
                "2 to 64 of: letters a to z, digits, and . _ @ + -",
                said,
                mistakes)
            .autocomplete("username"),
        Input.of(Input.Kind.PASSWORD, "password", "Password")
            .hint(
                "At least "
                    + Passwords.CHARACTERS_MIN
                    + " characters of any kind. A few words in a row are easy to type.")
            .mistake(mistakes.text("password"))
            .autocomplete("new-password")
            .mustHave());
  }

  private static Input field(String name, String label, String hint, Values said, Values mistakes) {
    return Input.text(name, label)
        .hint(hint)
        .value(said.text(name))
        .mistake(mistakes.text(name))
        .mustHave();
  }

  private Page makeFirst(Visit visit) {
    var said = visit.form();
    var token = visit.place("token");
    if (!firstLink.opens(token)) return gone();
    var mistakes = new ArrayList<>(credentialMistakes(said));
    mistakes.addAll(Newcomer.mistakes(said));
    if (!mistakes.isEmpty()) {
      return first(422, said, Values.of(mistakes.toArray(String[]::new)));
    }
    var hash = passwords.hash(said.raw("password"));
    return firstLink
        .use(
            token,
            () -> {
              var personId =
                  directory.enrol(
                      said.text("name"),
                      said.text("email"),
                      Set.of(Duty.ADMINISTRATOR, Duty.AIMS_MANAGER),
                      Optional.empty());
              var account = account(personId, said, hash);
              if (!store.add(account)) throw new IllegalStateException("there was no account");
              return in(visit, account);
            })
        .orElseGet(JoinPages::gone);
  }

  private Optional<Invitation> invitation(Visit visit) {
    return store
        .invitation(Tokens.digest(visit.place("token")), clock.instant())
        .filter(found -> directory.member(found.personId()).isPresent());
  }

  private Page makeInvited(Visit visit) {
    var said = visit.form();
    var invitation = invitation(visit);
    if (invitation.isEmpty()) return gone();
    var mistakes = new ArrayList<>(credentialMistakes(said));
    if (mistakes.isEmpty()) {
      var account =
          account(invitation.get().personId(), said, passwords.hash(said.raw("password")));
      if (store.accept(invitation.get().token(), clock.instant(), account)) {
        return in(visit, account);
      }
      if (invitation(visit).isEmpty()) return gone();
      mistakes.addAll(List.of("login", "belongs to another account"));
    }
    return invited(
        422,
        visit.place("token"),
        invitation.get(),
        said,
        Values.of(mistakes.toArray(String[]::new)));
  }

  /// Names of fields and what is wrong with them, in turn.
  private static List<String> credentialMistakes(Values said) {
    var mistakes = new ArrayList<String>();
    var login = Entrance.login(said.text("login"));
    if (!Entrance.LOGIN.matcher(login).matches()) {
      mistakes.addAll(List.of("login", "has a form that login names do not have"));
    }
    Passwords.mistake(said.raw("password"), login)
        .ifPresent(mistake -> mistakes.addAll(List.of("password", mistake)));
    return mistakes;
  }

  private Account account(String personId, Values said, String hash) {
    return new Account(
        tokens.id(),
        personId,
        Entrance.login(said.text("login")),
        hash,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Account.State.ACTIVE,
        clock.instant());
  }

  private Page in(Visit visit, Account account) {
    visit.signedIn().ifPresent(sessions::end);
    return new Page.Redirect(
        "/account", sessions.begin(account, Proof.Method.PASSWORD, visit.address()));
  }
}

package probity.console.account;

import java.util.List;
import java.util.Optional;
import probity.console.Ask;
import probity.console.Freshness;
import probity.console.Input;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Values;
import probity.console.Visit;

/// Makes access tokens for one's own account, and revokes them.
public final class TokenPages implements Pages {
  private static final int NAME_MAX = 100;
  private static final List<Integer> DAYS = List.of(7, 30, 90, 180, 365);
  private static final int DAYS_FIRST = 30;
  private static final Ask MAKE =
      new Ask(
          "access-token",
          "Make an access token, with which a program acts for you",
          Optional.empty(),
          "/account/tokens");

  private final AccountStore store;
  private final AccessTokens tokens;
  private final Freshness freshness;

  TokenPages(AccountStore store, AccessTokens tokens, Freshness freshness) {
    this.store = store;
    this.tokens = tokens;
    this.freshness = freshness;
  }

  /// The page on which one is made.
  public record Model(List<Input> fields, String mistake) {
    public Model {
      fields = List.copyOf(fields);
    }
  }

  /// A token that is shown once.
  public record MadeModel(String name, String token) {}

  @Override
  public void add(Routes routes) {
    routes.get(
        "/account/tokens",
        visit ->
            freshness.of(visit, MAKE).isPresent()
                ? page(200, Values.NONE, "", "")
                : freshness.ask(visit, MAKE));
    routes.post("/account/tokens", this::make);
    routes.post("/account/tokens/{id}/revoke", this::revoke);
  }

  private static Page.Heading heading(String title) {
    return new Page.Heading(title, List.of(new Page.Crumb("Your account", "/account")));
  }

  private static Page page(int status, Values said, String nameMistake, String mistake) {
    int days = days(said);
    var name =
        Input.text("name", "Name")
            .hint("Such as the program that uses it.")
            .value(said.text("name"))
            .mistake(nameMistake)
            .mustHave();
    var until =
        Input.of(Input.Kind.ONE_OF, "days", "Good for")
            .options(
                DAYS.stream()
                    .map(one -> new Input.Choice(Integer.toString(one), one + " days", one == days))
                    .toList());
    return new Page.Html(
        status,
        heading("Make an access token"),
        "account/token",
        new Model(List.of(name, until), mistake));
  }

  private static int days(Values said) {
    int days = said.number("days", 1, (int) AccessTokens.LONGEST.toDays(), DAYS_FIRST);
    return DAYS.contains(days) ? days : DAYS_FIRST;
  }

  private Page make(Visit visit) {
    if (freshness.of(visit, MAKE).isEmpty()) return freshness.ask(visit, MAKE);
    var said = visit.form();
    var name = said.text("name");
    if (name.isEmpty() || name.length() > NAME_MAX || name.chars().anyMatch(c -> c < ' ')) {
      return page(
          422, said, "A name of 1 to " + NAME_MAX + " characters in one line was expected.", "");
    }
    return tokens
        .make(visit.session().accountId(), name, days(said))
        .<Page>map(token ->
            Page.html(heading("Access token"), "account/tokenmade", new MadeModel(name, token)))
        .orElseGet(() ->
            page(
                422,
                said,
                "",
                "An account has at most "
                    + AccessTokens.PER_ACCOUNT_MAX
                    + " access tokens. Revoke one first."));
  }

  private Page revoke(Visit visit) {
    return store.revokeAccessToken(visit.session().accountId(), visit.place("id"))
        ? Page.redirect("/account?said=revoked")
        : Page.notFound();
  }
}

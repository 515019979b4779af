package probity.console.account;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import probity.aims.register.Duty;
import probity.console.Bearers;
import probity.console.Directory;
import probity.console.Freshness;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Sessions;
import probity.console.signon.Errands;
import probity.console.signon.SignOnProvider;

/// Local accounts as a part of the console: its sessions, its pages, and the link of a first start.
public final class Accounts implements Pages {
  private final AccountStore store;
  private final Directory directory;
  private final Tokens tokens;
  private final InstantSource clock;
  private final KeptSessions sessions;
  private final KeptFreshness freshness;
  private final AccessTokens accessTokens;
  private final FirstLink firstLink;
  private final List<Pages> pages;
  // Set once, when the port is known, before the first request can come to a page.
  private volatile AccountSettings.Site site =
      new AccountSettings.Site(List.of("http://localhost"));

  /// @param provider of single sign-on; empty for none
  /// @param identityKey under which identities of the provider are known again
  public Accounts(
      AccountStore store,
      Directory directory,
      AccountSettings settings,
      InstantSource clock,
      SecureRandom random,
      Optional<SignOnProvider> provider,
      byte[] identityKey) {
    this.store = store;
    this.directory = directory;
    this.clock = clock;
    tokens = new Tokens(random);
    var entrance = new Entrance(store, random, clock);
    var challenges = new Challenges(random, clock);
    sessions = new KeptSessions(store, directory, settings, clock, tokens);
    freshness = new KeptFreshness(store, settings, clock, tokens);
    accessTokens = new AccessTokens(store, directory, clock, tokens);
    firstLink = new FirstLink(store, tokens, clock);
    var signOn = new SignOn(provider, new Errands(random, clock), identityKey, this::site, clock);
    pages =
        List.of(
            new SignInPages(entrance, sessions, challenges, this::site, signOn),
            new AgainPages(store, entrance, sessions, freshness, clock, this::site, signOn),
            new JoinPages(
                store, directory, entrance.passwords(), sessions, firstLink, tokens, clock, signOn),
            new OwnPages(store, entrance, sessions, clock, signOn),
            new TokenPages(store, accessTokens, freshness),
            new AppPages(store, sessions, freshness, random, clock),
            new PasskeyPages(
                store, entrance.passkeys(), sessions, freshness, challenges, clock, this::site),
            new AdministratorPages(
                store, directory, freshness, tokens, settings, clock, this::site),
            new SignOnPages(
                store, directory, sessions, freshness, settings, tokens, clock, signOn));
  }

  public Sessions sessions() {
    return sessions;
  }

  /// Who is behind access tokens of the API.
  public Bearers bearers() {
    return accessTokens;
  }

  public Freshness freshness() {
    return freshness;
  }

  /// The path of a page on which the first account is made; empty once there is one. Each start
  /// makes another.
  public Optional<String> firstLink() {
    if (!store.empty()) return Optional.empty();
    // People without accounts: the private store was lost, and an administrator begins it again.
    return directory.members().isEmpty()
        ? firstLink.path()
        : directory.members().stream()
            .filter(member -> member.duties().contains(Duty.ADMINISTRATOR))
            .findFirst()
            .flatMap(member -> invite(member.personId()));
  }

  /// The path of a page on which somebody of the directory makes an account for themself, once and
  /// within an hour, where whoever runs the process invites them; empty for who has an account, and
  /// for who is not there.
  public Optional<String> invite(String personId) {
    boolean has = store.all().stream().anyMatch(one -> one.personId().equals(personId));
    if (has || directory.member(personId).isEmpty()) return Optional.empty();
    String token = tokens.token();
    var until = clock.instant().plus(AccountSettings.FIRST_LINK);
    store.invite(new Invitation(Tokens.digest(token), personId, until, ""));
    return Optional.of("/invited/" + token);
  }

  /// Says under which origins browsers reach the console, the one to show first.
  public void servedAt(List<String> origins) {
    site = new AccountSettings.Site(origins);
  }

  private AccountSettings.Site site() {
    return site;
  }

  @Override
  public void add(Routes routes) {
    pages.forEach(part -> part.add(routes));
  }
}

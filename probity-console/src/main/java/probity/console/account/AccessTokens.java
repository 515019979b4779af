package probity.console.account;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.console.Bearer;
import probity.console.Bearers;
import probity.console.Directory;

/// Access tokens of the API. What is wrong with one that opens nothing, nobody learns.
final class AccessTokens implements Bearers {
  /// The most that one account has at a time.
  static final int PER_ACCOUNT_MAX = 20;

  static final Duration LONGEST = Duration.ofDays(365);

  /// By which programs that look for secrets in code know them.
  static final String PREFIX = "probity_";

  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  private final AccountStore store;
  private final Directory people;
  private final InstantSource clock;
  private final Tokens tokens;

  AccessTokens(AccountStore store, Directory people, InstantSource clock, Tokens tokens) {
    this.store = store;
    this.people = people;
    this.clock = clock;
    this.tokens = tokens;
  }

  @Override
  public Optional<Bearer> find(String token) {
    if (!FORM.matcher(token).matches()) return Optional.empty();
    var now = clock.instant();
    return store
        .accessToken(Tokens.digest(token))
        .filter(found -> now.isBefore(found.until()))
        .flatMap(found -> {
          var account = store.byId(found.accountId()).filter(Account::active);
          var member = account.flatMap(one -> people.member(one.personId()));
          var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
          if (member.isPresent() && !found.used().equals(Optional.of(today))) {
            store.accessTokenUsed(found.token(), today);
          }
          return member.map(who -> new Bearer(who, found.id(), found.made()));
        });
  }

  /// Makes a token; empty where the account has as many as it may.
  ///
  /// @param days that it is good, at most [#LONGEST]
  Optional<String> make(String accountId, String name, int days) {
    var length = Duration.ofDays(days);
    if (days < 1 || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("1 to " + LONGEST.toDays() + " days were expected");
    }
    var now = clock.instant();
    store.forgetAccessTokens(now);
    var token = PREFIX + tokens.token();
    var made =
        new AccessToken(
            Tokens.digest(token),
            tokens.id(),
            accountId,
            name,
            now,
            Optional.empty(),
            now.plus(length));
    return store.addAccessToken(made, PER_ACCOUNT_MAX) ? Optional.of(token) : Optional.empty();
  }
}

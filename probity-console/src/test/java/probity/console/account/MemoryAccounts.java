package probity.console.account;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import probity.ledger.Hash;

/// Accounts that are gone with the test.
final class MemoryAccounts implements AccountStore {
  private final Map<String, Account> accounts = new TreeMap<>();
  private final Map<Hash, Session> sessions = new ConcurrentHashMap<>();
  private final Map<Hash, AccessToken> tokens = new ConcurrentHashMap<>();
  private final Map<Hash, Invitation> invitations = new ConcurrentHashMap<>();

  @Override
  public synchronized boolean empty() {
    return accounts.isEmpty();
  }

  @Override
  public synchronized boolean add(Account account) {
    return byLogin(account.login()).isEmpty() && accounts.put(account.id(), account) == null;
  }

  @Override
  public synchronized Optional<Account> change(String id, UnaryOperator<Account> change) {
    return Optional.ofNullable(
        accounts.computeIfPresent(id, (_, account) -> change.apply(account)));
  }

  @Override
  public synchronized Optional<Account> byId(String id) {
    return Optional.ofNullable(accounts.get(id));
  }

  @Override
  public synchronized Optional<Account> byLogin(String login) {
    return accounts.values().stream().filter(each -> each.login().equals(login)).findFirst();
  }

  @Override
  public synchronized Optional<Account> byCredential(String credentialId) {
    return accounts.values().stream()
        .filter(each ->
            each.passkeys().stream().anyMatch(key -> key.credentialId().equals(credentialId)))
        .findFirst();
  }

  @Override
  public synchronized Optional<Account> bySignOn(String identity) {
    return accounts.values().stream()
        .filter(each -> each.signOn().filter(one -> one.identity().equals(identity)).isPresent())
        .findFirst();
  }

  @Override
  public synchronized List<Account> all() {
    return accounts.values().stream().sorted(Comparator.comparing(Account::login)).toList();
  }

  @Override
  public void begin(Session session) {
    sessions.put(session.token(), session);
  }

  @Override
  public Optional<Session> session(Hash token) {
    return Optional.ofNullable(sessions.get(token));
  }

  @Override
  public void used(Hash token, Instant at) {
    sessions.computeIfPresent(
        token,
        (_, old) ->
            new Session(
                token,
                old.id(),
                old.accountId(),
                old.csrf(),
                old.proof(),
                old.began(),
                at,
                old.address()));
  }

  @Override
  public boolean end(String accountId, String sessionId) {
    return sessions
        .values()
        .removeIf(each -> each.accountId().equals(accountId) && each.id().equals(sessionId));
  }

  @Override
  public void endAll(String accountId, String except) {
    sessions
        .values()
        .removeIf(each -> each.accountId().equals(accountId) && !each.id().equals(except));
  }

  @Override
  public void forget(Instant began, Instant used, Instant now) {
    sessions.values().removeIf(each -> each.began().isBefore(began) || each.used().isBefore(used));
    invitations.values().removeIf(each -> !now.isBefore(each.until()));
  }

  @Override
  public List<Session> sessions(String accountId) {
    return sessions.values().stream()
        .filter(each -> each.accountId().equals(accountId))
        .sorted(Comparator.comparing(Session::began).reversed())
        .toList();
  }

  @Override
  public synchronized void remove(String personId) {
    accounts.values().removeIf(each -> each.personId().equals(personId));
    sessions.values().removeIf(each -> !accounts.containsKey(each.accountId()));
    tokens.values().removeIf(each -> !accounts.containsKey(each.accountId()));
    invitations.values().removeIf(each -> each.personId().equals(personId));
  }

  @Override
  public void invite(Invitation invitation) {
    invitations.put(invitation.token(), invitation);
  }

  @Override
  public Optional<Invitation> invitation(Hash token, Instant now) {
    return Optional.ofNullable(invitations.get(token)).filter(each -> now.isBefore(each.until()));
  }

  @Override
  public synchronized boolean accept(Hash token, Instant now, Account account) {
    return invitation(token, now).isPresent() && add(account) && invitations.remove(token) != null;
  }

  @Override
  public synchronized boolean addAccessToken(AccessToken token, int most) {
    return accessTokens(token.accountId()).size() < most
        && tokens.putIfAbsent(token.token(), token) == null;
  }

  @Override
  public Optional<AccessToken> accessToken(Hash token) {
    return Optional.ofNullable(tokens.get(token));
  }

  @Override
  public void accessTokenUsed(Hash token, LocalDate on) {
    tokens.computeIfPresent(
        token,
        (_, old) ->
            new AccessToken(
                token,
                old.id(),
                old.accountId(),
                old.name(),
                old.made(),
                Optional.of(on),
                old.until()));
  }

  @Override
  public boolean revokeAccessToken(String accountId, String tokenId) {
    return tokens
        .values()
        .removeIf(each -> each.accountId().equals(accountId) && each.id().equals(tokenId));
  }

  @Override
  public void revokeAccessTokens(String accountId) {
    tokens.values().removeIf(each -> each.accountId().equals(accountId));
  }

  @Override
  public void forgetAccessTokens(Instant now) {
    tokens.values().removeIf(each -> !now.isBefore(each.until()));
  }

  @Override
  public List<AccessToken> accessTokens(String accountId) {
    return tokens.values().stream()
        .filter(each -> each.accountId().equals(accountId))
        .sorted(Comparator.comparing(AccessToken::made).reversed())
        .toList();
  }
}

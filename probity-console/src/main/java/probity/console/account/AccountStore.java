package probity.console.account;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import probity.ledger.Hash;

/// Keeps accounts, sessions, access tokens and invitations.
///
/// Calls come from many threads and are serializable; a write is durable when it returns. Secrets
/// of authenticator apps do not lie in it in the clear. Where the store fails it throws
/// [java.io.UncheckedIOException].
public interface AccountStore {
  /// Whether there is none.
  boolean empty();

  /// Adds an account, unless its login is taken; whether it was added.
  boolean add(Account account);

  /// Replaces an account by what `change` makes of it, in one step; the new one, or empty where
  /// there is no such account. `id`, `personId` and `login` stay.
  Optional<Account> change(String id, UnaryOperator<Account> change);

  Optional<Account> byId(String id);

  Optional<Account> byLogin(String login);

  /// The account that has a passkey.
  Optional<Account> byCredential(String credentialId);

  /// The account that an identity of the OpenID provider opens.
  Optional<Account> bySignOn(String identity);

  /// All, by login.
  List<Account> all();

  void begin(Session session);

  Optional<Session> session(Hash token);

  void used(Hash token, Instant at);

  /// Ends one session of an account; whether there was one.
  boolean end(String accountId, String sessionId);

  /// Ends all sessions of an account but `except`; an empty text spares none.
  void endAll(String accountId, String except);

  /// Forgets sessions that began before `began` or were last used before `used`, and invitations
  /// that were good until `now` at most.
  void forget(Instant began, Instant used, Instant now);

  /// Removes everything that a person has here, for one who was erased.
  void remove(String personId);

  /// Those of an account, the newest first.
  List<Session> sessions(String accountId);

  void invite(Invitation invitation);

  /// An invitation that is good at `now`.
  Optional<Invitation> invitation(Hash token, Instant now);

  /// Takes an invitation away and adds the account for it, both or neither; whether it did.
  boolean accept(Hash token, Instant now, Account account);

  /// Adds a token, unless its account has `most` already; whether it was added.
  boolean addAccessToken(AccessToken token, int most);

  Optional<AccessToken> accessToken(Hash token);

  void accessTokenUsed(Hash token, LocalDate on);

  /// Takes one token of an account away; whether there was one.
  boolean revokeAccessToken(String accountId, String tokenId);

  void revokeAccessTokens(String accountId);

  /// Forgets tokens that were good until `now` at most.
  void forgetAccessTokens(Instant now);

  /// Those of an account, the newest first.
  List<AccessToken> accessTokens(String accountId);
}

package probity.console.account;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import probity.console.Proof;
import probity.console.Values;
import probity.ledger.Hash;

/// Decides whether somebody is who they say.
///
/// An unknown login, a disabled account, a wrong password and a wrong code have the same answer,
/// and the first takes as long as the third.
final class Entrance {
  static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._@+-]{1,63}");
  private static final int FREE_BY_LOGIN = 5;
  private static final int FREE_BY_ADDRESS = 30;

  private final AccountStore store;
  private final Passwords passwords;
  private final Passkeys passkeys = new Passkeys();
  private final InstantSource clock;
  private final Throttle byLogin;
  private final Throttle byAddress;

  Entrance(AccountStore store, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.passwords = new Passwords(random);
    this.clock = clock;
    this.byLogin = new Throttle(FREE_BY_LOGIN, clock);
    this.byAddress = new Throttle(FREE_BY_ADDRESS, clock);
  }

  static String login(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  Passwords passwords() {
    return passwords;
  }

  Passkeys passkeys() {
    return passkeys;
  }

  /// @param code of the app, or a recovery code; not looked at where the account has no app
  Admission byPassword(String login, String password, String code, String address) {
    boolean possible = LOGIN.matcher(login).matches();
    // What is no login is counted as one: a text of any length is not remembered.
    var wait = byAddress.attempt(address).or(() -> byLogin.attempt(possible ? login : ""));
    if (wait.isPresent()) return new Admission.Later(wait.get());
    var account = possible ? store.byLogin(login) : Optional.<Account>empty();
    boolean right =
        account.filter(Account::hasPassword).isPresent()
            ? passwords.matches(password, account.get().password())
            : passwords.matchesNobody(password);
    if (!right || account.isEmpty() || !account.get().active()) return new Admission.Refused();
    var method = Proof.Method.PASSWORD;
    if (account.get().totp().isPresent()) {
      if (!takes(account.get().id(), code.strip())) return new Admission.Refused();
      method = Proof.Method.PASSWORD_TOTP;
    }
    byLogin.succeeded(login);
    byAddress.undo(address);
    return new Admission.Welcome(account.get(), method);
  }

  /// Uses up a code of the app or a recovery code; whether it was good.
  private boolean takes(String id, String code) {
    var good = new AtomicBoolean();
    store.change(
        id,
        account -> {
          good.set(false);
          var totp = account.totp();
          if (totp.isEmpty()) return account;
          var digits = code.replace(" ", "");
          var secret = totp.get().secret();
          var step =
              secret.isEmpty()
                  ? OptionalLong.empty()
                  : Totp.step(secret, digits, clock.instant(), totp.get().lastStep());
          if (step.isPresent()) {
            good.set(true);
            var after = new Account.Totp(totp.get().secret(), step.getAsLong());
            return account.totp(Optional.of(after), account.recovery());
          }
          var digest = RecoveryCodes.digest(code);
          if (!account.recovery().contains(digest)) return account;
          good.set(true);
          return account.recovery(
              account.recovery().stream().filter(other -> !other.equals(digest)).toList());
        });
    return good.get();
  }

  /// Who signed with a passkey, and what.
  record ByPasskey(Account account, Passkeys.Signed signed) {}

  /// @param isOurs whether a challenge is one of ours, for this; it is asked at most once
  Optional<ByPasskey> byPasskey(Values form, AccountSettings.Site site, Predicate<Hash> isOurs) {
    var id = form.text("credentialId");
    return store
        .byCredential(id)
        .filter(Account::active)
        .flatMap(account ->
            account.passkeys().stream()
                .filter(passkey -> passkey.credentialId().equals(id))
                .findFirst()
                .flatMap(passkey -> passkeys.verify(passkey, form, site, isOurs))
                .map(signed -> {
                  counted(account.id(), id, signed.count());
                  return new ByPasskey(account, signed);
                }));
  }

  private void counted(String accountId, String credentialId, long count) {
    store.change(
        accountId,
        account ->
            account.passkeys(
                account.passkeys().stream()
                    .map(passkey ->
                        passkey.credentialId().equals(credentialId)
                            ? new Account.Passkey(
                                credentialId,
                                passkey.credential(),
                                count,
                                passkey.label(),
                                passkey.added())
                            : passkey)
                    .toList()));
  }
}

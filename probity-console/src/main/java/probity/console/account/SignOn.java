package probity.console.account;

import java.net.URI;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.console.Page;
import probity.console.Visit;
import probity.console.signon.Errand;
import probity.console.signon.Errands;
import probity.console.signon.SignOnFailed;
import probity.console.signon.SignOnProvider;
import probity.console.signon.SignedOn;
import probity.ledger.reveal.Disclosure;

/// Sends people to the OpenID provider, where there is one, and takes them back.
final class SignOn {
  static final String BACK = "/sign-on/back";

  private static final int FREE_BY_ADDRESS = 30;

  private static final Logger LOG = Logger.getLogger(SignOn.class.getName());

  private final Optional<SignOnProvider> provider;
  private final Errands errands;
  private final byte[] identityKey;
  private final Supplier<AccountSettings.Site> site;
  // Each answer is a question to the provider, so nobody has us ask it without end.
  private final Throttle byAddress;

  SignOn(
      Optional<SignOnProvider> provider,
      Errands errands,
      byte[] identityKey,
      Supplier<AccountSettings.Site> site,
      InstantSource clock) {
    this.provider = provider;
    this.errands = errands;
    this.identityKey = identityKey.clone();
    this.site = site;
    this.byAddress = new Throttle(FREE_BY_ADDRESS, clock);
  }

  Optional<String> title() {
    return provider.map(SignOnProvider::title);
  }

  Optional<SignOnLink> link(String path) {
    return title().map(title -> new SignOnLink(path, title));
  }

  /// Sends the browser away.
  ///
  /// @param anew whether the person is to prove it now
  Page away(String purpose, String to, boolean anew) {
    if (provider.isEmpty()) return Page.notFound();
    String cookie = errands.begin(purpose, to);
    var errand = errands.read(cookie).orElseThrow();
    try {
      return new Page.Away(
          provider.get().away(errand, back(), anew), provider.get().title(), cookie);
    } catch (SignOnFailed e) {
      return failed(e);
    }
  }

  private URI back() {
    return URI.create(site.get().address() + BACK);
  }

  /// What becomes of somebody who came back.
  @FunctionalInterface
  interface Then {
    Page on(Errand errand, SignedOn who);
  }

  Page back(Visit visit, Then then) {
    if (provider.isEmpty()) return Page.notFound();
    var errand = errands.read(visit.errand());
    if (errand.isEmpty()) {
      return new Page.Failure(
          400, "This browser was not sent to sign on, or too much time has passed. Do it anew.");
    }
    var wait = byAddress.attempt(visit.address());
    if (wait.isPresent()) return new Page.Failure(429, SignInPages.later(wait.get()));
    try {
      var who = provider.get().back(errand.get(), back(), visit.query());
      byAddress.undo(visit.address());
      return then.on(errand.get(), who);
    } catch (SignOnFailed e) {
      return failed(e);
    }
  }

  private static Page failed(SignOnFailed e) {
    // Causes may hold what the provider sent, and so whom it is about.
    String why = e.getCause() == null ? "" : " (" + e.getCause().getClass().getSimpleName() + ")";
    LOG.log(Level.WARNING, "single sign-on: {0}{1}", new Object[] {e.getMessage(), why});
    return new Page.Failure(403, e.getMessage() + ".");
  }

  /// By which an account knows an identity again.
  String identity(SignedOn who) {
    return HexFormat.of()
        .formatHex(Disclosure.hmac(identityKey, "sign-on\n" + who.issuer() + "\n" + who.subject()));
  }
}

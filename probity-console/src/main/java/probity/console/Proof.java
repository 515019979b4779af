package probity.console;

import java.time.Instant;

/// How somebody proved who they are, and when.
public record Proof(Method method, Instant at) {
  /// The ways of proving it; `word` is how an entry of the ledger says it.
  public enum Method {
    PASSWORD("password", "Password"),
    PASSWORD_TOTP("password-totp", "Password and one-time code"),
    PASSKEY("passkey", "Passkey"),

    /// To an OpenID provider, which vouches for it.
    SIGN_ON("sign-on", "Single sign-on");

    private final String word;
    private final String title;

    Method(String word, String title) {
      this.word = word;
      this.title = title;
    }

    public String word() {
      return word;
    }

    public String title() {
      return title;
    }
  }
}

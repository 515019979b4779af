package probity.console.signon;

/// What a browser was sent to the provider for. It stands in a cookie that the browser alone has,
/// so what comes back by another browser is for nobody.
///
/// @param purpose one line, such as `sign-in`
/// @param to the page to go on to
/// @param state, nonce that the provider gives back, in the address and in the ID token
/// @param verifier of PKCE (RFC 7636), which the browser never sends
public record Errand(String purpose, String to, String state, String nonce, String verifier) {
  /// Says no secret.
  @Override
  public String toString() {
    return "errand to the provider";
  }
}

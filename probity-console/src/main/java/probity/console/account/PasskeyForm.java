package probity.console.account;

import java.util.List;

/// What the script needs to ask a passkey; every text stands on an attribute of the form.
///
/// @param action where the answer goes
/// @param challenge in base64url
/// @param relyingParty host to which passkeys are bound
/// @param credentials that may answer, or that must not be made again; empty for any
public record PasskeyForm(
    String action, String challenge, String relyingParty, List<String> credentials) {
  public PasskeyForm {
    credentials = List.copyOf(credentials);
  }

  public String credentialIds() {
    return String.join(" ", credentials);
  }
}
